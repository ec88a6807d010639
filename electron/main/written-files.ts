/** Files that the page writes piece by piece, in a place the user picked: values too large to cross whole. */
import { randomUUID } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { dialog } from "electron";
import { plainFileName } from "../../src-shared/formats/plain-file-name.ts";
import { fileFailed, invalidRequest } from "./answers.ts";
import type { AppWindow } from "./app-window.ts";
import type { SomeHandlers } from "./shell-server.ts";

interface Writing {
  readonly asker: AppWindow;
  /** Where the next files go; null when a single file was asked for. */
  readonly folder: string | null;
  file: { readonly path: string; readonly handle: FileHandle } | null;
}

/** Numbers that are tried behind a name which is taken. */
const mostTries = 10_000;

const writings = new Map<string, Writing>();

function writingOf(id: string, asker: AppWindow): Writing {
  const writing = writings.get(id);
  if (writing?.asker !== asker) throw invalidRequest("no such file is being written");
  return writing;
}

async function finish(writing: Writing, done: boolean): Promise<void> {
  const { file } = writing;
  writing.file = null;
  await file?.handle.close();
  if (file && !done) await rm(file.path, { force: true });
}

/** A file of this name, or with a number behind it, that was not there before. */
async function openNew(folder: string, name: string): Promise<{ path: string; handle: FileHandle }> {
  const plain = plainFileName(name);
  const ending = extname(plain);
  for (let number = 1; ; number++) {
    const tried = number === 1 ? plain : `${basename(plain, ending)} ${number}${ending}`;
    const path = join(folder, tried);
    try {
      return { path, handle: await open(path, "wx") };
    } catch (thrown) {
      const taken = (thrown as NodeJS.ErrnoException).code === "EEXIST" && number < mostTries;
      if (!taken) throw fileFailed(`The file ${tried} could not be written.`, thrown);
    }
  }
}

export const writtenFiles: SomeHandlers<"files.begin" | "files.next" | "files.append" | "files.end"> = {
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
    try {
      writings.set(id, { asker, folder: null, file: { path: filePath, handle: await open(filePath, "w") } });
    } catch (thrown) {
      throw fileFailed(`The file ${basename(filePath)} could not be written.`, thrown);
    }
    return { id, name: basename(filePath) };
  },
  async "files.next"({ id, name }, asker) {
    const writing = writingOf(id, asker);
    if (writing.folder === null) throw invalidRequest("a single file was asked for");
    await finish(writing, true);
    writing.file = await openNew(writing.folder, name);
    return basename(writing.file.path);
  },
  async "files.append"({ id, data }, asker) {
    const { file } = writingOf(id, asker);
    if (!file) throw invalidRequest("no file was begun");
    try {
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
