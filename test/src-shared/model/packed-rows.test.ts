/** What crosses a port as columns comes out as the rows that went in, to the bit. */
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cell } from "../../../src-shared/model/cell.ts";
import { packRows } from "../../../src-shared/model/packed-rows.ts";
import type { RowPage } from "../../../src-shared/model/rows.ts";
import { packPage, unpackPage } from "../../../src-shared/rpc/packed-page.ts";

const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const real = fc.double({ noNaN: true });
const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("", "a\0b", "\uFFFD", "\uD800", "é".repeat(1200)),
);
const bytes = fc.uint8Array({ maxLength: 20 });
const preview = fc.record(
  { storage: fc.constant("text" as const), head: text, bytes: fc.nat() },
  { noNullPrototype: true },
);
const none = fc.constant(null);

/** A column of one class, one with NULLs among it, or anything. */
const columnOf = (rows: number): fc.Arbitrary<Cell[]> =>
  fc
    .constantFrom<fc.Arbitrary<Cell>>(
      integer,
      real,
      text,
      bytes,
      none,
      fc.oneof(integer, none),
      fc.oneof(real, none),
      fc.oneof(text, none),
      fc.oneof(integer, real, text, bytes, preview, none),
    )
    .chain((cell) => fc.array(cell, { minLength: rows, maxLength: rows }));

const rowsOf = (rows: number, columns: number): fc.Arbitrary<Cell[][]> =>
  fc
    .tuple(...Array.from({ length: columns }, () => columnOf(rows)))
    .map((made) => Array.from({ length: rows }, (_, r) => made.map((column) => column[r] as Cell)));

const page = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) =>
  fc.record<RowPage>({
    offset: fc.nat(),
    placement: fc.constantFrom("exact", "estimated"),
    columns: fc.constant(Array.from({ length: columns }, (_, i) => `c${i}`)),
    rows: rowsOf(rows, columns),
    keys: fc.oneof(none, rowsOf(rows, 2) as fc.Arbitrary<RowPage["keys"]>),
    total: fc.constant({ rows, quality: "exact" }),
  }),
);

const { port1, port2 } = new MessageChannel();

function through<T>(value: T): T {
  port1.postMessage(value);
  return (receiveMessageOnPort(port2) as { message: T }).message;
}

/** -0 is not 0, and bytes are bytes. */
const exactly = (rows: Cell[][] | null) =>
  rows?.map((row) => row.map((cell) => (cell instanceof Uint8Array ? `bytes ${cell.join()}` : cell)));

test("any page comes out as it went in, with keys that its cells hold or that they do not", () => {
  const check = (given: RowPage) => {
    const come = unpackPage(through(packPage(given)));
    expect(exactly(come.rows)).toStrictEqual(exactly(given.rows));
    expect(exactly(come.keys)).toStrictEqual(exactly(given.keys));
    expect({ ...come, rows: [], keys: null }).toStrictEqual({ ...given, rows: [], keys: null });
  };
  fc.assert(
    fc.property(page, fc.nat(), fc.nat(), (given, a, b) => {
      check(given);
      const width = given.columns.length;
      const held = (row: Cell[]) => [row[a % width] as Cell, row[b % width] as Cell];
      check({ ...given, keys: given.rows.map((row) => held(row).slice(0, 1)) as RowPage["keys"] });
      check({ ...given, keys: given.rows.map(held) as RowPage["keys"] });
    }),
    { numRuns: 300 },
  );
});

describe("packing", () => {
  const many = (cell: (i: number) => unknown) => Array.from({ length: 20 }, (_, i) => [cell(i)]) as Cell[][];

  test("makes one array or one text of a column, and does not repeat keys", () => {
    const packed = packPage({
      offset: 0,
      placement: "exact",
      columns: ["id", "x"],
      rows: Array.from({ length: 20 }, (_, i) => [BigInt(i), `row ${i}`]),
      keys: Array.from({ length: 20 }, (_, i) => [BigInt(i)]),
      total: { rows: 20, quality: "exact" },
    });
    expect(packed.keys).toEqual({ places: [0] });
    expect(packed.packed).toMatchObject({
      columns: [{ integers: expect.any(BigInt64Array) }, { lengths: expect.anything() }],
    });
  });

  test.each([
    ["undefined", undefined],
    ["an object", {}],
    ["a function", () => 1],
    ["true", true],
  ])("refuses %s, alone and among others", (_name, wrong) => {
    expect(() => packRows(many(() => wrong))).toThrow(TypeError);
    expect(() => packRows(many((i) => (i === 7 ? wrong : "text")))).toThrow(TypeError);
    expect(() => packRows([[wrong as Cell]])).toThrow(TypeError);
  });
});
