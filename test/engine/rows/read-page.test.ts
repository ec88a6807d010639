/** Pages of rows: exact values, any name, any kind of table. */
import { describe, expect, it } from "vitest";
import type { Cell } from "../../../src-shared/model/cell.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { cpuMilliseconds } from "../../fixtures/cpu-time.ts";
import { oddNames } from "../../fixtures/odd-names.ts";
import { errorOf, openRooms } from "../../fixtures/open-rooms.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

describe("values", () => {
  it("keep their storage class and are exact", () => {
    const { page } = openRooms(
      makeDatabase(`CREATE TABLE t(v);
        INSERT INTO t VALUES (NULL), (9223372036854775807), (-9223372036854775808), (9007199254740993), (0), (0.0), (5.0),
          (0.1 + 0.2), (9e999), (-9e999), (1e-320), (''), ('5'), ('é🎬'), (CAST(x'610062' AS TEXT)), (x''), (x'00ff'), (CAST(x'efbbbf41' AS TEXT))`),
    );
    const values = page("t").rows.map((row) => row[0]);
    const expected: Cell[] = [
      null,
      2n ** 63n - 1n,
      -(2n ** 63n),
      2n ** 53n + 1n,
      0n,
      0,
      5,
      0.1 + 0.2,
      Infinity,
      -Infinity,
      1e-320,
    ];
    expect(values.slice(0, 11)).toEqual(expected);
    expect(values.slice(11, 15)).toEqual(["", "5", "é🎬", "a\0b"]);
    expect(values.slice(15, 17).map((blob) => [...(blob as Uint8Array)])).toEqual([[], [0, 255]]);
    expect(values[17]).toBe("\uFEFFA");
  });

  it.each(["UTF-8", "UTF-16le", "UTF-16be"])(
    "damaged text is flagged, the character U+FFFD itself is not (%s)",
    (encoding) => {
      const damaged = encoding === "UTF-8" ? "x'61ff62'" : encoding === "UTF-16le" ? "x'00d86100'" : "x'd8000061'";
      const { page } = openRooms(
        makeDatabase(`PRAGMA encoding = '${encoding}'; CREATE TABLE t(v); CREATE VIEW w AS SELECT v FROM t;
        INSERT INTO t VALUES (CAST(${damaged} AS TEXT)), (char(65533)), ('𝄞'), ('plain')`),
      );
      for (const source of ["t", "w"]) {
        const values = page(source).rows.map((row) => row[0]);
        expect(values[0]).toMatchObject({ storage: "text", damaged: true, bytes: encoding === "UTF-8" ? 3 : 4 });
        expect(values.slice(1)).toEqual(["\uFFFD", "𝄞", "plain"]);
      }
    },
  );

  it.each(["UTF-8", "UTF-16le", "UTF-16be"])(
    "large ones cross as previews, in every kind of column (%s)",
    (encoding) => {
      const wide = encoding === "UTF-8" ? 1 : 2;
      const { page } = openRooms(
        makeDatabase(`PRAGMA encoding = '${encoding}';
        CREATE TABLE t(id INTEGER PRIMARY KEY, txt TEXT, blb BLOB, num INTEGER, anyv);
        CREATE TABLE w(k TEXT PRIMARY KEY, v) WITHOUT ROWID; CREATE VIEW vw AS SELECT txt, blb, num, anyv FROM t;
        INSERT INTO t VALUES (1, 'é' || printf('%.*c', 5000, 'x'), zeroblob(3000000), printf('%.*c', 9000, 'n'), 'short'),
          (2, 'small', x'01', 7, zeroblob(4097));
        INSERT INTO w VALUES (printf('%.*c', 6000, 'k'), 1)`),
      );
      const text = (bytes: number, begins: string) => ({
        storage: "text",
        bytes: bytes * wide,
        head: expect.stringMatching(`^${begins}`),
      });
      const expected = [
        [
          text(encoding === "UTF-8" ? 5002 : 5001, "éxxx"),
          { storage: "blob", bytes: 3_000_000, head: new Uint8Array() },
          text(9000, "nnn"),
          "short",
        ],
        [
          "small",
          expect.any(Uint8Array),
          7n,
          { storage: "blob", bytes: 4097, head: expect.objectContaining({ length: 512 }) },
        ],
      ];
      expect(page("vw").rows).toEqual(expected);
      expect(page("t").rows.map((row) => row.slice(1))).toEqual(expected);
      // Heads hold no more than they show: a view of a large buffer would cross the port whole.
      for (const row of page("t").rows) {
        for (const cell of row) {
          const head = typeof cell === "object" && cell !== null && "head" in cell ? cell.head : null;
          expect(head instanceof Uint8Array ? head.buffer.byteLength : 0).toBeLessThanOrEqual(512);
        }
      }
      const keyed = page("w");
      expect(keyed.rows[0]?.[0]).toMatchObject({ storage: "text", bytes: 6000 * wide });
      expect(keyed.keys?.[0]?.[0]).toBe("k".repeat(6000));
    },
  );

  it("damaged text in a key hides no row", () => {
    const { page } = openRooms(
      makeDatabase(`CREATE TABLE t(k TEXT PRIMARY KEY, v) WITHOUT ROWID;
        INSERT INTO t VALUES (CAST(x'61ff' AS TEXT), 1), ('b', 2), (CAST(x'62ff' AS TEXT), 3)`),
    );
    const damaged = (head: string) => ({ storage: "text", head, bytes: expect.any(Number), damaged: true });
    const rows = [
      [damaged("a\uFFFD"), 1n],
      ["b", 2n],
      [damaged("b\uFFFD"), 3n],
    ];
    expect(page("t").rows).toEqual(rows);
    expect(page("t", 0, 9, { order: [{ column: "v", direction: "desc" }] }).rows).toEqual(rows.toReversed());
    expect(page("t", 2, 9, { order: [{ column: "v", direction: "asc" }] }).rows).toEqual(rows.slice(2));
  });

  it("a blob of 100 MB does not slow the page", () => {
    const { page } = openRooms(
      makeDatabase("CREATE TABLE t(a, b BLOB); INSERT INTO t VALUES (1, zeroblob(100000000)), (2, x'02')"),
    );
    const before = process.memoryUsage().rss;
    const began = cpuMilliseconds();
    expect(page("t").rows[0]?.[1]).toMatchObject({ storage: "blob", bytes: 100_000_000 });
    expect(cpuMilliseconds() - began).toBeLessThan(100);
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
  });
});

