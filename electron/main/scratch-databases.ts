/**
 * In-memory databases. Several processes share a database, so memory is a private file of ours, in a folder of its own with
 * its journal; closing the database removes the folder. What a crash left behind is kept as long as edits are staged in it.
 */
import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { folders } from "./folders.ts";
import { log } from "./log.ts";

const FILE = "memory.db";

/** Real, because databases are known by their real paths. */
const root = (): string => realpathSync(folders.scratch());

/** Makes a new one; gives the path of its file. */
export function makeScratch(): string {
  const folder = join(root(), randomUUID());
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, FILE);
  writeFileSync(path, "", { flag: "wx", mode: 0o600 });
  return path;
}

/** Whether a path is that of a scratch file of ours. */
export const isScratch = (path: string): boolean => dirname(dirname(path)) === root();

/** The folder of the journal of a scratch database: its own, so that they go together. */
export const scratchJournals = (path: string): string => dirname(path);

/** Removes a scratch database, its journal and all. Its engines must have ended. */
export function removeScratch(path: string): void {
  if (!isScratch(path)) return;
  try {
    rmSync(dirname(path), { recursive: true, force: true });
  } catch (thrown) {
    log.warn("A scratch database could not be removed.", (thrown as NodeJS.ErrnoException).code);
  }
}

/** Those that are there now: at start, what crashes left. */
export const scratchLeftovers = (): string[] =>
  readdirSync(root(), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(root(), entry.name, FILE));
