/** Filters and orders by a column of the row that a foreign key leads to, beside what SQLite gives for a join. */
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { RowFilter } from "../../../src-shared/model/row-filter.ts";
import type { OrderTerm } from "../../../src-shared/model/rows.ts";
import type { Through } from "../../../src-shared/model/through.ts";
import { viewSql } from "../../../src-shared/sql/view-sql.ts";
import { errorOf, openRooms } from "../../fixtures/open-rooms.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

const SQL = `PRAGMA foreign_keys = OFF;
  CREATE TABLE album (id INTEGER PRIMARY KEY, title TEXT COLLATE NOCASE, year INTEGER);
  INSERT INTO album VALUES (1, 'Écl%at', 1990), (2, 'blue', 2001), (3, 'Blue', NULL), (4, NULL, 1980);
  CREATE TABLE track (id INTEGER PRIMARY KEY, album REFERENCES album, title TEXT);
  INSERT INTO track VALUES (1, 2, 'a'), (2, 1, 'b'), (3, NULL, 'c'), (4, 3, 'd'), (5, 99, 'e'), (6, 4, 'f'), (7, 2, 'g');
  CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, boss INTEGER REFERENCES person);
  INSERT INTO person VALUES (1, 'Zoe', NULL), (2, 'Ann', 1), (3, 'Bob', 2), (4, 'Cid', 1);
  CREATE TABLE room (house TEXT, no INT, label TEXT, PRIMARY KEY (house, no)) WITHOUT ROWID;
  INSERT INTO room VALUES ('a', 1, 'kitchen'), ('a', 2, 'hall'), ('b', 1, 'attic');
  CREATE TABLE "odd ""thing" (id INTEGER PRIMARY KEY, house TEXT, no INT, FOREIGN KEY (house, no) REFERENCES room);
  INSERT INTO "odd ""thing" VALUES (1, 'b', 1), (2, 'a', 2), (3, 'a', 1), (4, 'a', NULL);`;

const through = (
  table: string,
  columns: string[],
  parentColumns: string[],
  label: string,
  collation = "BINARY",
): Through => ({
  table: { schema: "main", name: table },
  columns,
  parentColumns,
  label,
  collation,
});
const title = through("album", ["album"], ["id"], "title", "NOCASE");
const year = through("album", ["album"], ["id"], "year");
const boss = through("person", ["boss"], ["id"], "name");
const room = through("room", ["house", "no"], ["house", "no"], "label");

function open() {
  const path = makeDatabase(SQL);
  const rooms = openRooms(path);
  const ids = (table: string, filter: RowFilter[], order: OrderTerm[] = []) =>
    rooms.page(table, 0, 50, { filter, order }).rows.map(([id]) => Number(id));
  /** The same by the SQL that is shown. */
  const byShownSql = (table: string, filter: RowFilter[], order: OrderTerm[] = []) => {
    const db = new Database(path, { readonly: true });
    const name = { schema: "main", name: table };
    try {
      return db
        .prepare(viewSql({ table: name, columns: [{ name: "id" }], filter, order }))
        .pluck()
        .all();
    } finally {
      db.close();
    }
  };
  return { rooms, ids, byShownSql };
}