describe("tables", () => {
  it("of every odd name, with columns of every odd name", () => {
    const columns = oddNames.filter((name) => name !== "sqlite3_notes");
    const path = makeDatabase((db) => {
      for (const name of oddNames) {
        db.exec(`CREATE TABLE ${quoteName(name)} (${columns.map(quoteName).join()})`);
        db.prepare(`INSERT INTO ${quoteName(name)} VALUES (${columns.map(() => "?").join()})`).run(...columns);
      }
    });
    const { page } = openRooms(path);
    for (const name of oddNames) {
      const last = columns.at(-1) as string;
      const read = page(name, 0, 10, {
        order: [{ column: last, direction: "desc" }],
        filter: [{ column: last, operator: "=", value: last }],
      });
      for (const result of [page(name), read]) {
        expect(result).toMatchObject({ columns, rows: [columns], keys: [[1n]], total: { rows: 1, quality: "exact" } });
      }
    }
  });

  it.each(["", "WITHOUT ROWID"])("of 2,000 columns %s", (options) => {
    const names = Array.from({ length: 2000 }, (_, i) => `c${i}`);
    const path = makeDatabase(`CREATE TABLE wide(${names.join()}, PRIMARY KEY(c1999)) ${options};
      INSERT INTO wide(c0, c1999) VALUES ('first', 'last'), ('second', 'last but one')`);
    const { page } = openRooms(path);
    const read = page("wide");
    expect(read.columns).toEqual(names);
    expect([read.rows[0]?.[0], read.rows[0]?.[1999]]).toEqual(["first", "last"]);
    expect(read.keys?.[0]).toEqual(options === "" ? [1n] : ["last"]);
    const sorted = page("wide", 0, 1, { order: [{ column: "c0", direction: "desc" }] });
    expect([sorted.rows[0]?.[0], sorted.keys?.[0]]).toEqual(["second", options === "" ? [2n] : ["last but one"]]);
  });

  it("whose columns are called like the rowid", () => {
    const { page } = openRooms(
      makeDatabase(`CREATE TABLE one(rowid TEXT); INSERT INTO one VALUES ('b'), ('a');
        CREATE TABLE three(rowid, oid, _rowid_); INSERT INTO three VALUES (3, 2, 1), (1, 2, 3);
        CREATE TABLE keyed(rowid, oid, _rowid_, k TEXT NOT NULL PRIMARY KEY); INSERT INTO keyed VALUES (1, 2, 3, 'z'), (1, 2, 3, 'a')`),
    );
    expect(page("one")).toMatchObject({ rows: [["b"], ["a"]], keys: [[1n], [2n]] });
    expect(page("three")).toMatchObject({
      rows: [
        [3n, 2n, 1n],
        [1n, 2n, 3n],
      ],
      keys: null,
    });
    expect(page("keyed").keys).toEqual([["a"], ["z"]]);
  });

  it("without rowid, in the order of their key with its collations and directions", () => {
    const { page } = openRooms(
      makeDatabase(`CREATE TABLE nocase(a TEXT, b INT, PRIMARY KEY(a COLLATE NOCASE, b)) WITHOUT ROWID;
        INSERT INTO nocase VALUES ('B', 1), ('a', 2), ('A', 1), ('b', 0);
        CREATE TABLE down(a INT PRIMARY KEY DESC) WITHOUT ROWID; INSERT INTO down VALUES (1), (3), (2);
        CREATE TABLE mixed(a, b, PRIMARY KEY(a DESC, b)) WITHOUT ROWID; INSERT INTO mixed VALUES (1, 1), (2, 2), (2, 1)`),
    );
    expect(page("nocase").keys).toEqual([
      ["A", 1n],
      ["a", 2n],
      ["b", 0n],
      ["B", 1n],
    ]);
    expect(page("nocase", 1, 2).keys).toEqual([
      ["a", 2n],
      ["b", 0n],
    ]);
    expect(page("down", 1, 5).keys).toEqual([[2n], [1n]]);
    expect(page("mixed", 0, 2).rows).toHaveLength(2);
  });

  it("virtual, shadow, system and temporary; views with duplicate names", () => {
    const { page } = openRooms(
      makeDatabase(`CREATE VIRTUAL TABLE docs USING fts5(body); INSERT INTO docs VALUES ('hello'), ('world');
        CREATE VIEW v AS SELECT 1 AS a, 2 AS a, 3 AS "__proto__"`),
    );
    expect(page("docs", 1)).toMatchObject({ columns: ["body"], rows: [["world"]], keys: [[2n]] });
    expect(page("docs_config").rows).toEqual([["version", 4n]]);
    expect(page("sqlite_schema").columns).toEqual(["type", "name", "tbl_name", "rootpage", "sql"]);
    expect(page("v")).toMatchObject({ columns: ["a", "a:1", "__proto__"], rows: [[1n, 2n, 3n]], keys: null });
  });
});

