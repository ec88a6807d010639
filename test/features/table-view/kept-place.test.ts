import { expect, it } from "vitest";
import { readPlace } from "../../../renderer/rows/view-state.ts";

it("a kept selection is read with what it was of, also as older versions wrote it; what is none is left out", () => {
  const ranges = [
    [1, 2, 0, 3],
    [4, 5, 0, 3, "rows"],
    [0, 9, 2, 2, "columns"],
    [0, 9, 2, 2, "cubes"],
    [0, 9, 2],
    [0, 9, -2, 2],
    [0, 9, 2, 2, "rows", 1],
    "rows",
  ];
  const place = { top: 3, left: 0, cell: { row: 4, column: 1 }, ranges };
  expect(readPlace({ place } as never)).toEqual({ ...place, ranges: ranges.slice(0, 3) });
  expect(readPlace(undefined)).toBeNull();
});
