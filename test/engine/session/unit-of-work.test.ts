/** How edits of one row fold into what is staged of it. */
import { expect, test } from "vitest";
import { type Entry, foldEdit, type GroundedEdit, stagedId } from "../../../electron/engine/session/unit-of-work.ts";
import type { Cell, Scalar } from "../../../src-shared/model/cell.ts";
import type { RowRef } from "../../../src-shared/model/session.ts";

const table = { schema: "main", name: "t" };
const old: RowRef = { table, key: [1n] };
const fresh: RowRef = { table, newId: "n" };
const set = (column: string, value: Scalar, base?: Cell, row: RowRef = old): GroundedEdit => ({
  op: "set",
  row,
  column,
  value,
  witness: [],
  ...(base === undefined ? {} : { base }),
});
const fold = (...edits: GroundedEdit[]) => edits.reduce<Entry | undefined>(foldEdit, undefined)?.staged;

test("a cell keeps its first base", () => {
  expect(fold(set("a", 2n, 1n), set("a", 3n, 2n))).toMatchObject({ state: "dirty", values: [{ base: 1n, value: 3n }] });
});

test("the base value again is no edit; the same number of another class is one", () => {
  expect(fold(set("a", 2n, 1n), set("a", 1n, 1n))).toBeUndefined();
  expect(fold(set("a", 2n, 1n), set("a", 1, 1n))).toMatchObject({ values: [{ base: 1n, value: 1 }] });
  expect(fold(set("a", new Uint8Array([1]), new Uint8Array([1])))).toBeUndefined();
  expect(fold(set("a", 2n, 1n), set("b", null, "x"), set("a", 1n))).toMatchObject({ values: [{ column: "b" }] });
});

test("the same value again is the same state, so that it leaves no undo step", () => {
  const staged = foldEdit(undefined, set("a", 2n, 1n));
  expect(foldEdit(staged, set("a", 2n, 1n))).toBe(staged);
  const linked = foldEdit(staged, { ...set("b", 5n, 4n), link: { column: "b", to: "main t new n" } } as GroundedEdit);
  expect(foldEdit(linked, set("a", 2n, 1n))).toBe(linked);
  expect(foldEdit(linked, set("b", 5n, 4n))).not.toBe(linked);
});

test("deleting a dirty row keeps the bases that were seen first", () => {
  const seen = [
    { column: "a", base: 9n },
    { column: "b", base: "b" },
  ];
  expect(fold(set("a", 2n, 1n), { op: "delete", row: old, seen })).toMatchObject({
    state: "deleted",
    values: [
      { column: "a", base: 1n },
      { column: "b", base: "b" },
    ],
  });
  const nothing = fold(set("a", 2n, null), { op: "delete", row: old, seen });
  expect(nothing?.values[0]).toEqual({ column: "a", base: null });
});

test("a deleted row cannot be edited, but taken back", () => {
  const deleted: GroundedEdit = { op: "delete", row: old, seen: [] };
  expect(() => fold(deleted, set("a", 1n, 2n))).toThrow(/staged to be deleted/);
  expect(fold(deleted, { op: "revert", row: old })).toBeUndefined();
});

test("new rows: set, revert a column, delete", () => {
  const insert: GroundedEdit = {
    op: "insert",
    row: fresh,
    values: [
      { column: "a", value: 1n },
      { column: "a", value: 2n },
    ],
  };
  expect(fold(insert, set("b", 3n, undefined, fresh))).toMatchObject({
    state: "new",
    values: [{ value: 2n }, { value: 3n }],
  });
  expect(fold(insert, { op: "revert", row: fresh, column: "a" })).toMatchObject({ state: "new", values: [] });
  expect(fold(insert, { op: "delete", row: fresh, seen: [] })).toBeUndefined();
  expect(() => fold(set("b", 3n, undefined, fresh))).toThrow(/not staged any more/);
  expect(() => fold(insert, insert)).toThrow(/staged already/);
});

test("a row has one id, however its key is written", () => {
  expect(stagedId({ table, key: [1n] })).not.toBe(stagedId({ table, key: [1] }));
  expect(stagedId({ table, key: ["1"] })).not.toBe(stagedId({ table, newId: "1" }));
  expect(stagedId({ table: { schema: "main", name: 'a"b' }, key: [1n] })).not.toBe(
    stagedId({ table: { schema: 'main","a', name: "b" }, key: [1n] }),
  );
});
