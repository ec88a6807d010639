/** Columns in the user's order: random gestures keep every column exactly once. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  arrange,
  type ColumnLayout,
  moveColumn,
  pinUpTo,
  readLayout,
  rearranged,
  setHidden,
  setPinned,
} from "../../../renderer/rows/column-layout.ts";

const names = ["id", "a", "b", "c", "__proto__"];
const shown = (layout: ColumnLayout) => {
  const { names: all, shown: count } = arrange(names, layout);
  return all.slice(0, count);
};

describe("a layout of columns", () => {
  it("leaves what it does not name where it is, and passes over what is gone", () => {
    expect(arrange(names, {})).toEqual({ names, shown: 5, pinned: 0 });
    expect(shown({ order: ["c", "dropped", "a"] })).toEqual(["c", "a", "id", "b", "__proto__"]);
    expect(arrange(names, { hidden: ["a", "dropped"] }).names).toEqual(["id", "b", "c", "__proto__", "a"]);
    expect(arrange(names, { hidden: names })).toMatchObject({ shown: 1 });
    expect(arrange(names, { pinned: ["c"] })).toEqual({
      names: ["c", "id", "a", "b", "__proto__"],
      shown: 5,
      pinned: 1,
    });
  });

  it("a hidden column comes back where it was", () => {
    const hidden = setHidden({ order: ["c", "b"] }, ["b"], true);
    expect(shown(hidden)).toEqual(["c", "id", "a", "__proto__"]);
    expect(shown(setHidden(hidden, ["b"], false))).toEqual(["c", "b", "id", "a", "__proto__"]);
    const moved = moveColumn(names, hidden, "a", 0);
    expect(shown(setHidden(moved, ["b"], false))).toEqual(["a", "c", "b", "id", "__proto__"]);
  });

  it("a column that is moved among pinned ones is pinned, and out of them it is not", () => {
    const pinned = setPinned(setPinned({}, "b", true), "c", true);
    expect(shown(pinned)).toEqual(["b", "c", "id", "a", "__proto__"]);
    const into = moveColumn(names, pinned, "a", 1);
    expect([shown(into), arrange(names, into).pinned]).toEqual([["b", "a", "c", "id", "__proto__"], 3]);
    const out = moveColumn(names, into, "b", 4);
    expect([shown(out), arrange(names, out).pinned]).toEqual([["a", "c", "id", "__proto__", "b"], 2]);
  });

  it("all columns up to one are pinned where they stand", () => {
    const layout = { order: ["c", "a", "id"], hidden: ["a"] };
    const upTo = pinUpTo(names, layout, "id");
    expect([shown(upTo), arrange(names, upTo).pinned]).toEqual([["c", "id", "b", "__proto__"], 2]);
    expect(shown({ ...upTo, pinned: [] })).toEqual(shown(layout));
    expect(pinUpTo(names, layout, "a")).toBe(layout);
    expect(pinUpTo(names, layout, "dropped")).toBe(layout);
    // The last one is no place to pin to: something has to scroll.
    expect(arrange(names, pinUpTo(names, {}, "__proto__")).pinned).toBe(4);
  });

  it("whatever is done, each column is there once, and a moved one is where it was put", () => {
    const column = fc.constantFrom(...names);
    const gesture = fc.oneof(
      fc.record({ op: fc.constant("move" as const), column, to: fc.integer({ min: -1, max: 6 }) }),
      fc.record({ op: fc.constantFrom("hide" as const, "show" as const, "pin" as const, "unpin" as const), column }),
    );
    fc.assert(
      fc.property(fc.array(gesture, { maxLength: 12 }), (gestures) => {
        let layout: ColumnLayout = {};
        for (const step of gestures) {
          const before = shown(layout);
          if (step.op === "move") layout = moveColumn(names, layout, step.column, step.to);
          else if (step.op === "hide" || step.op === "show")
            layout = setHidden(layout, [step.column], step.op === "hide");
          else layout = setPinned(layout, step.column, step.op === "pin");
          const after = arrange(names, layout);
          expect([...after.names].sort()).toEqual([...names].sort());
          expect(after.pinned).toBeLessThan(after.shown);
          if (step.op !== "move" || !before.includes(step.column)) continue;
          expect(shown(layout).indexOf(step.column)).toBe(Math.max(0, Math.min(step.to, before.length - 1)));
        }
        expect(readLayout(JSON.parse(JSON.stringify(layout)))).toMatchObject(layout);
      }),
    );
  });

  it("cells follow their columns", () => {
    const page = { columns: ["id", "a"], rows: [[1, 2]], keys: null };
    expect(rearranged(page, ["a", "id"])).toEqual({ columns: ["a", "id"], rows: [[2, 1]], keys: null });
    expect(rearranged(page, ["id", "a"])).toBe(page);
  });
});
