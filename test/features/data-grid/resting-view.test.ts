import type { GridMetrics } from "@deephaven/grid";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Resting, RestingView } from "../../../renderer/ui/data-grid/resting-view.ts";

/** Measures of a view of ten rows and one column whose first row is `top`. */
function at(top: number, rows = 10): GridMetrics {
  const visibleRows = Array.from({ length: rows }, (_, i) => top + i);
  return {
    top,
    left: 0,
    topOffset: 0,
    leftOffset: 0,
    width: 300,
    height: 240,
    columnCount: 1,
    gridX: 40,
    gridY: 36,
    visibleColumns: [0],
    visibleRows,
    floatingColumns: [],
    floatingLeftColumnCount: 0,
    floatingLeftWidth: 0,
    allColumnXs: new Map([[0, 0]]),
    allColumnWidths: new Map([[0, 100]]),
    allRowYs: new Map(visibleRows.map((row, i) => [row, i * 24])),
    allRowHeights: new Map(visibleRows.map((row) => [row, 24])),
  } as unknown as GridMetrics;
}

function watched() {
  const resting = new RestingView();
  const told: Resting[] = [];
  const rests = vi.fn<() => void>();
  resting.subscribe((now) => told.push(now));
  resting.onRest = rests;
  return { resting, told, rests };
}

describe("the view at rest", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is told once after it moved, with the rows where it stopped", () => {
    const { resting, told, rests } = watched();
    for (let top = 0; top < 50; top++) {
      resting.painted(at(top));
      vi.advanceTimersByTime(16);
    }
    expect(told).toEqual([]);
    vi.advanceTimersByTime(60);
    expect(told.map(({ view }) => view.rows[0]?.index)).toEqual([49]);
    expect(rests).toHaveBeenCalledOnce();
  });

  it("tells nothing of rows that come in while it moves, and of all of them together when it rests", () => {
    const { resting, told } = watched();
    for (let top = 0; top < 20; top++) {
      resting.painted(at(top * 1000));
      resting.changed();
      vi.advanceTimersByTime(16);
    }
    expect(told).toEqual([]);
    vi.advanceTimersByTime(60);
    expect(told).toHaveLength(1);
    expect(told[0]?.version).toBe(1);
  });

  it("comes to rest while the same place is painted again and again", () => {
    const { resting, told } = watched();
    for (let frame = 0; frame < 10; frame++) {
      resting.painted(at(7));
      resting.changed();
      vi.advanceTimersByTime(16);
    }
    expect(told.map(({ view }) => view.rows[0]?.index)).toContain(7);
  });

  it("gathers changes at rest, and does not rest anew when it is only painted", () => {
    const { resting, told, rests } = watched();
    resting.painted(at(0));
    vi.advanceTimersByTime(100);
    for (let i = 0; i < 5; i++) {
      resting.changed();
      resting.painted(at(0));
    }
    vi.advanceTimersByTime(100);
    expect(told.map(({ version }) => version)).toEqual([0, 1]);
    expect(rests).toHaveBeenCalledOnce();
    // The same rows object: nothing moved.
    expect(told[1]?.view).toBe(told[0]?.view);
  });

  it("tells of a row more at the same place", () => {
    const { resting, told } = watched();
    resting.painted(at(0, 3));
    vi.advanceTimersByTime(100);
    resting.painted(at(0, 4));
    vi.advanceTimersByTime(100);
    expect(told.map(({ view }) => view.rows.length)).toEqual([3, 4]);
  });

  it("says that it is behind from the first change until all is told, and when that changes", () => {
    const { resting } = watched();
    const said: boolean[] = [];
    resting.onBehind = () => said.push(resting.behind);
    resting.painted(at(0));
    vi.advanceTimersByTime(30);
    resting.painted(at(5));
    expect(said).toEqual([true, true]);
    vi.advanceTimersByTime(60);
    expect(said).toEqual([true, true, false]);
    resting.changed();
    expect(resting.behind).toBe(true);
    vi.advanceTimersByTime(30);
    expect(resting.behind).toBe(false);
    // Moved and moved back: nothing to tell, and at rest again.
    resting.painted(at(6));
    resting.painted(at(5));
    expect(resting.behind).toBe(true);
    vi.advanceTimersByTime(60);
    expect(said.at(-1)).toBe(false);
  });

  it("tells nothing when it is closed", () => {
    const { resting, told } = watched();
    resting.painted(at(0));
    resting.changed();
    resting.close();
    vi.advanceTimersByTime(200);
    expect(told).toEqual([]);
  });
});
