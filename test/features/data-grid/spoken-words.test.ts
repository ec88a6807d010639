/** What the grid's mirror says in words. */
import { expect, it } from "vitest";
import type { GridColumn } from "../../../renderer/ui/data-grid/grid-source.ts";
import { cellWords, headerWords, rowStateWords } from "../../../renderer/ui/data-grid/spoken-words.ts";

const stored = { label: "1", tone: null };

it("a cell says value, label, state and problem, and loading is not empty", () => {
  expect(cellWords(undefined, stored)).toBe("loading");
  expect(cellWords({ text: "", kind: "empty" }, stored)).toBe("empty text");
  expect(cellWords({ text: "47", kind: "integer", label: "Palisade Film" }, stored)).toBe("47, Palisade Film");
  const changed = { text: "7", kind: "integer", tone: "changed", said: "changed, was 6" } as const;
  expect(cellWords(changed, { label: "1", tone: "changed" })).toBe("7, changed, was 6");
  expect(cellWords({ ...changed, problem: "“n” must have a value (NOT NULL)." }, stored)).toBe(
    "7, changed, was 6, would fail because “n” must have a value (NOT NULL)",
  );
  expect(cellWords({ text: "x", kind: "text" }, { label: "1", tone: "deleted", said: "deleted, in conflict" })).toBe(
    "x, deleted, in conflict",
  );
});

it("a row says its state, also when the last commit refused it", () => {
  expect(rowStateWords(stored)).toBe("");
  expect(rowStateWords({ label: "*", tone: "new", problem: true })).toBe("new row, would fail");
  expect(rowStateWords({ label: "1", tone: "conflict", said: "refused by the commit" })).toBe("refused by the commit");
});

it("a header says what it is, and which of several orders", () => {
  const column: GridColumn = { name: "a", type: "", align: "left", width: 9, sortable: true, direction: null };
  expect(headerWords(column, 0)).toBe("a");
  expect(headerWords({ ...column, direction: "asc", sortPlace: 0 }, 1)).toBe("a");
  expect(headerWords({ ...column, title: "A", direction: "desc", sortPlace: 5, filtered: true }, 5)).toBe(
    "A, filtered, number 5 of 5 sort columns",
  );
});
