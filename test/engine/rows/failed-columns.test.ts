/** A column that SQLite cannot compute here leaves the others of its table readable, and is refused with words. */
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { failedCell } from "../../../src-shared/model/cell.ts";
import { madeElsewhere } from "../../fixtures/made-elsewhere.ts";
import { errorOf, openRooms } from "../../fixtures/open-rooms.ts";

const WORDS = "unknown function: slug()";
const NOTES = `
  CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, slug AS (slug(title)), twice AS (slug || slug), n INTEGER, kept AS (slug(title)) STORED);
  INSERT INTO notes (title, n) VALUES ('one', 1), ('two', 2), ('three', 3);`;

test("the other columns are read, the broken ones carry SQLite's words", () => {
  const rooms = openRooms(madeElsewhere(NOTES));
  const table = rooms.schema.table({ schema: "main", name: "notes" });
  expect(table.error).toBeNull();
  expect(table.columns.flatMap(({ name, error }) => (error === undefined ? [] : [[name, error]]))).toEqual([
    ["slug", WORDS],
    ["twice", WORDS],
  ]);
  const page = rooms.page("notes");
  const failed = failedCell(WORDS);
  expect(page.columns).toEqual(["id", "title", "slug", "twice", "n", "kept"]);
  expect(page.rows).toEqual([
    [1n, "one", failed, failed, 1n, "sone"],
    [2n, "two", failed, failed, 2n, "stwo"],
    [3n, "three", failed, failed, 3n, "sthree"],
  ]);
  const byKey = rooms.rows["rows.readKeys"]({ table: { schema: "main", name: "notes" }, keys: [[2n]] });
  expect(byKey).toMatchObject({ rows: [[2n, "two", failed, failed, 2n, "stwo"]] });
});

test("an index that holds the values of a broken column does not hide that", () => {
  const rooms = openRooms(madeElsewhere(`${NOTES} CREATE INDEX by_slug ON notes (slug);`));
  expect(rooms.page("notes").rows[0]).toEqual([1n, "one", failedCell(WORDS), failedCell(WORDS), 1n, "sone"]);
});

test("filters, orders and questions about a broken column are refused with words; searches in all columns pass it over", () => {
  const rooms = openRooms(madeElsewhere(NOTES));
  const table = { schema: "main", name: "notes" };
  const all = { table, order: [], filter: [] };
  const refused = {
    code: "object.unreadable",
    message: `The column “slug” of “notes” cannot be computed: ${WORDS}.`,
    next: "The other columns can be read. It needs a function of the program that made it.",
    detail: WORDS,
  };
  const filter = [{ column: "slug", operator: "=" as const, value: "x" }];
  const order = [{ column: "slug", direction: "asc" as const }];
  expect(errorOf(() => rooms.page("notes", 0, 10, { filter }))).toEqual(refused);
  expect(errorOf(() => rooms.page("notes", 0, 10, { order }))).toEqual(refused);
  expect(errorOf(() => rooms.rows["rows.statistics"]({ source: all, column: "slug" }))).toEqual(refused);
  expect(
    errorOf(() => rooms.rows["rows.readCell"]({ table, key: [1n], column: "slug", offset: 0, length: 9 })),
  ).toEqual(refused);
  expect(rooms.page("notes", 0, 10, { filter: [{ anyColumn: "TWO" }] }).rows.map(([id]) => id)).toEqual([2n]);
  expect(rooms.page("notes", 0, 10, { order: [{ column: "n", direction: "desc" }] }).rows.map(([id]) => id)).toEqual([
    3n,
    2n,
    1n,
  ]);
  const found = rooms.rows["rows.find"]({
    source: all,
    columns: ["id", "title", "slug", "twice", "n", "kept"],
    text: "three",
    regex: false,
    caseSensitive: false,
    from: { row: 0, column: 0 },
    direction: "forward",
  });
  expect(found).toEqual({ row: 2, column: 1 });
  const parent = { table, columns: ["id"], label: "title" };
  expect(rooms.rows["rows.parents"]({ parent, text: "tw", limit: 5 })).toMatchObject({
    choices: [{ key: [2n], label: "two" }],
  });
  const question = {
    source: { ...all, filter: [{ column: "title", operator: "contains", value: "o" } as const] },
    most: 9,
  };
  expect(rooms.rows["rows.countSome"](question)).toEqual({ rows: 2, quality: "exact" });
});

