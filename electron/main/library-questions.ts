/** The page's questions about saved queries. */
import { join } from "node:path";
import { app, dialog, shell } from "electron";
import { QueryLibrary } from "./query-library.ts";
import type { SettingsStore } from "./settings.ts";
import type { SomeHandlers } from "./shell-server.ts";

type LibraryQuestions = SomeHandlers<
  | "library.list"
  | "library.read"
  | "library.write"
  | "library.rename"
  | "library.remove"
  | "library.chooseFolder"
  | "library.reveal"
>;

export function libraryQuestions(settings: SettingsStore): LibraryQuestions {
  const folder = () => settings.current.queries ?? join(app.getPath("userData"), "queries");
  const library = () => new QueryLibrary(folder());
  return {
    "library.list": async ({ search }) => ({ folder: folder(), queries: await library().list(search) }),
    "library.read": ({ path, encoding }) => library().read(path, encoding ?? null),
    "library.write": ({ path, text, expects, encoding }) => library().write(path, text, expects, encoding ?? null),
    "library.rename": ({ from, to }) => library().rename(from, to),
    async "library.remove"({ path }) {
      const file = await library().fileOf(path);
      try {
        await shell.trashItem(file);
      } catch {
        // A system without a bin, or a folder on a drive that has none: the user has confirmed that it goes.
        await library().remove(path);
      }
    },
    async "library.chooseFolder"(_nothing, asker) {
      const { filePaths } = await dialog.showOpenDialog(asker.window, {
        title: "Folder of queries",
        defaultPath: folder(),
        properties: ["openDirectory", "createDirectory"],
      });
      const [chosen] = filePaths;
      if (chosen === undefined) return null;
      settings.change({ queries: chosen });
      return chosen;
    },
    async "library.reveal"({ path }) {
      shell.showItemInFolder(await library().fileOf(path));
    },
  };
}
