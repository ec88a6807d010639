/** `rows.readChildren`: the rows that refer to each of many parents, in one question. */
import { describe, expect, it } from "vitest";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { type OpenRooms, openRooms } from "../../fixtures/open-rooms.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

const main = (name: string) => ({ schema: "main", name });
const series = "WITH RECURSIVE series(value) AS (VALUES (1) UNION ALL SELECT value + 1 FROM series LIMIT 150000)";

interface Asked {
  readonly child: string;
  readonly columns: string[];
  readonly parents: Scalar[][];
  readonly limit?: number;
  readonly most?: number;
}

async function read(rooms: OpenRooms, { child, limit = 3, most = 5, ...rest }: Asked) {
  return rooms.rows["rows.readChildren"]({ child: main(child), limit, most, ...rest });
}

describe("children of many parents", () => {
  it("come in the order of the parents: the first rows of each with their keys, counted as far as asked", async () => {
    const rooms = openRooms(
      makeDatabase(`
        CREATE TABLE artist(id INTEGER PRIMARY KEY);
        INSERT INTO artist VALUES (1), (2), (3), (4);
        CREATE TABLE album(id INTEGER PRIMARY KEY, artist INTEGER REFERENCES artist, title TEXT);
        INSERT INTO album VALUES (10, 2, 'a'), (11, 1, 'b'), (12, 2, 'c'), (13, 2, 'd'), (14, 2, 'e');
        ${series} INSERT INTO album SELECT 100 + value, 4, 'x' FROM series LIMIT 50;
        CREATE INDEX album_artist ON album(artist);
      `),
    );
    const asked = { child: "album", columns: ["artist"], parents: [[4n], [3n], [1n], [2n], [null]] };
    const { columns, groups } = await read(rooms, asked);
    expect(columns).toEqual(["id", "artist", "title"]);
    expect(groups?.map(({ keys }) => keys)).toEqual([[[101n], [102n], [103n]], [], [[11n]], [[10n], [12n], [13n]], []]);
    expect(groups?.map(({ total }) => total)).toEqual([
      { rows: 5, quality: "atLeast" },
      { rows: 0, quality: "exact" },
      { rows: 1, quality: "exact" },
      { rows: 4, quality: "exact" },
      { rows: 0, quality: "exact" },
    ]);
    expect(groups?.[2]?.rows).toEqual([[11n, 1n, "b"]]);
  });

  it("of a key of two columns, into a table without a rowid, as the column compares", async () => {
    const rooms = openRooms(
      makeDatabase(`
        CREATE TABLE place(country TEXT COLLATE NOCASE, zip INTEGER, PRIMARY KEY(country, zip)) WITHOUT ROWID;
        CREATE TABLE street(country TEXT COLLATE NOCASE, zip INTEGER, name TEXT,
          PRIMARY KEY(country, zip, name), FOREIGN KEY(country, zip) REFERENCES place) WITHOUT ROWID;
        INSERT INTO place VALUES ('DE', 10115), ('US', 10115);
        INSERT INTO street VALUES ('de', 10115, 'Chausseestraße'), ('US', 10115, 'Broadway'), ('DE', 10115, 'Alt');
      `),
    );
    const parents = [["DE", 10115n], ["US", 10115n], ["DE", null], ["DE"]];
    const { groups } = await read(rooms, { child: "street", columns: ["country", "zip"], parents });
    expect(groups?.map(({ rows }) => rows.map((row) => row[2]))).toEqual([
      ["Alt", "Chausseestraße"],
      ["Broadway"],
      [],
      [],
    ]);
    expect(groups?.[1]?.keys).toEqual([["US", 10115n, "Broadway"]]);
  });

  it("a large table without an index is not looked through; a small one is", async () => {
    const rooms = openRooms(
      makeDatabase(`
        CREATE TABLE large(id INTEGER PRIMARY KEY, parent INTEGER);
        ${series} INSERT INTO large SELECT value, 1 FROM series LIMIT 150000;
        CREATE TABLE small(id INTEGER PRIMARY KEY, parent INTEGER);
        INSERT INTO small VALUES (5, 1), (6, 2);
      `),
    );
    expect((await read(rooms, { child: "large", columns: ["parent"], parents: [[1n]] })).groups).toBeNull();
    const { groups } = await read(rooms, { child: "small", columns: ["parent"], parents: [[2n], [1n]] });
    expect(groups?.map(({ keys }) => keys)).toEqual([[[6n]], [[5n]]]);
  });
});
