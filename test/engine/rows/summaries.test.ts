/** Statistics of a column, aggregates of a selection, the place of a row, and finding: against the rows themselves. */
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPreview, type Scalar } from "../../../src-shared/model/cell.ts";
import type { OrderTerm, RowFilter, RowSource } from "../../../src-shared/model/rows.ts";
import type { FindQuestion, FoundCell } from "../../../src-shared/model/find.ts";
import type { CellRange, ColumnStatistics, Summary } from "../../../src-shared/model/summary.ts";
import { errorOf, openRooms, type OpenRooms } from "../../fixtures/open-rooms.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

const value: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constant(null),
  fc.bigInt({ min: -3n, max: 5n }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(-1.5, 0.5, 2, 1e300),
  fc.constantFrom("", "a", "A", "b ", "b", "10", "é", "x\0y", "ba"),
  fc.constantFrom(new Uint8Array(), new Uint8Array([97])),
);
const table = { schema: "main", name: "t" };
const names = ["x", "n", "any"];

const made = fc.record({
  withoutRowid: fc.boolean(),
  rows: fc.array(fc.tuple(value, value, value), { maxLength: 25 }),
});
const view = fc.record({
  order: fc.array(fc.record({ column: fc.constantFrom(...names), direction: fc.constantFrom("asc", "desc") }), {
    maxLength: 2,
  }),
  filter: fc.constantFrom<RowFilter[]>([], [{ rawSql: "n IS NOT NULL" }], [{ column: "x", operator: ">", value: "a" }]),
  built: fc.boolean(),
});

/** Every row of a source as `rows.readPage` gives it, whose order property.test.ts holds against SQLite. */
async function open(
  content: { withoutRowid: boolean; rows: Scalar[][] },
  asked: { order: object[]; filter: RowFilter[]; built: boolean },
) {
  const path = makeDatabase((db) => {
    db.exec(
      `CREATE TABLE t(id INTEGER PRIMARY KEY, x TEXT COLLATE NOCASE, n INTEGER, "any") ${content.withoutRowid ? "WITHOUT ROWID" : ""}`,
    );
    const insert = db.prepare("INSERT INTO t VALUES (?, ?, ?, ?)");
    content.rows.forEach((row, i) => insert.run(BigInt(i * 3 - 7), ...row));
  });
  const rooms = openRooms(path);
  const source: RowSource = { table, order: asked.order as OrderTerm[], filter: asked.filter };
  if (asked.built) await rooms.rows["rows.buildOrder"]({ source, view: "tab" });
  const page = rooms.page("t", 0, 100, source);
  return { rooms, source, rows: page.rows.map((row) => row.slice(1)) as Scalar[][], keys: page.keys ?? [] };
}

function sum(values: Scalar[]): { value: bigint | number | null; quality: string } {
  const integers = values.filter((v) => typeof v === "bigint");
  const reals = values.filter((v) => typeof v === "number");
  const whole = integers.reduce((a, b) => a + b, 0n);
  if (integers.length + reals.length === 0) return { value: null, quality: "exact" };
  if (reals.length > 0) return { value: reals.reduce((a, b) => a + b, 0) + Number(whole), quality: "real" };
  return BigInt.asIntN(64, whole) === whole
    ? { value: whole, quality: "exact" }
    : { value: Number(whole), quality: "overflow" };
}

