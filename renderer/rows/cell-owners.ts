/**
 * Which row of which table a cell belongs to. In a table view that is the row it stands in; in the result of a query each cell
 * may belong to another table's row, or to none.
 */
import type { Cell } from "../../src-shared/model/cell.ts";
import { rowKeyText } from "../../src-shared/model/rows.ts";
import { isFresh } from "../rpc/staged-index.ts";
import type { RowRef, StagedRow } from "../../src-shared/model/session.ts";
import type { RowTone } from "../ui/data-grid/grid-source.ts";
import type { CachedRow } from "./cached-row.ts";

/** What an edit of a cell is an edit of. */
export interface OwnedCell {
  readonly ref: RowRef;
  /** The column of its table. */
  readonly column: string;
  /** What is staged of its row. */
  readonly staged: StagedRow | undefined;
  /** What its table holds by now, where that is known to be another value than the one that was read. */
  readonly stored?: Cell | undefined;
  /** Up to the commits of which revision of the session that is known; undefined: all. */
  readonly seen?: number | undefined;
}

/** A row as gestures need it. */
export interface ShownRow {
  /** How it is addressed; null where rows cannot be. */
  readonly ref: RowRef | null;
  /** As the file has it; undefined for a row that is only staged. */
  readonly file: CachedRow | undefined;
  readonly staged: StagedRow | undefined;
  /** Up to the commits of which revision of the session it is known; undefined: those of now. */
  readonly seen?: number | undefined;
  /** Where each cell belongs to a row of its own (results): the owner of a cell, by column. */
  readonly owner?: ((column: string) => OwnedCell | null) | undefined;
}

/** Tells the owners of the cells of rows that are rows of no table. */
export interface CellOwners {
  /** null: the cell cannot be edited. */
  cell(file: CachedRow, column: string): OwnedCell | null;
  /** Why it cannot be, as a sentence. */
  locked(column: string): string;
  /** What is staged of the rows that own its cells. */
  tone(file: CachedRow): RowTone | null;
}

/** What a row is known by wherever it stands; the same for all rows without a key. */
export const nameOfRow = ({ ref, file }: ShownRow): string =>
  ref && isFresh(ref) ? ref.newId : (file?.keyText ?? rowKeyText([]));

/** The owner of a cell; null when it cannot be addressed. */
export function ownerOf(shown: ShownRow, column: string): OwnedCell | null {
  if (shown.owner) return shown.owner(column);
  return shown.ref && { ref: shown.ref, column, staged: shown.staged, seen: shown.seen };
}

/** What is staged of a cell and stands in its place; undefined when nothing is. */
export function stagedCell(shown: ShownRow, column: string): StagedRow["values"][number] | undefined {
  const owner = shown.owner?.(column);
  const staged = shown.owner ? owner?.staged : shown.staged;
  if (!staged || staged.state === "deleted") return undefined;
  const name = owner?.column ?? column;
  return staged.values.find((value) => value.column === name);
}

/**
 * What a row shows in a column, which stands at `place` among those that are shown: staged, else committed since it was read, else as it
 * was read; undefined where a new row leaves it open.
 */
export function cellOf(shown: ShownRow, column: string, place: number): Cell | undefined {
  const staged = stagedCell(shown, column)?.value;
  if (staged !== undefined) return staged;
  const stored = shown.owner?.(column)?.stored;
  return stored !== undefined ? stored : shown.file?.cells[place];
}
