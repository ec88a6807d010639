/**
 * Files in a place the user picked, for values. What is large the engine writes, by a ticket that stands for the file: it does not
 * come through the page. What the page has at hand it sends.
 */
import { randomUUID } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { dialog } from "electron";
import { plainFileName } from "../../src-shared/formats/plain-file-name.ts";
import { fileFailed, invalidRequest } from "./answers.ts";
import type { AppWindow } from "./app-window.ts";
import type { SomeHandlers } from "./shell-server.ts";

interface WrittenFile {
  readonly path: string;
  /** It was made here; a file that the user chose to replace is not touched before there is something to write. */
  readonly isNew: boolean;
  handle: FileHandle | null;
}

interface Writing {
  readonly asker: AppWindow;
  /** Where the next files go; null when a single file was asked for. */
  readonly folder: string | null;
  file: WrittenFile | null;
}

/** Numbers that are tried behind a name which is taken. */
const mostTries = 10_000;

const writings = new Map<string, Writing>();

function writingOf(id: string, asker: AppWindow): Writing {
  const writing = writings.get(id);
  if (writing?.asker !== asker) throw invalidRequest("no such file is being written");
  return writing;
}

function fileOf(id: string, asker: AppWindow): WrittenFile {
  const { file } = writingOf(id, asker);
  if (!file) throw invalidRequest("no file was begun");
  return file;
}

async function finish(writing: Writing, done: boolean): Promise<void> {
  const { file } = writing;
  writing.file = null;
  await file?.handle?.close();
  if (file && !done && (file.isNew || file.handle)) await rm(file.path, { force: true });
}

/** Makes a file of this name, or with a number behind it, that was not there before. */
async function makeNew(folder: string, name: string): Promise<WrittenFile> {
  const plain = plainFileName(name);
  const ending = extname(plain);
  for (let number = 1; ; number++) {
    const tried = number === 1 ? plain : `${basename(plain, ending)} ${number}${ending}`;
    const path = join(folder, tried);
    try {
      await (await open(path, "wx")).close();
      return { path, isNew: true, handle: null };
    } catch (thrown) {
      const taken = (thrown as NodeJS.ErrnoException).code === "EEXIST" && number < mostTries;
      if (!taken) throw fileFailed(`The file ${tried} could not be written.`, thrown);
    }
  }
}

type Questions = "files.begin" | "files.next" | "files.ticket" | "files.append" | "files.end";

export const writtenFiles: SomeHandlers<Questions> = {
  async "files.begin"({ suggestedName }, asker) {
    const id = randomUUID();
    if (suggestedName === null) {
      const { filePaths } = await dialog.showOpenDialog(asker.window, {
        properties: ["openDirectory", "createDirectory"],
        buttonLabel: "Save Here",
      });
      const folder = filePaths[0];
      if (folder === undefined) return null;
      writings.set(id, { asker, folder, file: null });
      return { id, name: basename(folder) };
    }
    const { filePath } = await dialog.showSaveDialog(asker.window, {
      defaultPath: plainFileName(suggestedName),
      properties: ["createDirectory", "showOverwriteConfirmation"],
    });
    if (!filePath) return null;
    writings.set(id, { asker, folder: null, file: { path: filePath, isNew: false, handle: null } });
    return { id, name: basename(filePath) };
  },
  async "files.next"({ id, name }, asker) {
    const writing = writingOf(id, asker);
    if (writing.folder === null) throw invalidRequest("a single file was asked for");
    await finish(writing, true);
    writing.file = await makeNew(writing.folder, name);
    return basename(writing.file.path);
  },
  async "files.ticket"({ id, handle }, asker) {
    const { path } = fileOf(id, asker);
    return asker.held(handle).database.takeTarget(path);
  },
  async "files.append"({ id, data }, asker) {
    const file = fileOf(id, asker);
    try {
      file.handle ??= await open(file.path, "w");
      await file.handle.appendFile(data);
    } catch (thrown) {
      throw fileFailed(`The file ${basename(file.path)} could not be written.`, thrown);
    }
  },
  async "files.end"({ id, done }, asker) {
    const writing = writingOf(id, asker);
    writings.delete(id);
    await finish(writing, done);
  },
};
