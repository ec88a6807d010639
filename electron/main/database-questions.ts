/** The page's questions about databases: opening each way, engines, recent files. */
import { dialog, shell } from "electron";
import { AppError } from "../../src-shared/errors/app-error.ts";
import type { OpenedDatabase } from "../../src-shared/rpc/shell-contract.ts";
import { invalidRequest } from "./answers.ts";
import type { AppWindow } from "./app-window.ts";
import { makeEmptyDatabase, placeOfAddress } from "./database-place.ts";
import type { Opening } from "./opening.ts";
import type { RecentFiles } from "./recent-files.ts";
import { sampleCopy } from "./sample-database.ts";
import type { DropHandler, SomeHandlers } from "./shell-server.ts";

type DatabaseQuestions = SomeHandlers<
  | "database.pick"
  | "database.create"
  | "database.openAddress"
  | "database.openSample"
  | "database.openRecent"
  | "database.retry"
  | "database.close"
  | "database.restore"
  | "database.reveal"
  | "recent.list"
  | "recent.remove"
  | "engine.connect"
  | "engine.stop"
  | "engine.release"
>;

const filters = [
  { name: "SQLite databases", extensions: ["db", "sqlite", "sqlite3", "db3", "s3db", "sl3"] },
  { name: "All files", extensions: ["*"] },
];

export function databaseQuestions(opening: Opening, recent: RecentFiles): DatabaseQuestions {
  const openFile = (asker: AppWindow, path: string, readOnly = false): Promise<OpenedDatabase> =>
    opening.open(asker, { kind: "file", path, readOnly });
  return {
    async "database.pick"({ readOnly }, asker) {
      const title = readOnly ? "Open Read-Only" : "Open Database";
      const { filePaths } = await dialog.showOpenDialog(asker.window, { title, properties: ["openFile"], filters });
      return filePaths[0] === undefined ? null : openFile(asker, filePaths[0], readOnly);
    },
    async "database.create"(_nothing, asker) {
      asker.failed = null;
      const { filePath } = await dialog.showSaveDialog(asker.window, {
        title: "New Database",
        buttonLabel: "Create",
        filters,
        properties: ["createDirectory"],
      });
      return filePath ? openFile(asker, await makeEmptyDatabase(filePath)) : null;
    },
    "database.openAddress": ({ address, readOnly }, asker) =>
      opening.open(asker, placeOfAddress(address, process.cwd(), readOnly)),
    "database.openSample": async (_nothing, asker) => openFile(asker, await sampleCopy()),
    "database.openRecent"({ id }, asker) {
      const path = recent.path(id);
      asker.failed = null;
      if (path === undefined) {
        throw new AppError({
          code: "file.missing",
          message: "This file is no longer in the list of recent files.",
          next: "Open it with Open Database.",
        });
      }
      return openFile(asker, path);
    },
    "database.retry"(_nothing, asker) {
      if (asker.failed === null) throw invalidRequest("nothing failed to open in this window");
      return opening.open(asker, asker.failed.place, asker.failed.table);
    },
    "database.close": ({ handle }, asker) => opening.close(asker, handle),
    "database.restore": (_nothing, asker) => opening.restore(asker),
    "database.reveal"({ handle }, asker) {
      const { source } = asker.held(handle).database;
      if (!source.scratch) shell.showItemInFolder(source.path);
    },
    "recent.list": () => recent.list(),
    "recent.remove": ({ id }) => recent.remove(id),
    "engine.connect"({ handle, lane }, asker) {
      const { database, client } = asker.held(handle);
      return database.connect(client, lane);
    },
    "engine.stop"({ handle, lane, engine }, asker) {
      const { database, client } = asker.held(handle);
      return database.stop(client, lane, engine);
    },
    "engine.release"({ handle, engine }, asker) {
      const { database, client } = asker.held(handle);
      return database.release(client, engine);
    },
  };
}

/** Opens what was dropped; its path comes from the preload script and is empty for what is no file. */
export function droppedFiles(opening: Opening): DropHandler {
  return (path, readOnly, asker) => {
    if (path === "" || path.includes("\0")) {
      throw new AppError({
        code: "file.badName",
        message: "What was dropped is not a file.",
        next: "Save it as a file first, then drop that or open it.",
      });
    }
    return opening.open(asker, { kind: "file", path, readOnly });
  };
}
