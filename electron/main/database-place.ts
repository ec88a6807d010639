/** Which file is meant: from what a user typed, dropped or chose to one real path. */
import { realpath, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, extname, join, resolve } from "node:path";
import { AppError } from "../../src-shared/errors/app-error.ts";
import { parseDatabaseAddress } from "../../src-shared/model/database-url.ts";

/** What to open. Paths are absolute. */
export type DatabasePlace =
  | { readonly kind: "file"; readonly path: string; readonly readOnly: boolean }
  | { readonly kind: "memory" };

/**
 * Reads a path (also `~/…`), `:memory:` or a `sqlite:///` URL.
 *
 * @param cwd what a relative path is relative to
 * @throws AppError `file.badName` for a URL of something else and for a name no file can have
 */
export function placeOfAddress(text: string, cwd: string, readOnly: boolean): DatabasePlace {
  if (text.trim() === "" || text.includes("\0")) {
    throw new AppError({
      code: "file.badName",
      message: "This is not the name of a file.",
      next: "Type the path of a database, sqlite:///path or :memory:.",
    });
  }
  const address = parseDatabaseAddress(text);
  if (!address) {
    throw new AppError({
      code: "file.badName",
      message: "Joinery opens SQLite databases only, and this is the address of something else.",
      next: "Type the path of a file, sqlite:///path or :memory:.",
    });
  }
  if (address.kind === "memory") return address;
  const path = address.path.replace(/^~(?=$|[/\\])/, () => homedir());
  return { kind: "file", path: resolve(cwd, path), readOnly: readOnly || address.readOnly };
}

/**
 * The one spelling of a path that all names of a file share: symbolic links followed and, where the file system ignores
 * case, letters as on disk. For a file that is not there, its folder's; never throws.
 */
export async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const folder = await realpath(dirname(path)).catch(() => dirname(path));
    return join(folder, basename(path));
  }
}

/**
 * Makes an empty database: an empty file, which is what SQLite takes for one. Never touches a file that is there.
 *
 * @returns its path, with `.db` added to a name without an extension
 */
export async function makeEmptyDatabase(chosen: string): Promise<string> {
  const path = extname(chosen) === "" ? `${chosen}.db` : chosen;
  try {
    await writeFile(path, "", { flag: "wx" });
    return path;
  } catch (thrown) {
    const cause = (thrown as NodeJS.ErrnoException).code ?? "";
    if (cause === "EEXIST") {
      throw new AppError({
        code: "file.badName",
        message: `There is a file called ${basename(path)} already, and Joinery does not overwrite databases.`,
        next: "Choose another name, or open that file.",
        cause,
      });
    }
    throw new AppError({
      code: cause === "EACCES" || cause === "EPERM" || cause === "EROFS" ? "file.noPermission" : "disk.error",
      message: `The file ${basename(path)} could not be made there.`,
      next: "Choose a folder you may write to.",
      detail: thrown instanceof Error ? thrown.message : String(thrown),
      cause,
    });
  }
}
