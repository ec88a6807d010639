/** The benchmark's generator: one table of many rows, the same every time. */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";

/** Where the benchmarks keep the table of so many rows; the name changes when the generator does. */
export function bigTablePath(rows: number): string {
  return join(tmpdir(), "joinery-bench", `events-2-${rows}.db`);
}

/**
 * Makes a database with a table `events` of `rows` rows × 6 columns (about 100 bytes a row: 10 million are about 1 GB),
 * unless the file is there already, and a small one. The rowids have gaps, so that a row's number cannot be guessed from its key.
 */
export function makeBigTable(path: string, rows: number): void {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.part`;
  rmSync(unfinished, { force: true });
  const db = new Database(unfinished);
  db.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000");
  db.exec(`CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    amount REAL,
    customer INTEGER NOT NULL,
    note TEXT
  )`);
  // A small table that comes first, so that the app opens that one and the large one waits for a click.
  db.exec(
    "CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO accounts VALUES (1, 'one'), (2, 'two')",
  );
  // Every seventh id is skipped, and a few rows hold NULLs. All values come from the row's number alone.
  db.prepare(
    `INSERT INTO events
     WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)
     SELECT i + i / 6 + 1,
            strftime('%Y-%m-%d %H:%M:%S', 1500000000 + i * 31, 'unixepoch'),
            CASE (i * 7919) % 5 WHEN 0 THEN 'view' WHEN 1 THEN 'click' WHEN 2 THEN 'order' WHEN 3 THEN 'refund' ELSE 'login' END,
            CASE WHEN i % 11 = 0 THEN NULL ELSE ((i * 104729) % 1000000) / 100.0 END,
            (i * 15485863) % 250000,
            'event ' || i || ' of customer ' || ((i * 15485863) % 250000) || ', seen'
     FROM n`,
  ).run(BigInt(rows));
  db.close();
  renameSync(unfinished, path);
}