test("a view over such a table is read as far as it can be, and one that is broken as a whole says so", () => {
  const rooms = openRooms(
    madeElsewhere(`${NOTES}
      CREATE VIEW some AS SELECT title, slug AS s, n + 1 AS more FROM notes;
      CREATE VIEW none AS SELECT slug AS s FROM notes;
      CREATE VIEW whole AS SELECT title, slug(title) AS s FROM notes;`),
  );
  expect(rooms.page("some").rows[0]).toEqual(["one", failedCell(WORDS), 2n]);
  expect(rooms.page("some", 0, 9, { order: [{ column: "more", direction: "desc" }] }).rows[0]?.[0]).toBe("three");
  expect(rooms.schema.table({ schema: "main", name: "none" }).error).toBe(WORDS);
  expect(rooms.schema.table({ schema: "main", name: "whole" }).error).toBe("no such function: slug");
});

test("a column that compares by a collation of another program is broken alone", () => {
  const rooms = openRooms(madeElsewhere("CREATE TABLE c (a TEXT, b TEXT); INSERT INTO c VALUES ('x', 'y');"));
  // better-sqlite3 cannot add collations: the text is put in its place, as the program that has it would store it.
  const writer = new Database(rooms.connections.realPath ?? "");
  writer.unsafeMode(true);
  writer.pragma("writable_schema = on");
  writer.exec("UPDATE sqlite_schema SET sql = 'CREATE TABLE c (a TEXT, b TEXT, same AS (a = b COLLATE german))'");
  writer.pragma("schema_version = 99");
  writer.close();
  const failed = failedCell("no such collation sequence: german");
  expect(rooms.page("c").rows).toEqual([["x", "y", failed]]);
});

test("what fails only for some rows is marked there", () => {
  // SQLite looks at no row when such a column is added.
  const rooms = openRooms(
    madeElsewhere(`
      CREATE TABLE docs (id INTEGER PRIMARY KEY, body TEXT);
      INSERT INTO docs (body) VALUES ('{"x": 1}'), ('no json'), (NULL), ('{"x": "three"}');
      ALTER TABLE docs ADD COLUMN x AS (json_extract(body, '$.x'));
      ALTER TABLE docs ADD COLUMN size AS (length(body));
      CREATE TABLE keyed (k TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID;
      INSERT INTO keyed (k, body) VALUES ('a', '{'), ('b', '{"x": 2}');
      ALTER TABLE keyed ADD COLUMN x AS (body ->> '$.x');`),
  );
  const failed = failedCell("malformed JSON");
  expect(rooms.page("docs").rows.map((row) => row.slice(2))).toEqual([
    [1n, 8n],
    [failed, 7n],
    [null, null],
    ["three", 14n],
  ]);
  expect(rooms.page("docs").keys).toEqual([[1n], [2n], [3n], [4n]]);
  expect(rooms.page("keyed").rows).toEqual([
    ["a", "{", failed],
    ["b", '{"x": 2}', 2n],
  ]);
  // A condition on it cannot be answered.
  const filter = [{ column: "x", operator: "=" as const, value: 1n }];
  expect(errorOf(() => rooms.page("docs", 0, 9, { filter })).detail).toBe("malformed JSON");
  // Other conditions can.
  const some = [{ column: "id", operator: "<" as const, value: 3n }];
  expect(rooms.page("docs", 0, 9, { filter: some }).rows.map((row) => row[2])).toEqual([1n, failed]);
});
