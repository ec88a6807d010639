/** What another program has just changed: which cells are marked, and for how long. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FreshMarks } from "../../../renderer/rows/layers/fresh-marks.ts";
import type { CachedRow } from "../../../renderer/rows/cached-row.ts";
import type { Cell } from "../../../src-shared/model/cell.ts";

const row = (key: string | null, ...cells: Cell[]): CachedRow => ({
  cells,
  key: null,
  keyText: key,
  generation: 1,
  estimated: false,
});
const columns = ["a", "b"];
const none = () => false;
const repaint = vi.fn<() => void>();

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
afterEach(() => {
  vi.useRealTimers();
  repaint.mockClear();
});

describe("fresh marks", () => {
  it("marks cells that changed in a row of the same key, wherever it stands now", () => {
    const marks = new FreshMarks(repaint, none);
    const preview = { storage: "blob", head: new Uint8Array([1]), bytes: 100_000 } as const;
    const before = [row("1", 1n, "x"), row("2", 2n, preview), row(null, 3n, "z")];
    marks.compare(
      before,
      [row("2", 2n, { ...preview, bytes: 5 }), row("1", 1n, "x"), row(null, 4n, "z")],
      columns,
      none,
    );
    expect(marks.strength("2", "b")).toBe(1);
    expect(["a", "b"].map((column) => marks.strength("1", column))).toEqual([0, 0]);
    expect(marks.strength("2", "a")).toBe(0);
    marks.close();
  });

  it("fades within two seconds, and then nothing is painted any more", () => {
    const marks = new FreshMarks(repaint, none);
    marks.compare([row("1", 1n, "x")], [row("1", 1.0, "x")], columns, none);
    vi.advanceTimersByTime(900);
    expect(marks.strength("1", "a")).toBeCloseTo(0.5);
    vi.advanceTimersByTime(1100);
    expect(marks.strength("1", "a")).toBe(0);
    const painted = repaint.mock.calls.length;
    expect(painted).toBeGreaterThan(5);
    vi.advanceTimersByTime(5000);
    expect(repaint).toHaveBeenCalledTimes(painted);
  });

  it("does not mark what we stored ourselves, nor anything where no motion is wanted", () => {
    const marks = new FreshMarks(repaint, none);
    marks.compare([row("1", 1n, "x")], [row("1", 2n, "y")], columns, (_, column) => column === "a");
    expect([marks.strength("1", "a"), marks.strength("1", "b")]).toEqual([0, 1]);
    marks.close();
    const still = new FreshMarks(repaint, () => true);
    still.compare([row("1", 1n, "x")], [row("1", 2n, "y")], columns, none);
    expect(still.strength("1", "b")).toBe(0);
  });
});
