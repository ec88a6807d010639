/** Single rows and single values. */
import { describe, expect, it } from "vitest";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { CellChunk, RowPage } from "../../../src-shared/model/rows.ts";
import { errorOf, openRooms } from "../../fixtures/open-rooms.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

const table = { schema: "main", name: "t" };

describe("rows.readKeys", () => {
  const read = (sql: string, keys: Scalar[][]) =>
    openRooms(makeDatabase(sql)).rows["rows.readKeys"]({ table, keys }) as RowPage;

  it("gives the rows in the order asked and leaves out those that are gone", () => {
    const page = read("CREATE TABLE t(a); INSERT INTO t VALUES ('x'), ('y'), ('z')", [[3n], [9n], [1n], [3n]]);
    expect(page).toMatchObject({
      keys: [[3n], [1n], [3n]],
      rows: [["z"], ["x"], ["z"]],
      offset: 0,
      placement: "exact",
    });
  });

  it("finds rows by a key of several columns of any class", () => {
    const sql = `CREATE TABLE t(a BLOB, b REAL, c, v, PRIMARY KEY(a, b, c)) WITHOUT ROWID;
      INSERT INTO t VALUES (x'00', 5, '5', 'one'), (5, 5, 5, 'two'), (5.0, 1e999, x'', 'three')`;
    const all = openRooms(makeDatabase(sql)).page("t");
    expect(read(sql, all.keys ?? []).rows).toEqual(all.rows);
  });

  it("refuses keys that do not fit, and tables without", () => {
    expect(errorOf(() => read("CREATE TABLE t(a)", [[1n, 2n]])).code).toBe("row.notAddressable");
    expect(errorOf(() => read("CREATE VIEW t AS SELECT 1", [[1n]])).code).toBe("row.notAddressable");
  });
});

describe("rows.readCell", () => {
  function reader(sql: string) {
    const { rows } = openRooms(makeDatabase(sql));
    return (rowid: bigint, offset = 0, length = 1000, column = "v") =>
      rows["rows.readCell"]({ table, key: [rowid], column, offset, length }) as CellChunk;
  }
  const text = (chunk: CellChunk) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(chunk.data);

  it("gives pieces of a blob that join to the whole", () => {
    const read = reader("CREATE TABLE t(v); INSERT INTO t VALUES (randomblob(10000))");
    const pieces = [0, 4000, 8000, 12000].map((offset) => read(1n, offset, 4000));
    expect(pieces.map((piece) => [piece.storage, piece.bytes, piece.offset, piece.data.length])).toEqual([
      ["blob", 10000, 0, 4000],
      ["blob", 10000, 4000, 4000],
      ["blob", 10000, 8000, 2000],
      ["blob", 10000, 12000, 0],
    ]);
    expect(Buffer.concat(pieces.map((piece) => piece.data)).equals(Buffer.from(read(1n, 0, 20000).data))).toBe(true);
  });

  it.each(["UTF-8", "UTF-16le", "UTF-16be"])("gives text as UTF-8 (%s), with NUL and all", (encoding) => {
    const read = reader(
      `PRAGMA encoding = '${encoding}'; CREATE TABLE t(v); INSERT INTO t VALUES ('é' || char(0) || '🎬x')`,
    );
    expect(text(read(1n))).toBe("é\0🎬x");
    expect(read(1n)).toMatchObject({ storage: "text", bytes: 8, offset: 0 });
    expect([...read(1n, 1, 3).data]).toEqual([0xa9, 0, 0xf0]);
  });

  it("gives damaged text as the bytes that are stored", () => {
    expect([...reader("CREATE TABLE t(v); INSERT INTO t VALUES (CAST(x'61ff62' AS TEXT))")(1n).data]).toEqual([
      0x61, 0xff, 0x62,
    ]);
  });

  it("gives numbers and NULL", () => {
    const read = reader("CREATE TABLE t(v); INSERT INTO t VALUES (9223372036854775807), (0.1), (NULL)");
    expect([1n, 2n, 3n].map((rowid) => [read(rowid).storage, text(read(rowid))])).toEqual([
      ["integer", "9223372036854775807"],
      ["real", "0.1"],
      ["null", ""],
    ]);
  });

  it("says what is not there", () => {
    const read = reader("CREATE TABLE t(v)");
    expect(errorOf(() => read(1n)).code).toBe("row.gone");
    expect(errorOf(() => read(1n, 0, 1, "w")).code).toBe("object.missing");
  });
});