it("aggregates of random ranges are those of the cells in them", async () => {
  await fc.assert(
    fc.asyncProperty(
      made,
      view,
      fc.nat(20),
      fc.nat(20),
      fc.subarray(names, { minLength: 1 }),
      async (content, asked, a, b, columns) => {
        const { rooms, source, rows } = await open(content, asked);
        const ranges: CellRange[] = [{ firstRow: Math.min(a, b), lastRow: Math.max(a, b), columns }];
        const result = rooms.rows["rows.aggregate"]({ source, ranges }) as Summary;
        const cells = rows
          .slice(Math.min(a, b), Math.max(a, b) + 1)
          .flatMap((row) => columns.map((column) => row[names.indexOf(column)] ?? null));
        const some = cells.filter((cell) => cell !== null);
        const expected = sum(cells);
        expect(result).toMatchObject({ cells: cells.length, nulls: cells.length - some.length, tooLong: 0 });
        expect(result.sum.quality).toBe(expected.quality);
        if (typeof expected.value === "number") expect(Number(result.sum.value)).toBeCloseTo(expected.value, -285);
        else expect(result.sum.value).toEqual(expected.value);
        const memory = new Database(":memory:").defaultSafeIntegers(true);
        memory.exec("CREATE TABLE v(v)");
        for (const cell of some) memory.prepare("INSERT INTO v VALUES (?)").run(cell);
        const [min, max, distinct] = memory
          .prepare("SELECT min(v), max(v), count(DISTINCT v) FROM v")
          .raw()
          .get() as Scalar[];
        expect([result.min, result.max]).toEqual([min, max]);
        expect(result.distinct).toEqual({ values: Number(distinct), quality: "exact" });
        // Halves of a selection together are the whole one, but for what both may have.
        const whole = rooms.rows["rows.aggregate"]({
          source,
          ranges: [{ firstRow: 0, lastRow: null, columns }],
        }) as Summary;
        expect(whole.cells).toBe(rows.length * columns.length);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

it("the place of a row is where a page has it; a row that is gone or filtered out has none", async () => {
  await fc.assert(
    fc.asyncProperty(made, view, async (content, asked) => {
      const { rooms, source, keys } = await open(content, asked);
      const locate = (key: Scalar[]) => (rooms.rows["rows.locate"]({ source, key }) as { row: number | null }).row;
      keys.forEach((key, place) => expect(locate(key)).toBe(place));
      for (let i = 0; i < content.rows.length; i++) {
        const key = [BigInt(i * 3 - 7)];
        if (!keys.some(([other]) => other === key[0])) expect(locate(key)).toBeNull();
      }
      expect(locate([999n])).toBeNull();
    }),
    { numRuns: 40 },
  );
}, 60_000);

/** The text of a value as SQLite writes it, folded; null where there is none to search in. */
const textOf = (cell: Scalar | undefined): string | null => {
  if (cell === null || cell === undefined || cell instanceof Uint8Array) return null;
  if (typeof cell !== "number") return String(cell).toLowerCase();
  return Number.isInteger(cell) ? `${cell}.0` : String(cell);
};

it("finds the next cell that holds a text, forward and backward, from anywhere", async () => {
  await fc.assert(
    fc.asyncProperty(
      made,
      view,
      fc.constantFrom("a", "b", "10", "."),
      fc.subarray(names, { minLength: 1 }),
      fc.nat(26),
      fc.integer({ min: -1, max: 3 }),
      async (content, asked, text, columns, row, column) => {
        const { rooms, source, rows } = await open(content, asked);
        const cells = rows.flatMap((cellsOfRow, r) =>
          columns.map((name, c) => ({ row: r, column: c, text: textOf(cellsOfRow[names.indexOf(name)]) })),
        );
        // 1e300 is written in another way by SQLite; nothing that is searched for tells the two apart but the point.
        const hits = cells.filter((cell) => cell.text?.replace("e+", ".0e+").includes(text));
        for (const direction of ["forward", "backward"] as const) {
          const question: FindQuestion = {
            source,
            columns,
            text,
            regex: false,
            caseSensitive: false,
            from: { row, column },
            direction,
          };
          const found = rooms.rows["rows.find"](question) as FoundCell | null;
          const after = (cell: FoundCell) => cell.row > row || (cell.row === row && cell.column > column);
          const before = (cell: FoundCell) => cell.row < row || (cell.row === row && cell.column < column);
          const expected = direction === "forward" ? hits.find(after) : hits.findLast(before);
          expect(found).toEqual(expected ? { row: expected.row, column: expected.column } : null);
        }
      },
    ),
    { numRuns: 100 },
  );
}, 60_000);

describe("statistics of a column", () => {
  const open4 = (sql: string) => openRooms(makeDatabase(sql));
  const of = ({ rows }: OpenRooms, column: string, filter: RowFilter[] = []) =>
    rows["rows.statistics"]({ source: { table, order: [], filter }, column }) as ColumnStatistics;

  it("counts, ends, classes, commonest values and steps of equal width", () => {
    const rooms = open4(`CREATE TABLE t(v COLLATE NOCASE); INSERT INTO t
      VALUES (1), (2), (2), (4.5), (NULL), ('Ab'), ('ab'), ('long text'), (x'00'), (9223372036854775807)`);
    const { summary, storage, textBytes, top, histogram } = of(rooms, "v");
    expect(summary).toMatchObject({ cells: 10, nulls: 1, numbers: 5, min: 1n, tooLong: 0 });
    expect([...(summary.max as Uint8Array)]).toEqual([0]);
    expect(summary.distinct).toEqual({ values: 7, quality: "exact" });
    expect(summary.sum.quality).toBe("real");
    expect(storage.toSorted((a, b) => a.storage.localeCompare(b.storage))).toEqual([
      { storage: "blob", rows: 1 },
      { storage: "integer", rows: 4 },
      { storage: "null", rows: 1 },
      { storage: "real", rows: 1 },
      { storage: "text", rows: 3 },
    ]);
    expect(textBytes).toEqual({ shortest: 2, longest: 9 });
    expect(top?.slice(0, 2).map(({ rows }) => rows)).toEqual([2, 2]);
    expect(histogram).toHaveLength(20);
    expect(histogram.reduce((n, bucket) => n + bucket.rows, 0)).toBe(5);
    expect(of(rooms, "v", [{ column: "v", operator: "<", value: 3n }]).summary).toMatchObject({
      cells: 3,
      sum: { value: 5n, quality: "exact" },
      average: 5 / 3,
    });
  });

  it("an empty table, a column of one value, infinities, a sum that does not fit", () => {
    expect(of(open4("CREATE TABLE t(v)"), "v")).toMatchObject({
      summary: { cells: 0, min: null, sum: { value: null, quality: "exact" }, average: null },
      storage: [],
      top: [],
      histogram: [],
      textBytes: null,
    });
    const same = of(open4("CREATE TABLE t(v); INSERT INTO t VALUES (5), (5)"), "v");
    expect(same.histogram).toEqual([{ from: 5, to: 5, rows: 2 }]);
    const infinite = of(open4("CREATE TABLE t(v); INSERT INTO t VALUES (9e999), (-9e999), (1)"), "v");
    expect(infinite.summary).toMatchObject({ sum: { value: null, quality: "real" }, average: null, min: -Infinity });
    expect(infinite.histogram).toEqual([{ from: 1, to: 1, rows: 1 }]);
    const large = of(
      open4("CREATE TABLE t(v); INSERT INTO t VALUES (9223372036854775807), (9223372036854775807)"),
      "v",
    );
    expect(large.summary.sum).toEqual({ value: 2 ** 64, quality: "overflow" });
  });

  it("values too long to compare are counted; long ones cross as previews", () => {
    const rooms = open4(
      `CREATE TABLE t(v); INSERT INTO t VALUES (zeroblob(2000000)), (printf('%.*c', 9000, 'x')), ('a')`,
    );
    const { summary, top } = of(rooms, "v");
    expect(summary).toMatchObject({ cells: 3, tooLong: 1, distinct: { values: 2 }, min: "a" });
    expect(isPreview(summary.max)).toBe(true);
    expect(top).toHaveLength(2);
  });

  it("more different values than are counted are said to be at least so many", () => {
    const rooms = open4(
      `CREATE TABLE t(v); INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100500) SELECT i FROM n`,
    );
    const { summary, top } = of(rooms, "v");
    expect(summary.distinct).toEqual({ values: 100_000, quality: "atLeast" });
    expect(top).toHaveLength(20);
  });

  it("a column that is not there is told", () => {
    expect(errorOf(() => of(open4("CREATE TABLE t(v)"), "w")).code).toBe("object.missing");
  });
});

it("a selection of more columns than SQLite joins is summed in parts", () => {
  const columns = Array.from({ length: 900 }, (_, i) => `c${i}`);
  const rooms = openRooms(
    makeDatabase(`CREATE TABLE t(${columns.join()}); INSERT INTO t VALUES (${columns.map((_, i) => i)})`),
  );
  const result = rooms.rows["rows.aggregate"]({
    source: { table, order: [], filter: [] },
    ranges: [{ firstRow: 0, lastRow: null, columns }],
  });
  expect(result).toMatchObject({
    cells: 900,
    sum: { value: 404_550n, quality: "exact" },
    average: 449.5,
    min: 0n,
    max: 899n,
  });
});

describe("rows.sample", () => {
  const sample = (rooms: OpenRooms, source: Partial<RowSource>, most: number) =>
    rooms.rows["rows.sample"]({
      source: { table: { schema: "main", name: "t" }, order: [], filter: [], ...source },
      columns: ["n", "v"],
      most,
    }) as { rows: unknown[][]; total: number; every: number };
  const numbers = () =>
    openRooms(
      makeDatabase(
        "CREATE TABLE t (n INTEGER PRIMARY KEY, v); WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c LIMIT 1000) INSERT INTO t SELECT i, 1000 - i FROM c",
      ),
    );

  it("gives all rows where they are few, and says of how many it is a part where not", () => {
    const rooms = numbers();
    expect(sample(rooms, {}, 1000)).toMatchObject({ total: 1000, every: 1 });
    const some = sample(rooms, {}, 300);
    expect([some.total, some.every, some.rows.length]).toEqual([1000, 4, 250]);
    expect(some.rows.slice(0, 2)).toEqual([
      [1n, 999n],
      [5n, 995n],
    ]);
  });

  it("in the order and of the rows of the source, evenly", () => {
    const rooms = numbers();
    const order = [{ column: "v", direction: "asc" as const }];
    const filter = [{ column: "n", operator: "<=" as const, value: 100n }];
    const { rows, total, every } = sample(rooms, { order, filter }, 10);
    expect([total, every]).toEqual([100, 10]);
    expect(rows.map(([n]) => n)).toEqual([100n, 90n, 80n, 70n, 60n, 50n, 40n, 30n, 20n, 10n]);
  });

  it("cuts texts and leaves bytes out", () => {
    const rooms = openRooms(
      makeDatabase("CREATE TABLE t (n, v); INSERT INTO t VALUES (x'00', printf('%.*c', 500, 'x'))"),
    );
    expect(sample(rooms, {}, 5).rows).toEqual([[null, "x".repeat(200)]]);
  });
});
