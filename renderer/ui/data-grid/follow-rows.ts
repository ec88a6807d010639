/**
 * The selection goes with its rows, not with their places: rows are read again whenever the file changes, and others may stand
 * where the selected ones stood. What cannot be followed (gone, or not loaded) is not selected any longer.
 */
import type { CellRange, RowKeys } from "./grid-source.ts";
import { rangesOf, type Selected, selectCell, type SelectedCells, selectRanges } from "./selection-model.ts";
import type { GridSize } from "./selection-ranges.ts";

/** Of larger selections only so many rows are followed; when they may have moved, nothing is selected. */
const mostRows = 20_000;

/** What is known of the row at a place of the selection. */
interface Noted {
  /** undefined: it was not loaded. */
  readonly key: string | undefined;
  /** Of which reading its place is. */
  readonly reading: number;
}

/** Where a row is now: `gone`, or `unknown` because it is not loaded and others may have come there. */
type Place = number | "gone" | "unknown";

const sameState = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((part, i) => part === b[i]);

export class FollowedRows {
  #noted = new Map<number, Noted>();
  #of: Selected = null;
  #state: readonly unknown[] = [];
  #keys: RowKeys | undefined;
  /** How large the grid was. */
  #size: GridSize = { rowCount: 0, columnCount: 0 };
  /** There were more rows than are followed; their places are of this reading. */
  #rest: number | null = null;

  /** Whose rows these are: from here on they are followed. */
  note(selected: Selected, size: GridSize, keys: RowKeys | undefined): void {
    const before = this.#of === selected ? this.#noted : new Map<number, Noted>();
    this.#of = selected;
    this.#keys = keys;
    this.#state = keys?.state ?? [];
    this.#size = size;
    this.#rest = null;
    this.#noted = new Map();
    if (!selected || !keys) return;
    for (const row of rowsOf(selected, size)) {
      if (this.#noted.size >= mostRows) {
        this.#rest = keys.reading;
        break;
      }
      const now = keys.at(row);
      const known = now && { key: now.key, reading: now.reading };
      this.#noted.set(row, known ?? before.get(row) ?? { key: undefined, reading: keys.reading });
    }
  }

  /**
   * The selection where its rows are now. `null`: nothing of it is left; `undefined`: that is not known before rows are there,
   * and until then nothing counts as selected.
   */
  follow(selected: Selected, size: GridSize, keys: RowKeys | undefined): Selected | undefined {
    if (this.#of !== selected || !selected || !keys) {
      this.note(selected, size, keys);
      return selected;
    }
    const isOther = this.#keys !== keys;
    if (!isOther && sameState(this.#state, keys.state)) return selected;
    if (isOther) for (const [row, { key }] of this.#noted) this.#noted.set(row, { key, reading: -1 });
    if (keys.waiting && [...this.#noted.keys()].some((row) => !keys.at(row))) return undefined;
    const places = this.#places(keys);
    const isRestStill = this.#rest === null || (!isOther && this.#rest === keys.reading);
    const placeOf = (row: number): Place => places.get(row) ?? (isRestStill ? row : "unknown");
    const isStill = isRestStill && [...places].every(([row, place]) => row === place);
    // What was selected was so in the grid as it was then.
    const next = isStill ? selected : moved(selected, this.#size, placeOf);
    if (next !== selected) this.#of = null;
    this.note(next, size, keys);
    return next;
  }

  #places(keys: RowKeys): Map<number, Place> {
    const places = new Map<number, Place>();
    const missing = new Set<string>();
    for (const [row, { key, reading }] of this.#noted) {
      const now = keys.at(row);
      if (now === undefined && reading >= keys.reading) places.set(row, row);
      else if (key === undefined) places.set(row, now && now.reading <= reading ? row : "unknown");
      else if (now?.key === key) places.set(row, row);
      else missing.add(key);
    }
    if (missing.size === 0) return places;
    const found = keys.find(missing);
    for (const [row, { key }] of this.#noted) {
      if (places.has(row) || key === undefined) continue;
      places.set(row, found.get(key) ?? (keys.at(row) === undefined ? "unknown" : "gone"));
    }
    return places;
  }
}

/** Places of the rows that a selection is about, each once: its active cell's first. Whole columns are about no row. */
function* rowsOf(selected: SelectedCells, size: GridSize): Generator<number> {
  const { active } = selected;
  yield active.row;
  for (const { firstRow, lastRow, wholeColumns } of rangesOf(selected, size)) {
    if (wholeColumns) continue;
    for (let row = firstRow; row <= lastRow; row++) if (row !== active.row) yield row;
  }
}

/** The same rows of a range where they are now: nothing when one of them may be anything. */
function movedRange(range: CellRange, placeOf: (row: number) => Place): CellRange[] {
  if (range.wholeColumns) return [range];
  const places = new Set<number>();
  for (let row = range.firstRow; row <= range.lastRow; row++) {
    const place = placeOf(row);
    if (place === "unknown") return [];
    if (place !== "gone") places.add(place);
  }
  const ranges: CellRange[] = [];
  for (const row of [...places].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last.lastRow === row - 1) ranges[ranges.length - 1] = { ...last, lastRow: row };
    else ranges.push({ ...range, firstRow: row, lastRow: row });
  }
  return ranges;
}

/** The selection with its rows at other places. */
function moved(selected: SelectedCells, size: GridSize, placeOf: (row: number) => Place): Selected {
  const { active, anchor, focus, kind } = selected;
  const row = placeOf(active.row);
  const isHigh = kind === "columns" || kind === "all";
  if (isHigh && selected.others.length === 0) {
    // All rows there are: only the active cell has a row of its own.
    const at = typeof row === "number" ? row : active.row;
    return { ...selected, active: { ...active, row: at }, anchor: { ...anchor, row: at } };
  }
  const ranges = rangesOf(selected, size).flatMap((range) => movedRange(range, placeOf));
  const now = typeof row === "number" ? { row, column: active.column } : null;
  const [only] = ranges;
  const [from, to] = [placeOf(anchor.row), placeOf(focus.row)];
  const isWhole = ranges.length === 1 && selected.others.length === 0 && !selected.removes;
  if (now && isWhole && typeof from === "number" && typeof to === "number") {
    const isSpan = only?.firstRow === Math.min(from, to) && only.lastRow === Math.max(from, to);
    if (isSpan) return { ...selected, active: now, anchor: { ...anchor, row: from }, focus: { ...focus, row: to } };
  }
  const last = ranges.at(-1);
  if (!last) return now && selectCell(now);
  return selectRanges(ranges, now ?? { row: last.firstRow, column: Math.max(last.firstColumn, active.column) });
}
