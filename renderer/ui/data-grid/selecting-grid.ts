/**
 * The grid with our own selection (selection-model.ts): whichever handler, ours or the library's, asks for a change of what is
 * selected comes here. What is painted is made from the model; what the source no longer has is not selected any longer.
 */
import { type Grid, type GridModel, GridRange, RangedSelection, type Selection } from "@deephaven/grid";
import type { CellPlace, CellRange, GridSelection } from "./grid-source.ts";
import type { SourceModel } from "./grid-model.ts";
import { FollowedRows } from "./follow-rows.ts";
import { RestingGrid } from "./resting-grid.ts";
import { type GridReach, press, pressKey, type PressMode, type PressedKey } from "./selection-keys.ts";
import {
  dragTo,
  fitSelected,
  rangesOf,
  selectCell,
  type Selected,
  selectPart,
  selectRanges,
  settle,
  withActive,
  withColumns,
} from "./selection-model.ts";
import { type GridSize, isWholeIn, sameRange, type SelectionKind } from "./selection-ranges.ts";

type Ends = Parameters<Grid["handleMouseSelectStart"]>[0];

/** What the library paints. A row or column counts as selected only when it was selected as a whole. */
class PaintedSelection extends RangedSelection {
  readonly #ranges: readonly CellRange[];
  constructor(selected: Selected, ranges: readonly CellRange[], getModel: () => GridModel) {
    const painted = ranges.map((r) => new GridRange(r.firstColumn, r.firstRow, r.lastColumn, r.lastRow));
    const { active, focus } = selected ?? {};
    const cursor = [active?.row ?? null, active?.column ?? null] as const;
    super(painted, getModel, ...cursor, ...cursor, focus?.row ?? null, focus?.column ?? null);
    this.#ranges = ranges;
  }
  override isRowSelected(row: number): boolean {
    return isWholeIn(this.#ranges, "rows", { row, column: 0 });
  }
  override isColumnSelected(column: number): boolean {
    return isWholeIn(this.#ranges, "columns", { row: 0, column });
  }
}

/** What was made of the selection last, and for which size of the grid. */
interface MadeSelection {
  readonly of: Selected;
  readonly size: GridSize;
  /** What of it is inside the grid. */
  readonly now: Selected;
  readonly ranges: readonly CellRange[];
  readonly told: GridSelection;
}

function sameSelection(a: GridSelection, b: GridSelection): boolean {
  const isSameCell = a.cursor?.row === b.cursor?.row && a.cursor?.column === b.cursor?.column;
  const isSame = (range: CellRange, i: number) => sameRange(range, b.ranges[i]);
  return isSameCell && a.ranges.length === b.ranges.length && a.ranges.every(isSame);
}

const nothing: GridSelection = { cursor: null, ranges: [] };

export class SelectingGrid extends RestingGrid {
  #selected: Selected = null;
  /** The columns that the places in the selection are of. */
  #columns: readonly { readonly name: string }[] = [];
  #made: MadeSelection | null = null;
  readonly #rows = new FollowedRows();
  /** What was painted last. */
  #shown: GridSelection | null = null;

  /** What is selected now, whatever has been painted yet. */
  get selected(): GridSelection {
    return this.#now().told;
  }

  /** Is this row or column selected as a whole, or (`cells`) this cell at all? */
  holds(kind: SelectionKind, cell: CellPlace): boolean {
    return isWholeIn(this.#now().ranges, kind, cell);
  }

  /** Selects rows, columns or cells between two corners. */
  selectPart(kind: SelectionKind, anchor: CellPlace, focus = anchor): void {
    this.#set(selectPart(kind, anchor, focus));
  }

  /** Selects these ranges; the active cell is one of theirs. */
  selectRanges(ranges: readonly CellRange[], active: CellPlace): void {
    this.#set(selectRanges(ranges, active));
  }

  /** A press on a row's number, a header or a cell. */
  press(kind: SelectionKind, cell: CellPlace, mode: PressMode): void {
    const size = this.#size();
    if (cell.row < size.rowCount && cell.column < size.columnCount)
      this.#set(press(this.#now().now, kind, cell, mode, size));
  }

  /** A press on a header, in the row of the active cell. */
  pressHeader(column: number, mode: PressMode): void {
    this.press("columns", { row: this.selected.cursor?.row ?? this.#reach().top, column }, mode);
    this.handleMouseSelectEnd();
  }

  /** A key that moves or extends; false when it does not. */
  pressKey(key: PressedKey): boolean {
    const before = this.#now().now;
    const reach = this.#reach();
    const next = pressKey(before, key, reach);
    if (!next) return false;
    this.#set(next);
    const { kind, focus } = next;
    const column = kind === "rows" || kind === "all" ? null : focus.column;
    const row = kind === "columns" || kind === "all" ? null : focus.row;
    const from = key.shiftKey ? before?.focus.row : before?.active.row;
    if (key.key.startsWith("Page") && row !== null) this.#turnPage(from ?? reach.top, row);
    else if (key.key !== " ") this.moveViewToCell(column, row);
    return true;
  }

  /** Scrolls to the first row. */
  toTop(): void {
    this.setViewState({ top: 0, topOffset: 0 });
  }

  /** The source may have other rows or columns by now. */
  followSource(): void {
    if (this.#now().told !== this.#shown) this.#paint();
  }

  override handleMouseSelectStart({ row, column }: Ends, mode: PressMode): void {
    if (row === null) return;
    if (column === null) this.press("rows", { row, column: this.#reach().left }, mode);
    else this.press("cells", { row, column }, mode);
    // The library outlines what Ctrl and a drag add: between cells, not between rows' numbers.
    this.setState({ gestureMode: column === null || this.#selected?.removes ? null : mode });
  }

  override handleMouseSelectDrag({ row, column }: Ends): void {
    const { now } = this.#now();
    if (!now || row === null) return;
    this.#set(dragTo(now, { row, column: column ?? now.focus.column }));
    this.moveViewToCell(column, row);
  }

  override handleMouseSelectEnd(): void {
    this.#set(settle(this.#now().now, this.#size()));
    this.setState({ gestureMode: null });
  }

  override handleKeySelectAt({ row, column }: Ends, mode: PressMode): void {
    if (row === null || column === null) return;
    this.press("cells", { row, column }, mode);
    this.moveViewToCell(column, row);
  }

  override handleKeyAdvanceCursor(direction: Parameters<Grid["handleKeyAdvanceCursor"]>[0]): void {
    const { now } = this.#now();
    if (!now) return;
    const next = this.#painted().getNextCursorInDirection(now.active, direction);
    if (next?.row == null || next.column == null) return;
    const cell = { row: next.row, column: next.column };
    this.#set(this.holds("cells", cell) ? withActive(now, cell) : selectCell(cell));
    this.moveViewToCell(cell.column, cell.row);
  }

  override handleKeyMoveCursor(column: number, row: number): void {
    this.handleKeySelectAt({ row, column }, "replace");
  }

  override selectAll(): void {
    const { top, left } = this.#reach();
    this.#set(selectPart("all", this.#now().now?.active ?? { row: top, column: left }));
  }

  override clearSelectedRanges(): void {
    this.#set(null);
  }

  override getSelection(): Selection {
    return this.#painted();
  }

  /** The library would take away all that is selected when one row of it is gone; the model keeps what is still there. */
  override validateSelection(): boolean {
    return true;
  }

  #source() {
    return (this.props.model as SourceModel).source;
  }

  #size(): GridSize {
    const { rowCount, columns } = this.#source();
    return { rowCount, columnCount: columns.length };
  }

  #reach(): GridReach {
    const { metrics } = this;
    const { rowCount, columnCount } = this.#size();
    const isAtStart = !metrics || (metrics.left === 0 && metrics.leftOffset === 0);
    const shownRows = metrics ? metrics.bottomVisible - metrics.topVisible + (metrics.hasHorizontalBar ? 0 : 1) : 1;
    return {
      rowCount,
      columnCount,
      top: Math.max(0, Math.min(metrics?.topVisible ?? 0, rowCount - 1)),
      left: isAtStart ? 0 : Math.max(0, Math.min(metrics.leftVisible, columnCount - 1)),
      pinned: Math.min(metrics?.floatingLeftColumnCount ?? 0, columnCount - 1),
      pageRows: Math.max(1, shownRows),
    };
  }

  /** Scrolls so that a row stands where the row one came from stood. */
  #turnPage(from: number, to: number): void {
    const { topVisible = 0, lastTop = 0 } = this.metrics ?? {};
    this.setViewState({ top: Math.max(0, Math.min(to - (from - topVisible), lastTop)), topOffset: 0 });
  }

  /** The selection in the grid as it is now: places go with their columns, and what is gone is not selected. */
  #now(): MadeSelection {
    const { columns, rowKeys } = this.#source();
    const size = this.#size();
    const followed = this.#rows.follow(this.#selected, size, rowKeys);
    // Where the rows are is not known yet: until it is, nothing is selected.
    if (followed === undefined)
      return (this.#made = { of: this.#selected, size, now: null, ranges: [], told: nothing });
    if (followed !== this.#selected || this.#made?.told === nothing) this.#made = null;
    this.#selected = followed;
    if (columns !== this.#columns && columns.length > 0) {
      const before = this.#columns;
      this.#columns = columns;
      const isMoved = before.length !== columns.length || before.some(({ name }, i) => name !== columns[i]?.name);
      if (isMoved && before.length > 0) {
        const places = new Map(columns.map(({ name }, place) => [name, place]));
        const placeOf = (column: number): number | null => places.get(before[column]?.name ?? "") ?? null;
        this.#selected = withColumns(this.#selected, placeOf, { ...size, columnCount: before.length }, size);
        this.#rows.note(this.#selected, size, rowKeys);
      }
    }
    const made = this.#made;
    const isSame = made?.size.rowCount === size.rowCount && made.size.columnCount === size.columnCount;
    if (made && isSame && made.of === this.#selected) return made;
    const now = fitSelected(this.#selected, size);
    const ranges = rangesOf(now, size);
    // All there is, is whole rows to everyone else: a header's menu is not about every column then.
    const outside = ranges.map((range) => (range.wholeRows ? { ...range, wholeColumns: false } : range));
    const cursor = now?.active ?? null;
    const isAsBefore = made && sameSelection(made.told, { cursor, ranges: outside });
    const told = isAsBefore ? made.told : { cursor, ranges: outside };
    return (this.#made = { of: this.#selected, size, now, ranges, told });
  }

  #set(selected: Selected): void {
    // Its places are those of the columns that are there now.
    if (selected === this.#now().of) return;
    this.#selected = selected;
    this.#paint();
  }

  #painted(): RangedSelection {
    const { now, ranges } = this.#now();
    return new PaintedSelection(now, ranges, () => this.getModel());
  }

  #paint(): void {
    this.#shown = this.#now().told;
    const selection = this.#painted();
    this.setState({ selection, lastSelection: selection, selectedRanges: selection.toRanges() });
  }
}
