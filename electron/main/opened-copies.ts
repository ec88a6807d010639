/** Copies of values that were opened in another program; what is saved there can be taken over. */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { app, shell } from "electron";
import { AppError } from "../../src-shared/errors/app-error.ts";
import { fileFailed, invalidRequest } from "./answers.ts";
import type { SomeHandlers } from "./shell-server.ts";

interface Copy {
  readonly path: string;
  /** What the file was like when it was last read or written here: reading it whole to find out would be much, every other second. */
  state: string;
  /** Of what it held then; null where that did not come by here. */
  digest: string | null;
}

const copies = new Map<string, Copy>();
/** Copies that an engine writes, by the id that stands for them. */
const reserved = new Map<string, string>();
let folder: string | null = null;
let number = 0;

const digestOf = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");

async function stateOf(path: string): Promise<string> {
  const { ino, size, mtimeNs } = await stat(path, { bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
}

/** The path of another copy. */
async function nextPath(ending: string): Promise<string> {
  number++;
  return join(await ownFolder(), `value-${number}.${ending}`);
}

/** Opens a file with the program that the system has for it. Throws an AppError. */
async function openCopy(id: string, path: string, digest: string | null): Promise<string> {
  copies.set(id, { path, state: await stateOf(path), digest });
  const refused = await shell.openPath(path);
  if (refused === "") return basename(path);
  throw new AppError({
    code: "disk.error",
    message: `Your system has no program for a file like this (${extname(path)}).`,
    next: "Save the value as a file, and open it from there.",
    detail: refused,
  });
}

/** A folder of this run's own; it goes with the app. */
async function ownFolder(): Promise<string> {
  if (folder === null) {
    folder = join(app.getPath("temp"), `joinery-values-${randomUUID()}`);
    // Nobody else's: values may be private.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const mine = folder;
    app.once("will-quit", () => void rm(mine, { recursive: true, force: true }));
  }
  return folder;
}

type Questions = "file.openElsewhere" | "file.reserveElsewhere" | "file.openReserved" | "file.readOpened";

export const openedCopies: SomeHandlers<Questions> = {
  async "file.openElsewhere"({ ending, data }) {
    const id = randomUUID();
    const path = await nextPath(ending);
    try {
      await writeFile(path, data, { mode: 0o600 });
    } catch (thrown) {
      throw fileFailed("The value could not be written to a temporary file.", thrown);
    }
    return { id, name: await openCopy(id, path, digestOf(data)) };
  },
  async "file.reserveElsewhere"({ handle, ending }, asker) {
    const id = randomUUID();
    const path = await nextPath(ending);
    reserved.set(id, path);
    return { id, ticket: await asker.held(handle).database.takeTarget(path) };
  },
  async "file.openReserved"({ id }) {
    const path = reserved.get(id);
    if (path === undefined) throw invalidRequest("no such copy");
    reserved.delete(id);
    return { name: await openCopy(id, path, null) };
  },
  async "file.readOpened"({ id }) {
    const copy = copies.get(id);
    if (!copy) throw invalidRequest("no such copy");
    try {
      const state = await stateOf(copy.path);
      if (state === copy.state) return null;
      const data = new Uint8Array(await readFile(copy.path));
      // Not what it is by now: what is written meanwhile is found the next time.
      copy.state = state;
      const digest = digestOf(data);
      if (digest === copy.digest) return null;
      copy.digest = digest;
      return data;
    } catch (thrown) {
      throw fileFailed("What the other program saved could not be read.", thrown);
    }
  },
};