describe("filters and orders", () => {
  const rooms = () =>
    openRooms(
      makeDatabase(`CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, s TEXT, x);
        INSERT INTO t VALUES (1, 5, 'Alpha', 1), (2, NULL, NULL, x'616c'), (3, 7, 'alPHAbet', '5'), (4, 5, '100%_\\', 5), (5, 10, 'É', 5.5)`),
    );
  const ids = (rows: Cell[][]) => rows.map((row) => Number(row[0]));

  const conditions = [
    ["n", "=", 5n, [1, 4]],
    ["n", "=", "5", [1, 4]],
    ["n", "=", null, [2]],
    ["n", "<>", 5n, [2, 3, 5]],
    ["n", "<>", null, [1, 3, 4, 5]],
    ["n", ">", "6", [3, 5]],
    ["n", "<=", 5.5, [1, 4]],
    ["s", "contains", "ALPHA", [1, 3]],
    ["s", "contains", "%_\\", [4]],
    ["n", "contains", 1n, [5]],
    ["x", "contains", "al", []],
    ["x", "=", 5n, [4]],
    ["x", "=", new Uint8Array([0x61, 0x6c]), [2]],
    ["s", "like", "alpha%", [1, 3]],
    ["s", "isNull", null, [2]],
    ["S", "isNotNull", null, [1, 3, 4, 5]],
  ] as const;
  // Not it.each: vitest writes its parameters as JSON, which has no bigint.
  for (const [column, operator, value, expected] of conditions) {
    it(`${column} ${operator} ${String(value)} (${typeof value})`, () => {
      const read = rooms().page("t", 0, 10, { filter: [{ column, operator, value }] });
      expect(ids(read.rows)).toEqual(expected);
      expect(read.total).toEqual({ rows: expected.length, quality: "exact" });
    });
  }

  it("say how many rows there are as far as they know", () => {
    const { page, rows } = rooms();
    const order = [{ column: "n", direction: "desc" }] as const;
    expect(page("t", 0, 2, { order: [...order] })).toMatchObject({ total: { rows: 5, quality: "exact" } });
    const filter = [{ column: "n", operator: ">", value: 0n }] as const;
    const first = page("t", 0, 2, { order: [...order], filter: [...filter] });
    expect([ids(first.rows), first.total]).toEqual([[5, 3], { rows: 3, quality: "atLeast" }]);
    expect(page("t", 9, 2, { filter: [...filter] })).toMatchObject({ rows: [], total: { rows: 4, quality: "exact" } });
    const source = { table: { schema: "main", name: "t" }, order: [], filter: [...filter] };
    expect(rows["rows.count"]({ source })).toEqual({ rows: 4, quality: "exact" });
  });

  it("with a collation that is not here compare bytes", () => {
    const path = makeDatabase((db) => {
      db.exec("CREATE TABLE t(a TEXT, b); INSERT INTO t VALUES ('b', 1), ('a', 2)");
      db.unsafeMode(true);
      db.exec(
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE t(a TEXT COLLATE localized, b)' WHERE name = 't'",
      );
    });
    const { page } = openRooms(path);
    const read = page("t", 0, 5, {
      order: [{ column: "a", direction: "asc" }],
      filter: [{ column: "a", operator: ">=", value: "a" }],
    });
    expect(read.rows).toEqual([
      ["a", 2n],
      ["b", 1n],
    ]);
  });

  it("name a column that is not there", () => {
    const { page } = rooms();
    expect(errorOf(() => page("t", 0, 1, { order: [{ column: "gone", direction: "asc" }] }))).toMatchObject({
      code: "object.missing",
      message: expect.stringContaining("gone"),
    });
  });
});
