/**
 * Makes Joinery's sample database: the books of an invented film club, about 50,000 rows that use nearly everything
 * SQLite has. `node examples/make-film-club.ts [out.db]`. The same content on every run and every machine.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { fill } from "./film-club/fill.ts";

/** `FLMC`: tells `file` and us that a database is one of these (https://sqlite.org/pragma.html#pragma_application_id). */
export const APPLICATION_ID = 0x464c4d43;

/** Raise it when the schema changes: a file made earlier can then be told from a current one. */
export const USER_VERSION = 1;

/** A script of ours; Git on Windows may have given it other line ends, and SQLite keeps them. */
function ddl(name: string): string {
  return readFileSync(new URL(`./film-club/${name}.sql`, import.meta.url), "utf8").replaceAll("\r\n", "\n");
}

function build(): Buffer {
  // In memory, so that no journal ever lies beside the file, and the file appears whole or not at all.
  const db = new Database(":memory:");
  try {
    db.pragma("page_size = 4096");
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${USER_VERSION}`);
    db.pragma("foreign_keys = OFF"); // tables refer to each other in both directions; checked as a whole below
    db.transaction(() => {
      db.exec(ddl("tables"));
      fill(db);
      db.exec(ddl("indexes"));
      db.exec(ddl("views"));
      db.exec(ddl("triggers"));
    })();
    const orphans = db.pragma("foreign_key_check") as unknown[];
    if (orphans.length > 0) throw new Error(`The sample database has ${orphans.length} rows without their parent.`);
    db.exec("VACUUM");
    return db.serialize();
  } finally {
    db.close();
  }
}

/**
 * Writes the sample database to `path`, replacing what is there. The folder is made when it is missing. Writes beside
 * the target and renames, so that a reader sees the old file or the new one; throws the file system's error otherwise.
 */
export function makeFilmClub(path: string): void {
  const target = resolve(path);
  const part = `${target}.${process.pid}.part`;
  mkdirSync(dirname(target), { recursive: true });
  try {
    const file = openSync(part, "w");
    try {
      const content = build();
      for (let at = 0; at < content.length; ) at += writeSync(file, content, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(part, target);
  } finally {
    rmSync(part, { force: true });
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const path = process.argv[2] ?? fileURLToPath(new URL("./film-club.db", import.meta.url));
  makeFilmClub(path);
  console.log(`Made ${path}`);
}
