/** Rows beside a column that only another program can compute are written where nothing needs its value, and refused elsewhere. */
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { commit, failure, insert, openSession, remove, row, set, stage, staged, testFolder } from "./open-session.ts";

function withSlug<T>(path: string, work: (db: Database.Database) => T): T {
  const db = new Database(path);
  db.function("slug", { deterministic: true }, (text) => `s-${String(text)}`);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

function made(sql: string) {
  const folder = testFolder();
  const path = `${folder}/user.db`;
  withSlug(path, (db) => db.exec(sql));
  const rows = () =>
    withSlug(path, (db) => db.prepare("SELECT * FROM notes ORDER BY id").raw(true).all() as unknown[][]);
  return { folder, path, rows };
}

const NOTES = `CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, slug AS (slug(title)), twice TEXT GENERATED ALWAYS AS (slug || slug) VIRTUAL, n);
  INSERT INTO notes (title, n) VALUES ('one', 1), ('two', 2), ('three', 3);`;

test("changed, new and deleted rows are stored; the other program computes the column of them as ever", async () => {
  const { folder, path, rows } = made(`${NOTES} CREATE INDEX by_n ON notes (n);
    CREATE TABLE log (at); CREATE TRIGGER t AFTER UPDATE ON notes BEGIN INSERT INTO log VALUES (NEW.n); END;
    CREATE VIEW v AS SELECT * FROM notes;`);
  const open = openSession(path, folder);
  const table = "notes";
  await stage(open, set(row(table, 1n), "title", "uno", "one"), set(row(table, 2n), "n", 22n, 2n));
  await commit(open);
  await stage(open, remove(row(table, 3n)), insert(table, "a", { id: 9n, title: "nine" }));
  await commit(open);
  expect(rows()).toEqual([
    [1, "uno", "s-uno", "s-unos-uno", 1],
    [2, "two", "s-two", "s-twos-two", 22],
    [9, "nine", "s-nine", "s-nines-nine", null],
  ]);
  expect(withSlug(path, (db) => db.prepare("SELECT at FROM log").pluck().all())).toEqual([1, 22]);
  // What was only for the commit is gone with it.
  expect(() => open.connections.writer().query({ sql: "SELECT slug FROM notes", parameters: [] })).toThrow(
    "unknown function: slug()",
  );
});

describe("what needs the value keeps the row from being written:", () => {
  test.each([
    ["an index", "CREATE INDEX i ON notes (slug);"],
    ["an index on a column that is computed from it", "CREATE INDEX i ON notes (twice);"],
    ["an index on the function", "CREATE INDEX i ON notes (slug(title));"],
    ["a part of an index", "CREATE INDEX i ON notes (n) WHERE slug <> '';"],
    [
      "a trigger",
      "CREATE TABLE log (s); CREATE TRIGGER t AFTER UPDATE ON notes BEGIN INSERT INTO log VALUES (NEW.slug); END;",
    ],
    [
      "a trigger that takes all columns",
      "CREATE TABLE log (a, b, c, d, e); CREATE TRIGGER t AFTER UPDATE ON notes BEGIN INSERT INTO log SELECT * FROM notes; END;",
    ],
    [
      "a trigger by a view",
      "CREATE TABLE log (s); CREATE VIEW v (id, x) AS SELECT id, slug FROM notes; CREATE TRIGGER t AFTER UPDATE ON notes BEGIN INSERT INTO log SELECT x FROM v; END;",
    ],
    [
      "a stored column",
      "ALTER TABLE notes RENAME TO old; CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, slug AS (slug(title)), kept AS (slug) STORED); INSERT INTO notes (title) SELECT title FROM old; DROP TABLE old;",
    ],
    [
      "a rule of the column",
      "DROP TABLE notes; CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, slug AS (slug(title)) UNIQUE); INSERT INTO notes (title) VALUES ('one');",
    ],
    [
      "a rule of the table",
      "DROP TABLE notes; CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, slug AS (slug(title)), CHECK (slug <> title)); INSERT INTO notes (title) VALUES ('one');",
    ],
    ["a rule of another table", "CREATE TABLE other (a CHECK (slug(a) <> ''));"],
  ])("%s", async (_name, sql) => {
    const { folder, path, rows } = made(NOTES + sql);
    const before = rows();
    const open = openSession(path, folder);
    await stage(open, set(row("notes", 1n), "title", "uno", "one"));
    expect(JSON.stringify(await failure(() => commit(open)))).toContain("unknown function: slug()");
    expect(rows()).toEqual(before);
    expect(await staged(open)).toHaveLength(1);
  });
});
