/**
 * What the file system says of a database file. By stat and access only: opening and closing the file here would drop
 * the locks SQLite holds in this process (https://www.sqlite.org/howtocorrupt.html §2.2).
 */
import { accessSync, constants, realpathSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { withAppErrors } from "../engine-error.ts";

/** Tells whether a path still leads to the same file, unchanged. */
export interface FileIdentity {
  readonly device: bigint;
  readonly inode: bigint;
  /** Bytes. */
  readonly size: bigint;
  /** Nanoseconds since 1970. */
  readonly modifiedNs: bigint;
  readonly changedNs: bigint;
  /** When the file was made: stays through renames. Where the disk does not keep it, the same as `changedNs`. */
  readonly bornNs: bigint;
}

/**
 * The absolute real path of a database file; with `create`, an empty file (an empty database to SQLite) is made when
 * there is none. Throws an AppError: `file.missing`, `file.directory`, `file.badName`, `file.noPermission`,
 * `file.notDatabase` for what is no regular file.
 */
export function resolveDatabaseFile(path: string, create: boolean): string {
  if (path === "" || path.includes("\0")) {
    throw new AppError({
      code: "file.badName",
      message: path === "" ? "No file was named." : "A file name cannot hold a NUL character.",
      next: "Choose a file.",
    });
  }
  const absolute = resolve(path);
  return withAppErrors({ path: absolute }, () => {
    if (create && statSync(absolute, { throwIfNoEntry: false }) === undefined) makeFile(absolute);
    const stat = statSync(absolute);
    if (stat.isDirectory()) {
      throw new AppError({
        code: "file.directory",
        message: `“${absolute}” is a folder, not a database file.`,
        next: "Choose a file inside it.",
      });
    }
    if (!stat.isFile()) {
      // Opening a pipe or a device could wait for ever.
      throw new AppError({
        code: "file.notDatabase",
        message: `“${absolute}” is a device or a pipe, not a database file.`,
        next: "Choose a regular file.",
      });
    }
    accessSync(absolute, constants.R_OK);
    return realpathSync(absolute);
  });
}

/** Throws an AppError for what is wrong with its folder, and what the system says of anything else. */
function makeFile(path: string): void {
  try {
    // Safe: nothing holds a lock on a file that did not exist (flag wx fails otherwise).
    writeFileSync(path, "", { flag: "wx" });
  } catch (thrown) {
    const { code = "", message } = thrown as NodeJS.ErrnoException;
    const folder = dirname(path);
    const words = { detail: message, cause: code };
    if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
      throw new AppError({
        code: "file.noPermission",
        message: `The folder “${folder}” cannot be written, so no database can be made in it.`,
        next: "Choose another folder, or ask for the right to write this one.",
        ...words,
      });
    }
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new AppError({
        code: "file.missing",
        message: `There is no folder “${folder}”.`,
        next: "Check its name, or make it first.",
        ...words,
      });
    }
    throw thrown;
  }
}

/** The identity of the file that is at a path now, or null when there is none. */
export function fileIdentity(path: string): FileIdentity | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (!stat) return null;
  return {
    device: stat.dev,
    inode: stat.ino,
    size: stat.size,
    modifiedNs: stat.mtimeNs,
    changedNs: stat.ctimeNs,
    bornNs: stat.birthtimeNs,
  };
}

/** Bytes of a file beside the database (`-wal`, `-journal`); 0 when there is none. */
export function sideFileSize(path: string, suffix: "-wal" | "-journal"): number {
  return statSync(path + suffix, { throwIfNoEntry: false })?.size ?? 0;
}

/** Why a file cannot be written, as a sentence; null when it can as far as its permissions tell. */
export function unwritableReason(path: string): string | null {
  if (!mayWrite(path)) return "You have no permission to write this file.";
  if (!mayWrite(dirname(path)))
    return "The folder cannot be written, and SQLite keeps its journal there while it writes.";
  return null;
}

/** Whether the permissions let this user write a file, or into a folder. */
export function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    // Any failure means the same here: it cannot be written.
    return false;
  }
}