describe("conditions on the label beside a foreign key", () => {
  it.each<[string, Omit<Extract<RowFilter, { column: string }>, "column" | "through">, Through, number[]]>([
    ["contains, folded", { operator: "contains", value: "éCL%" }, title, [2]],
    ["by its collation", { operator: "=", value: "BLUE" }, title, [1, 4, 7]],
    ["exactly", { operator: "=", value: "Blue", caseSensitive: true }, title, [4]],
    ["not it: rows without a parent are others", { operator: "<>", value: "blue" }, title, [2, 3, 5, 6]],
    ["no label", { operator: "isNull", value: null }, title, [3, 5, 6]],
    ["is NULL", { operator: "=", value: null }, title, [3, 5, 6]],
    ["a label", { operator: "isNotNull", value: null }, title, [1, 2, 4, 7]],
    ["like", { operator: "like", value: "bl%" }, title, [1, 4, 7]],
    ["begins with", { operator: "startsWith", value: "écl" }, title, [2]],
    ["numbers are compared as numbers", { operator: ">", value: "1985" }, year, [1, 2, 7]],
    ["between", { operator: "between", low: 1985n, high: 1995n }, year, [2]],
    ["in, with NULL", { operator: "in", values: [1980n, null] }, year, [3, 4, 5, 6]],
    ["in", { operator: "in", values: ["blue"] }, title, [1, 4, 7]],
  ] as never)("%s", (_name, condition, by, expected) => {
    const { ids, byShownSql } = open();
    const filter = [{ column: "album", ...condition, through: by } as RowFilter];
    expect(ids("track", filter)).toEqual(expected);
    expect(byShownSql("track", filter)).toEqual(expected);
    const not: RowFilter[] = [{ not: filter[0] as RowFilter }];
    const others = [1, 2, 3, 4, 5, 6, 7].filter((id) => !expected.includes(id));
    expect(ids("track", not)).toEqual(others);
    expect(byShownSql("track", not)).toEqual(others);
  });

  it("of a table that refers to itself, of a key of two columns, beside another condition, and by a regular expression", () => {
    const { ids, byShownSql } = open();
    const zoe: RowFilter = { column: "boss", operator: "contains", value: "zo", through: boss };
    expect(ids("person", [zoe])).toEqual([2, 4]);
    expect(ids("person", [zoe, { column: "name", operator: "=", value: "Cid" }])).toEqual([4]);
    expect(byShownSql("person", [zoe])).toEqual([2, 4]);
    const hall: RowFilter = { column: "no", operator: "regex", value: "^h|c$", through: room };
    expect(ids('odd "thing', [hall])).toEqual([1, 2]);
  });

  it("values on screen are judged as rows are", () => {
    const { rooms } = open();
    const question = {
      table: { schema: "main", name: "track" },
      columns: ["album"],
      rows: [[2n], [1n], [null]],
      expressions: [],
      conditions: [{ column: "album", operator: "=", value: "blue", through: title } as RowFilter],
    };
    expect(rooms.rows["rows.evaluate"](question)).toEqual({ rows: [[1n], [0n], [0n]], errors: [null] });
  });

  it("names what is not there any more", () => {
    const { rooms } = open();
    const gone: RowFilter = { column: "album", operator: "=", value: "x", through: { ...title, columns: ["gone"] } };
    expect(errorOf(() => rooms.page("track", 0, 9, { filter: [gone] })).message).toContain("no column called “gone”");
    const lost: RowFilter = { column: "album", operator: "=", value: "x", through: { ...title, label: "lost" } };
    expect(errorOf(() => rooms.page("track", 0, 9, { filter: [lost] })).detail).toContain("no such column");
  });
});

describe("orders by the label", () => {
  it("by its collation, NULL and no parent first; ties by the row's own key", () => {
    const { ids, byShownSql, rooms } = open();
    const by = (direction: "asc" | "desc"): OrderTerm[] => [{ column: "album", direction, through: title }];
    expect(ids("track", [], by("asc"))).toEqual([3, 5, 6, 1, 4, 7, 2]);
    expect(ids("track", [], by("desc"))).toEqual([2, 7, 4, 1, 6, 5, 3]);
    expect(byShownSql("track", [], [...by("asc"), { column: "id", direction: "asc" }])).toEqual([3, 5, 6, 1, 4, 7, 2]);
    expect(ids("person", [], [{ column: "boss", direction: "asc", through: boss }])).toEqual([1, 3, 2, 4]);
    expect(ids('odd "thing', [], [{ column: "no", direction: "asc", through: room }])).toEqual([4, 1, 2, 3]);
    const source = { table: { schema: "main", name: "track" }, order: by("asc"), filter: [] };
    for (const [place, id] of [3n, 5n, 6n, 1n, 4n, 7n, 2n].entries()) {
      expect(rooms.rows["rows.locate"]({ source, key: [id] })).toEqual({ row: place });
    }
  });

  it("of a large table is kept, and follows when a parent is called otherwise", async () => {
    const path = makeDatabase(
      `CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO p VALUES (0, 'c'), (1, 'a'), (2, 'b');
       CREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p);
       WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < 29999) INSERT INTO t SELECT i, i % 3 FROM c;`,
    );
    const rooms = openRooms(path);
    const name = through("p", ["p"], ["id"], "name");
    const source = {
      table: { schema: "main", name: "t" },
      order: [{ column: "p", direction: "asc" as const, through: name }],
      filter: [],
    };
    const view = "a view";
    const read = (offset: number) => rooms.rows["rows.readPage"]({ source, offset, limit: 2, view });
    const { kept } = await rooms.rows["rows.buildOrder"]({ source, view });
    expect(kept).toBe(true);
    expect(read(0)).toMatchObject({
      placement: "exact",
      rows: [
        [1n, 1n],
        [4n, 1n],
      ],
    });
    expect(read(10_000)).toMatchObject({
      rows: [
        [2n, 2n],
        [5n, 2n],
      ],
    });
    expect(read(29_998)).toMatchObject({
      rows: [
        [29_994n, 0n],
        [29_997n, 0n],
      ],
    });
    const other = new Database(path);
    other.exec("UPDATE p SET name = 'aa' WHERE id = 0");
    other.close();
    await rooms.rows["rows.buildOrder"]({ source, view });
    expect(read(10_000)).toMatchObject({
      rows: [
        [0n, 0n],
        [3n, 0n],
      ],
    });
  });
});
