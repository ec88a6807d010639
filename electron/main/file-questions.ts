/** The page's questions about other files, the clipboard and native dialogs. A path is only ever one the user picked. */
import { readFile, stat, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { clipboard, dialog } from "electron";
import { AppError } from "../../src-shared/errors/app-error.ts";
import { plainFileName } from "../../src-shared/formats/plain-file-name.ts";
import { fileFailed } from "./answers.ts";
import type { SomeHandlers } from "./shell-server.ts";
import { withMarksShown } from "../../src-shared/formats/shown-name.ts";

type FileQuestions = SomeHandlers<
  | "file.save"
  | "file.chooseTarget"
  | "file.load"
  | "clipboard.read"
  | "clipboard.write"
  | "clipboard.copy"
  | "clipboard.paste"
  | "dialog.ask"
>;

const MAX_LOAD = 512 * 1024 * 1024;

export const fileQuestions: FileQuestions = {
  async "file.save"({ suggestedName, data }, asker) {
    const { filePath } = await dialog.showSaveDialog(asker.window, {
      defaultPath: plainFileName(suggestedName),
      properties: ["createDirectory", "showOverwriteConfirmation"],
    });
    if (!filePath) return null;
    try {
      await writeFile(filePath, data);
    } catch (thrown) {
      throw fileFailed(`The file ${basename(filePath)} could not be written.`, thrown);
    }
    return basename(filePath);
  },
  async "file.chooseTarget"({ handle, suggestedName, ending }, asker) {
    const { database } = asker.held(handle);
    const { filePath } = await dialog.showSaveDialog(asker.window, {
      defaultPath: `${plainFileName(suggestedName)}.${ending}`,
      filters: [
        { name: ending.toUpperCase(), extensions: [ending] },
        { name: "All Files", extensions: ["*"] },
      ],
      properties: ["createDirectory", "showOverwriteConfirmation"],
    });
    if (!filePath) return null;
    return { ticket: await database.takeTarget(filePath), name: basename(filePath) };
  },
  async "file.load"(_nothing, asker) {
    const { filePaths } = await dialog.showOpenDialog(asker.window, { properties: ["openFile"] });
    const path = filePaths[0];
    if (path === undefined) return null;
    const name = basename(path);
    try {
      const { size } = await stat(path);
      if (size <= MAX_LOAD) return { name, data: new Uint8Array(await readFile(path)) };
    } catch (thrown) {
      throw fileFailed(`The file ${name} could not be read.`, thrown);
    }
    throw new AppError({
      code: "value.tooLarge",
      message: `The file ${name} is larger than the 512 MB a value can hold here.`,
      next: "Choose a smaller file.",
    });
  },
  // Text now, a promise of it in newer Electrons (docs/decisions/0001-electron-42.md): both will do.
  "clipboard.read": async () => ({ text: await Promise.resolve(clipboard.readText()) }),
  async "clipboard.write"({ text }) {
    await Promise.resolve(clipboard.writeText(text));
  },
  "clipboard.copy": (_nothing, asker) => asker.contents.copy(),
  "clipboard.paste": (_nothing, asker) => asker.contents.paste(),
  async "dialog.ask"({ message, detail, buttons, defaultButton, cancelButton }, asker) {
    const { response } = await dialog.showMessageBox(asker.window, {
      message: withMarksShown(message),
      detail: withMarksShown(detail),
      buttons: buttons.map(withMarksShown),
      defaultId: defaultButton,
      cancelId: cancelButton,
      noLink: true,
    });
    return response;
  },
};
