/** Tables that belong together are found by their foreign keys, always the same, and coloured so. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { groupColours, groupsOf } from "../../../../renderer/features/model-editor/diagram/data/groups.ts";
import {
  coloursOf,
  readKept,
  withColour,
} from "../../../../renderer/features/model-editor/diagram/data/kept-diagram.ts";
import { made } from "./made.ts";

const pairs = fc.array(fc.tuple(fc.nat(14), fc.nat(14)), { maxLength: 40 });
const tables = (count: number) => Array.from({ length: count }, () => 3);

test("groups have more keys inside than between; what refers to nothing is in none", () => {
  // Two triangles with one key between, a pair, one alone, one that refers to itself.
  const data = made(tables(10), [
    [0, 1],
    [1, 2],
    [2, 0],
    [3, 4],
    [4, 5],
    [5, 3],
    [2, 3],
    [6, 7],
    [9, 9],
  ]);
  expect(groupsOf(data)).toEqual([
    ["t0", "t1", "t2"],
    ["t3", "t4", "t5"],
    ["t6", "t7"],
  ]);
  const colours = groupColours(data);
  expect(colours.get("t0")).toBe(colours.get("t2"));
  expect(new Set([colours.get("t0"), colours.get("t3"), colours.get("t6")]).size).toBe(3);
  expect([colours.has("t8"), colours.has("t9")]).toEqual([false, false]);
});

test("the order of tables and keys says nothing, and no table is in two groups", () => {
  fc.assert(
    fc.property(pairs, fc.infiniteStream(fc.nat()), (keys, seeds) => {
      const data = made(tables(15), keys);
      const groups = groupsOf(data);
      const shuffled = <T>(list: readonly T[]): T[] =>
        list
          .map((one) => ({ one, at: seeds.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
      expect(groupsOf({ tables: shuffled(data.tables), keys: shuffled(data.keys) })).toEqual(groups);
      const all = groups.flat();
      expect(new Set(all).size).toBe(all.length);
      const inKeys = new Set(keys.filter(([a, b]) => a !== b).flatMap(([a, b]) => [`t${a}`, `t${b}`]));
      expect(all.filter((id) => !inKeys.has(id))).toEqual([]);
      // Dividing is no worse than one group for all: modularity is not below zero.
      const group = new Map(groups.flatMap((ids, at) => ids.map((id) => [id, at] as const)));
      const real = data.keys.filter(({ child, parent }) => child !== parent);
      const degree = new Map<string, number>();
      for (const { child, parent } of real) for (const id of [child, parent]) degree.set(id, (degree.get(id) ?? 0) + 1);
      const inside = real.filter(({ child, parent }) => group.get(child) === group.get(parent)).length;
      const expected = groups
        .map((ids) => ids.reduce((sum, id) => sum + (degree.get(id) ?? 0), 0))
        .reduce((sum, all) => sum + all * all, 0);
      if (real.length > 0)
        expect(inside / real.length).toBeGreaterThanOrEqual(expected / (2 * real.length) ** 2 - 1e-9);
    }),
  );
});

test("a table's own colour wins over its group's; it can have none; without groups only own colours are drawn", () => {
  const groups = new Map([
    ["a", "blue"],
    ["b", "blue"],
    ["c", "green"],
  ] as const);
  const kept = withColour(withColour(readKept(null), ["a"], "red"), ["b"], "none");
  expect(coloursOf(kept, groups)).toEqual({ a: "red", c: "green" });
  expect(coloursOf({ ...kept, grouped: false }, groups)).toEqual({ a: "red" });
  expect(coloursOf(withColour(kept, ["a", "b"], null), groups)).toEqual({ a: "blue", b: "blue", c: "green" });
});
