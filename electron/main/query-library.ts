/**
 * Saved queries: plain `.sql` files in one folder, which its owner may keep in git. Whatever the page asks for is a path below
 * that folder, without the ending; nothing outside it is read or written, also not through a symbolic link. No Electron here.
 */
import { mkdir, readdir, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { AppError } from "../../src-shared/errors/app-error.ts";
import type { SavedQuery } from "../../src-shared/model/saved-query.ts";
import { plainFileName } from "../../src-shared/formats/plain-file-name.ts";
import {
  decodeTextFile,
  encodeTextFile,
  type TextFile,
  withLineEndsOf,
  type WrittenEncoding,
} from "../../src-shared/formats/text-file.ts";
import { fileFailed } from "./answers.ts";
import { writeAtomically } from "./json-file.ts";

const ENDING = ".sql";
/** Queries listed, and folders looked into; more belong into another tool. */
const MOST = 5000;
const DEEPEST = 8;
/** A longer file is no query that one keeps: it is listed, not searched. Bytes. */
const LONGEST_SEARCHED = 1024 * 1024;
const LONGEST_READ = 32 * 1024 * 1024;

export class QueryLibrary {
  readonly #folder: string;

  /** `folder` is absolute; it is made when something is saved. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Queries whose path or text has all the words, by path. A folder that is not there is an empty library. */
  async list(search: string): Promise<SavedQuery[]> {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const found: SavedQuery[] = [];
    for (const path of await this.#paths()) {
      const file = this.#file(path);
      try {
        const { size, mtimeMs } = await stat(file);
        const text = size <= LONGEST_SEARCHED ? searched(await readFile(file)) : "";
        const whole = `${path}\n${text}`.toLowerCase();
        if (words.every((word) => whole.includes(word)))
          found.push({ path, modified: mtimeMs, head: text.slice(0, 500) });
      } catch {
        // It went, or cannot be read: the others can.
      }
    }
    return found;
  }

  /**
   * A query's text, its lines ended by `\n`. Throws an AppError: `text.encoding` when it is not in `encoding`, or, where that is null, neither
   * UTF-8 nor has a byte order mark.
   */
  async read(
    path: string,
    encoding: WrittenEncoding | null = null,
  ): Promise<{ text: string; modified: number; encoding: WrittenEncoding }> {
    const file = await this.#existing(path);
    const { size, mtimeMs } = await stat(file);
    if (size > LONGEST_READ) throw tooLarge(path);
    const read = decodeTextFile(await readFile(file), encoding ?? undefined);
    // Without a name it is one of those with a mark.
    const known = read.encoding as WrittenEncoding;
    return { text: read.text.replace(/\r\n|\r/g, "\n"), modified: mtimeMs, encoding: known };
  }

  /**
   * Writes a query, whole or not at all, with the byte order mark and the line ends of the file it replaces. `expects` is when the file was
   * changed last as far as the asker knows, null for a new one: throws `library.conflict` when it is otherwise. `encoding`: null for the one
   * that the file there has. Throws an AppError, `text.encoding` when the encoding does not have a character.
   */
  async write(
    path: string,
    text: string,
    expects: number | null | "any",
    encoding: WrittenEncoding | null = null,
  ): Promise<{ modified: number; encoding: WrittenEncoding }> {
    const file = this.#file(path);
    try {
      const there = await modified(file);
      if (there === null && !isQueryPath(path)) throw badName();
      await mkdir(dirname(file), { recursive: true });
      await this.#refuseOutside(dirname(file), path);
      if (expects !== "any" && there !== expects) throw conflict(path, there, expects);
      const before = there === null ? null : textThere(await readFile(file), encoding);
      const written = encoding ?? (before?.encoding as WrittenEncoding | undefined) ?? "utf-8";
      const bom = before?.bom === true && before.encoding === written;
      writeAtomically(file, encodeTextFile(before ? withLineEndsOf(text, before.text) : text, written, bom));
      return { modified: (await stat(file)).mtimeMs, encoding: written };
    } catch (thrown) {
      throw asFailure(`The query “${path}” could not be saved.`, thrown);
    }
  }

  /** Gives a query another name, or moves it into another folder. Throws an AppError, `library.conflict` when one is there. */
  async rename(from: string, to: string): Promise<void> {
    const source = await this.#existing(from);
    const target = this.#file(to);
    if (!isQueryPath(to)) throw badName();
    try {
      await mkdir(dirname(target), { recursive: true });
      await this.#refuseOutside(dirname(target), to);
      // Only the case differs: on some systems that is the file itself.
      if (source.toLowerCase() !== target.toLowerCase() && (await modified(target)) !== null)
        throw conflict(to, 0, null);
      await rename(source, target);
      await this.#tidy(dirname(source));
    } catch (thrown) {
      throw asFailure(`The query “${from}” could not be renamed.`, thrown);
    }
  }

  /** The file of a query that is there, for whoever puts it into the bin. Throws an AppError. */
  async fileOf(path: string): Promise<string> {
    return this.#existing(path);
  }

  /** Removes a query for good. Throws an AppError. */
  async remove(path: string): Promise<void> {
    const file = await this.#existing(path);
    try {
      await rm(file);
      await this.#tidy(dirname(file));
    } catch (thrown) {
      throw asFailure(`The query “${path}” could not be deleted.`, thrown);
    }
  }

  /** Removes folders that became empty, up to the library's own. */
  async #tidy(folder: string): Promise<void> {
    if (!folder.startsWith(this.#folder + sep)) return;
    if ((await readdir(folder)).length > 0) return;
    await rm(folder, { recursive: true });
    await this.#tidy(dirname(folder));
  }

  async #paths(): Promise<string[]> {
    const found: string[] = [];
    const look = async (below: string[]): Promise<void> => {
      const entries = await readdir(join(this.#folder, ...below), { withFileTypes: true }).catch(() => []);
      for (const entry of entries) {
        if (found.length >= MOST || entry.name.startsWith(".")) continue;
        const path = [...below, entry.name];
        if (entry.isDirectory() && path.length <= DEEPEST) await look(path);
        else if (entry.isFile() && entry.name.endsWith(ENDING)) found.push(path.join("/").slice(0, -ENDING.length));
      }
    };
    await look([]);
    return found.filter(isPathBelow).toSorted((a, b) => a.localeCompare(b));
  }

  #file(path: string): string {
    if (!isPathBelow(path)) throw badName();
    return join(this.#folder, ...path.split("/")) + ENDING;
  }

  async #existing(path: string): Promise<string> {
    const file = this.#file(path);
    if ((await modified(file)) === null) {
      throw new AppError({
        code: "file.missing",
        message: `The query “${path}” is not there any more.`,
        next: "It was moved or deleted by another program; save the console under a new name to keep its text.",
      });
    }
    await this.#refuseOutside(file, path);
    return file;
  }

  /** A symbolic link may lead anywhere: what it leads to must lie in the folder. */
  async #refuseOutside(place: string, path: string): Promise<void> {
    const [root, real] = await Promise.all([realpath(this.#folder), realpath(place)]);
    if (real === root || real.startsWith(root + sep)) return;
    throw new AppError({
      code: "file.badName",
      message: `“${path}” leads out of the folder of queries.`,
      next: "Choose another name.",
    });
  }
}

/** Is this a path below the folder, made of names that every system can have? A new query has no other. */
export function isQueryPath(path: string): boolean {
  return isPathBelow(path) && path.split("/").every((part) => plainFileName(part) === part);
}

/** Is this a path below the folder, whatever characters this system allows in its names? */
function isPathBelow(path: string): boolean {
  const parts = path.split("/");
  return (
    path.length <= 400 &&
    parts.length <= DEEPEST &&
    parts.every((part) => part !== "" && !part.startsWith(".") && !part.includes("\0") && part === basename(part)) &&
    (sep === "/" || parts.every((part) => plainFileName(part) === part))
  );
}

/** A text for finding words in it: what is no UTF-8 is read as what it most likely is. */
function searched(bytes: Uint8Array): string {
  return textThere(bytes, null)?.text ?? decodeTextFile(bytes, "windows-1252").text;
}

/** What a file holds; null when it is not in the encoding. */
function textThere(bytes: Uint8Array, encoding: WrittenEncoding | null): TextFile | null {
  try {
    return decodeTextFile(bytes, encoding ?? undefined);
  } catch {
    return null;
  }
}

function badName(): AppError {
  return new AppError({
    code: "file.badName",
    message: "A query cannot have this name.",
    next: 'Use letters and digits, with / between folders; not \\ : * ? " < > |, no mark that reorders the text, no name of a device (CON, NUL …), and none that begins or ends with a dot.',
  });
}

async function modified(file: string): Promise<number | null> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
}

function conflict(path: string, there: number | null, expects: number | null): AppError {
  const message =
    expects === null
      ? `There is a query “${path}” already.`
      : there === null
        ? `The file of “${path}” was deleted by another program.`
        : `The file of “${path}” was changed by another program since it was opened.`;
  return new AppError({
    code: "library.conflict",
    message,
    next: "Save it under another name, or replace what is there.",
  });
}

function tooLarge(path: string): AppError {
  return new AppError({
    code: "value.tooLarge",
    message: `The file of “${path}” is larger than the 32 MB a console takes.`,
    next: "Run it with joinery exec -f.",
  });
}

function asFailure(what: string, thrown: unknown): unknown {
  return thrown instanceof AppError ? thrown : fileFailed(what, thrown);
}
