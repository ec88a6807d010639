import { describe, expect, test } from "vitest";
import {
  firstTable,
  tableAfter,
  tableBeside,
} from "../../../../renderer/features/model-editor/diagram/layout/beside.ts";
import type { PlacedBox } from "../../../../renderer/features/model-editor/diagram/layout/boxes.ts";

const box = (id: string, x: number, y: number): PlacedBox => ({ id, x, y, width: 100, height: 60, rows: [] });

/*  a   b
 *    d
 *  c
 */
const placed = [box("c", 0, 400), box("b", 300, 0), box("d", 120, 200), box("a", 0, 0)];

test("Tab comes in at the first table in reading order", () => {
  expect(firstTable(placed)).toBe("a");
  expect(firstTable([])).toBeNull();
});

describe("arrow keys", () => {
  test.each([
    ["a", { x: 1, y: 0 }, "b"],
    ["a", { x: 0, y: 1 }, "c"],
    ["d", { x: 0, y: -1 }, "a"],
    ["b", { x: -1, y: 0 }, "a"],
    ["c", { x: 0, y: -1 }, "a"],
    ["a", { x: -1, y: 0 }, null],
    ["c", { x: 0, y: 1 }, null],
    ["nobody", { x: 0, y: 1 }, null],
  ])("from %s by %o to %s", (from, way, to) => {
    expect(tableBeside(placed, from, way)).toBe(to);
  });
});

test("every table is reached in reading order, round, both ways", () => {
  const walk = (by: 1 | -1) => {
    const found = ["a"];
    while (found.length < 5) found.push(tableAfter(placed, found.at(-1) ?? "", by) ?? "");
    return found;
  };
  expect(walk(1)).toEqual(["a", "b", "d", "c", "a"]);
  expect(walk(-1)).toEqual(["a", "c", "d", "b", "a"]);
  expect(tableAfter(placed, "nobody", 1)).toBeNull();
});
