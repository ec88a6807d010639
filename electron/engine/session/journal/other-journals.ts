/**
 * What Joinery keeps for files that are not where they were: a journal is found by its file's path, so a file that was moved
 * or renamed has none at its new place.
 */
import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import Database from "better-sqlite3";
import { Connection } from "../../connection/connection.ts";
import { fileIdentity } from "../../connection/database-file.ts";
import { type JournalConnection, openJournalFile } from "./journal-file.ts";
import { APPLICATION_ID } from "./layout.ts";

/** What tells one file from another, as it is kept in a journal. Texts of digits. */
export interface KnownFile {
  readonly inode: string;
  /**
   * Nanoseconds since 1970; moving a file within its disk leaves it as it is, and no two files of one inode share it. Empty
   * where the disk does not keep it.
   */
  readonly born: string;
  /** Bytes. */
  readonly size: string;
  readonly modifiedNs: string;
}

/** A journal of another path. */
export interface OtherJournal {
  /** Where the journal is. */
  readonly journal: string;
  /** Where its database was. */
  readonly database: string;
  /** How many rows are staged in it. */
  readonly rows: number;
  /** It is about the very file that was asked for. */
  readonly sameFile: boolean;
}

/** The file at a path as a journal keeps it; null when there is none. */
export function knownFile(path: string): KnownFile | null {
  const identity = fileIdentity(path);
  if (!identity) return null;
  const { inode, bornNs, changedNs, size, modifiedNs } = identity;
  const born = bornNs === changedNs ? "" : `${bornNs}`;
  return { inode: `${inode}`, born, size: `${size}`, modifiedNs: `${modifiedNs}` };
}

/** Is it surely the same file, whatever it is called and holds now? */
export function isSameFile(a: KnownFile | null, b: KnownFile | null): boolean {
  return a !== null && b !== null && a.inode === b.inode && a.born === b.born && a.born !== "";
}

/** Is it surely another file? */
export function isOtherFile(a: KnownFile, b: KnownFile): boolean {
  return a.inode !== b.inode || (a.born !== b.born && a.born !== "" && b.born !== "");
}

/** Reads what `about.identity` holds; null for what an older Joinery or nobody wrote. */
export function readKnownFile(text: unknown): KnownFile | null {
  if (typeof text !== "string") return null;
  const { inode, born, size, modifiedNs } = JSON.parse(text) as Partial<KnownFile>;
  return inode === undefined || size === undefined || modifiedNs === undefined
    ? null
    : { inode, born: born ?? "", size, modifiedNs };
}

/**
 * Journals that may belong to this file: their own is not where it was, and it is this one, or has its name, or its size and
 * time of writing (which copying to another disk keeps).
 *
 * @param own the journal of the file's own path
 */
export function otherJournals(folder: string, realPath: string, own: string): OtherJournal[] {
  const now = knownFile(realPath);
  if (!now) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".journal") && join(folder, name) !== own)
    .flatMap((name) => readOther(join(folder, name), realPath, now) ?? []);
}

/** Copied with its time of writing, which some disks keep in steps of two seconds. */
function looksSame(then: KnownFile, now: KnownFile): boolean {
  const apart = Math.abs(Number(BigInt(then.modifiedNs) - BigInt(now.modifiedNs)));
  return then.size === now.size && apart <= 2e9;
}

function readOther(journal: string, realPath: string, now: KnownFile): OtherJournal | null {
  let db: Database.Database | null = null;
  try {
    db = new Database(journal, { readonly: true, fileMustExist: true, timeout: 100 });
    const connection = new Connection(db);
    if (connection.pragma("application_id")[0]?.[0] !== BigInt(APPLICATION_ID)) return null;
    const about = (name: string) =>
      connection.value({ sql: "SELECT value FROM about WHERE name = ?", parameters: [name] });
    const database = about("path");
    if (typeof database !== "string" || database === realPath) return null;
    const then = readKnownFile(about("identity"));
    const sameFile = isSameFile(then, now);
    // A second name of the file (a hard link) has a journal of its own right.
    const isThere = sameFile ? isSameFile(knownFile(database), now) : existsSync(database);
    if (isThere) return null;
    if (!sameFile && !(then && looksSame(then, now)) && basename(database) !== basename(realPath)) return null;
    const rows = Number(connection.value({ sql: "SELECT count(*) FROM staged", parameters: [] }));
    return { journal, database, rows, sameFile };
  } catch {
    // Damaged, or held by another process of ours: whoever opens its database is told.
    return null;
  } finally {
    db?.close();
  }
}

/** Tables whose rows go along, each after those it refers to. */
const TABLES = [
  "version",
  "version_cell",
  "staged",
  "gesture",
  "gesture_change",
  "commit_intent",
  "commit_mark",
  "commit_row",
  "commit_cell",
  "commit_table",
  "workspace",
];

/**
 * Moves all of another journal into one that holds nothing but perhaps a workspace. First it is all in the new one on disk,
 * then it goes from the old one: a crash in between leaves it in both, and a commit from the second finds what the first did.
 */
export function moveJournal(into: JournalConnection, from: OtherJournal): void {
  // Brings an older one up to date.
  const { connection: old } = openJournalFile(from.journal, null);
  try {
    into.run({ sql: "ATTACH ? AS moved", parameters: [from.journal] });
    try {
      into.transaction(() => {
        for (const table of TABLES) {
          const columns = into
            .query({ sql: "SELECT name FROM pragma_table_info(?)", parameters: [table] })
            .rows.map(([name]) => `"${String(name)}"`)
            .join(", ");
          into.run({
            sql: `INSERT OR REPLACE INTO main."${table}" (${columns}) SELECT ${columns} FROM moved."${table}"`,
            parameters: [],
          });
        }
        into.run({
          sql: `INSERT OR REPLACE INTO main.about SELECT * FROM moved.about
              WHERE name IN ('position', 'revision', 'swept', 'identity')`,
          parameters: [],
        });
      });
    } finally {
      into.run({ sql: "DETACH moved", parameters: [] });
    }
    emptyJournal(old);
  } finally {
    old.close();
  }
}

/** Nothing is staged in it any more, and nothing to be undone; whoever has it open reads it again. The workspace stays. */
export function emptyJournal(journal: JournalConnection): void {
  journal.transaction(() => {
    for (const table of TABLES.toReversed()) {
      if (table !== "workspace") journal.run({ sql: `DELETE FROM "${table}"`, parameters: [] });
    }
    const next = "UPDATE about SET value = value + 1 WHERE name = 'revision'";
    journal.run({ sql: next, parameters: [] });
    journal.run({ sql: "UPDATE about SET value = 0 WHERE name IN ('position', 'swept')", parameters: [] });
    journal.run({ sql: "DELETE FROM about WHERE name = 'identity'", parameters: [] });
  });
}
