/** Copies of values that were opened in another program; what is saved there can be taken over. */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { app, shell } from "electron";
import { AppError } from "../../src-shared/errors/app-error.ts";
import { fileFailed, invalidRequest } from "./answers.ts";
import type { SomeHandlers } from "./shell-server.ts";

interface Copy {
  readonly path: string;
  /** Of what it held when it was last read or written here. */
  digest: string;
}

const copies = new Map<string, Copy>();
let folder: string | null = null;

const digestOf = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");

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

export const openedCopies: SomeHandlers<"file.openElsewhere" | "file.readOpened"> = {
  async "file.openElsewhere"({ ending, data }) {
    const id = randomUUID();
    const name = `value-${copies.size + 1}.${ending}`;
    const path = join(await ownFolder(), name);
    try {
      await writeFile(path, data, { mode: 0o600 });
    } catch (thrown) {
      throw fileFailed("The value could not be written to a temporary file.", thrown);
    }
    const refused = await shell.openPath(path);
    if (refused !== "") {
      throw new AppError({
        code: "disk.error",
        message: `Your system has no program for a file like this (.${ending}).`,
        next: "Save the value as a file, and open it from there.",
        detail: refused,
      });
    }
    copies.set(id, { path, digest: digestOf(data) });
    return { id, name };
  },
  async "file.readOpened"({ id }) {
    const copy = copies.get(id);
    if (!copy) throw invalidRequest("no such copy");
    let data: Uint8Array<ArrayBuffer>;
    try {
      data = new Uint8Array(await readFile(copy.path));
    } catch (thrown) {
      throw fileFailed("What the other program saved could not be read.", thrown);
    }
    const digest = digestOf(data);
    if (digest === copy.digest) return null;
    copy.digest = digest;
    return data;
  },
};
