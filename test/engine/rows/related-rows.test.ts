/** Labels of parents, parents by part of their label, and counts that never take long. */
import { describe, expect, it } from "vitest";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { RowFilter } from "../../../src-shared/model/row-filter.ts";
import { type OpenRooms, openRooms } from "../../fixtures/open-rooms.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

/** For the INSERT after it: the numbers from 1 on. */
const series = "WITH RECURSIVE series(value) AS (VALUES (1) UNION ALL SELECT value + 1 FROM series LIMIT 150000)";
const main = (name: string) => ({ schema: "main", name });

const music = () =>
  openRooms(
    makeDatabase(`
      CREATE TABLE artist(id INTEGER PRIMARY KEY, "the name" TEXT, photo BLOB);
      INSERT INTO artist VALUES (1, 'AC/DC', x'00'), (2, 'Accept', NULL), (3, NULL, NULL), (12, 'Twelve', x'01'),
        (9007199254740993, 'Far', NULL);
      CREATE TABLE place(country TEXT, zip TEXT, name TEXT, PRIMARY KEY(country, zip)) WITHOUT ROWID;
      INSERT INTO place VALUES ('DE', '10115', 'Berlin'), ('US', '10115', 'New York');
      CREATE TABLE album(id INTEGER PRIMARY KEY, artist INTEGER REFERENCES artist, title TEXT);
      ${series}
      INSERT INTO album SELECT value, 1 + value % 3, 'Album ' || value FROM series LIMIT 30;
      CREATE INDEX album_artist ON album(artist);
    `),
  );

const artists = { table: main("artist"), columns: ["id"], label: "the name" };

async function labels(rooms: OpenRooms, keys: Scalar[][], parent = artists): Promise<(string | null)[]> {
  return (await rooms.rows["rows.labels"]({ parent, keys })).labels;
}

async function found(rooms: OpenRooms, text: string, limit = 10) {
  const { choices, complete } = await rooms.rows["rows.parents"]({ parent: artists, text, limit });
  return { keys: choices.map(({ key }) => key[0]), complete };
}

describe("labels of parents", () => {
  it("come in the order of the keys; none for NULL, for a row that is not there, for NULL and BLOB", async () => {
    const rooms = music();
    const keys: Scalar[][] = [[2n], [1n], [null], [77n], [3n], ["2"], [9007199254740993n]];
    expect(await labels(rooms, keys)).toEqual(["Accept", "AC/DC", null, null, null, "Accept", "Far"]);
    expect(await labels(rooms, [[1n]], { ...artists, label: "photo" })).toEqual([null]);
  });

  it("of a key of two columns", async () => {
    const parent = { table: main("place"), columns: ["country", "zip"], label: "name" };
    const keys = [
      ["US", "10115"],
      ["DE", "10115"],
      ["DE", null],
    ];
    expect(await labels(music(), keys, parent)).toEqual(["New York", "Berlin", null]);
  });
});

describe("parents by text", () => {
  it("the key itself first, then labels that begin so, then those that hold it", async () => {
    const rooms = music();
    expect((await found(rooms, "ac")).keys).toEqual([1n, 2n]);
    expect((await found(rooms, "c")).keys).toEqual([1n, 2n]);
    expect((await found(rooms, "12")).keys).toEqual([12n]);
    expect((await found(rooms, "TWEL")).keys).toEqual([12n]);
    expect(await found(rooms, "'; %")).toEqual({ keys: [], complete: true });
    expect((await found(rooms, "", 2)).keys).toHaveLength(2);
  });

  it("of a large table: the first rows only, and the key wherever it is", async () => {
    const rooms = openRooms(
      makeDatabase(`
        CREATE TABLE artist(id INTEGER PRIMARY KEY, "the name" TEXT);
        ${series}
        INSERT INTO artist SELECT value, 'Artist ' || value FROM series LIMIT 150000;
      `),
    );
    expect(await found(rooms, "149999")).toEqual({ keys: [149999n], complete: false });
    expect(await found(rooms, "artist 149999")).toEqual({ keys: [], complete: false });
  });
});

describe("counts that never take long", () => {
  const count = async (rooms: OpenRooms, table: string, filter: RowFilter[], most = 1000) =>
    rooms.rows["rows.countSome"]({ source: { table: main(table), order: [], filter }, most });

  it("by an index as far as asked, else among the first rows", async () => {
    const rooms = music();
    const one: RowFilter[] = [{ column: "artist", operator: "=", value: 1n }];
    expect(await count(rooms, "album", one)).toEqual({ rows: 10, quality: "exact" });
    expect(await count(rooms, "album", one, 4)).toEqual({ rows: 4, quality: "atLeast" });
    const title: RowFilter[] = [{ column: "title", operator: "contains", value: "Album 1" }];
    expect(await count(rooms, "album", title)).toEqual({ rows: 11, quality: "exact" });
  });
});
