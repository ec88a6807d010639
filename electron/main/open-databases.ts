/** All databases that are open, by real path, so that windows with the same file share its engines and its session. */
import { basename } from "node:path";
import { askEngine } from "./engine-question.ts";
import { type DatabasePlace, realPlace } from "./database-place.ts";
import { folders } from "./folders.ts";
import { OpenDatabase } from "./open-database.ts";
import { isScratch, makeScratch, removeScratch, scratchJournals, scratchLeftovers } from "./scratch-databases.ts";

const open = new Map<string, Promise<OpenDatabase>>();
const closing = new Set<Promise<void>>();

/** Read-only and writable are not the same: who asked for read-only must not get the other's session. */
const keyOf = (path: string, readOnly: boolean): string => `${readOnly ? "ro" : "rw"}:${path}`;

/** Opens a database, or gives it when it is open already. Throws the engine's AppError when it cannot be opened. */
export async function openDatabase(place: DatabasePlace): Promise<OpenDatabase> {
  const path = place.kind === "memory" ? makeScratch() : await realPlace(place.path);
  const readOnly = place.kind === "file" && place.readOnly;
  const key = keyOf(path, readOnly);
  const known = open.get(key);
  if (known) return known;
  const opening = start(path, readOnly);
  open.set(key, opening);
  try {
    return await opening;
  } catch (thrown) {
    open.delete(key);
    if (place.kind === "memory") removeScratch(path);
    throw thrown;
  }
}

async function start(path: string, readOnly: boolean): Promise<OpenDatabase> {
  const scratch = isScratch(path);
  const database = new OpenDatabase(
    { kind: "file", path, readOnly, ...(scratch ? { scratch } : {}) },
    scratch ? scratchJournals(path) : folders.journals(),
  );
  await database.open();
  return database;
}

/** Closes a database that no window has any more. An in-memory one is gone then, unless `keepScratch`. */
export function closeDatabase(database: OpenDatabase, keepScratch = false): Promise<void> {
  const { path, readOnly, scratch } = database.source;
  open.delete(keyOf(path, readOnly));
  const closed = database.close().then(() => {
    if (scratch && !keepScratch) removeScratch(path);
    closing.delete(closed);
  });
  closing.add(closed);
  return closed;
}

/** Closes a database because its window went, not because the user closed it: a staged edit in memory is kept. */
export async function letGoOf(database: OpenDatabase): Promise<void> {
  const keep = database.source.scratch === true && (await hasStagedEdits(database).catch(() => true));
  await closeDatabase(database, keep);
}

/** Lets go of all at the end of the app, and waits for those that are being closed already. */
export async function closeAllDatabases(): Promise<void> {
  const databases = await Promise.allSettled(open.values());
  const opened = databases.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  await Promise.all([...opened.map(letGoOf), ...closing]);
}

/**
 * In-memory databases that a crash (or quitting with staged edits) left, as far as edits are staged in them; the others are
 * removed. Gives the paths of their files.
 */
export async function reviewLeftovers(): Promise<string[]> {
  const kept: string[] = [];
  for (const path of scratchLeftovers()) {
    try {
      const database = await openDatabase({ kind: "file", path, readOnly: false });
      if (await hasStagedEdits(database)) kept.push(path);
      else await closeDatabase(database);
    } catch {
      // Whatever it holds cannot be read; it stays where it is for someone who can.
    }
  }
  return kept;
}

/** Whether edits are staged. Throws when the session does not answer. */
async function hasStagedEdits(database: OpenDatabase): Promise<boolean> {
  const state = await askEngine(await database.engine("session"), "session.read", undefined);
  return state.rows.length > 0;
}

/** The name in tabs and titles. */
export const displayName = ({ source }: OpenDatabase): string => (source.scratch ? "In-memory" : basename(source.path));
