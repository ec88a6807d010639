/**
 * What one row's staged change becomes when it is edited again. Pure: no file, no journal, no clock.
 * The words are SQLAlchemy's: new, dirty, deleted.
 */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { type Cell, type Scalar, sameScalar } from "../../../src-shared/model/cell.ts";
import { objectKey } from "../../../src-shared/model/names.ts";
import { rowKeyText } from "../../../src-shared/model/rows.ts";
import type { RowRef, StagedRow } from "../../../src-shared/model/session.ts";

/** What a column held when an edit was based on it. */
export interface SeenCell {
  readonly column: string;
  readonly base: Cell;
}

/** One staged row as the session keeps it. Never changed in place: an edit makes a new one. */
export interface Entry {
  /** What the page is told. */
  readonly staged: StagedRow;
  /**
   * Cells that are not edited but prove at commit that the row under this address is still the one that was edited:
   * rowids of tables without an INTEGER PRIMARY KEY are given anew by VACUUM
   * (https://www.sqlite.org/lang_vacuum.html).
   */
  readonly witness: readonly SeenCell[];
  /** Columns that refer to rows which are staged as well and not in the file yet (new-keys.ts). */
  readonly links?: readonly Link[];
}

/** The value of this column is the key of the new row with this id. */
export interface Link {
  readonly column: string;
  readonly to: string;
}

/** An edit whose table, columns and base values are known to be good (ground-edit.ts makes them). */
export type GroundedEdit =
  | { op: "set"; row: RowRef; column: string; value: Scalar; base?: Cell; witness: readonly SeenCell[]; link?: Link }
  | {
      op: "insert";
      row: RowRef;
      values: readonly { column: string; value: Scalar }[];
      rowid?: bigint;
      links?: readonly Link[];
    }
  | { op: "delete"; row: RowRef; seen: readonly SeenCell[] }
  | { op: "revert"; row: RowRef; column?: string };

/** Is this a row that exists only in the session? */
export function isNew(row: RowRef): row is Extract<RowRef, { newId: string }> {
  return "newId" in row;
}

/** The id of a row in the session: the same for the same row, whenever it is staged. */
export function stagedId(row: RowRef): string {
  const address = isNew(row) ? `new ${row.newId}` : rowKeyText(row.key);
  return `${objectKey(row.table)} ${address}`;
}

/**
 * The row after an edit; undefined when nothing is staged of it any more. Throws an AppError: `row.gone` for a new row
 * that is not staged, `value.refused` for an edit that contradicts what is staged.
 */
export function foldEdit(entry: Entry | undefined, edit: GroundedEdit): Entry | undefined {
  switch (edit.op) {
    case "insert":
      return foldInsert(entry, edit);
    case "set":
      return isNew(edit.row) ? setNew(entry, edit) : setDirty(entry, edit);
    case "delete":
      return foldDelete(entry, edit);
    case "revert":
      return edit.column === undefined ? undefined : revertColumn(entry, edit.column);
  }
}

function foldInsert(entry: Entry | undefined, edit: GroundedEdit & { op: "insert" }): Entry {
  if (entry) throw refused("This new row is staged already.", "Edit the row that is there.");
  const last = new Map(edit.values.map((v) => [v.column, v.value]));
  const values = [...last].map(([column, value]) => ({ column, value }));
  const rowid = edit.rowid === undefined ? {} : { rowid: edit.rowid };
  const links = edit.links === undefined ? {} : { links: edit.links };
  return { staged: { id: stagedId(edit.row), state: "new", row: edit.row, values, ...rowid }, witness: [], ...links };
}

function setNew(entry: Entry | undefined, edit: GroundedEdit & { op: "set" }): Entry {
  if (!entry) throw notStaged();
  return withLink(withValue(entry, edit.column, { column: edit.column, value: edit.value }), edit);
}

function setDirty(entry: Entry | undefined, edit: GroundedEdit & { op: "set" }): Entry | undefined {
  if (entry?.staged.state === "deleted") {
    throw refused("This row is staged to be deleted, so its cells cannot be edited.", "Take back the deletion first.");
  }
  // The first base stays: it is what the file held when the user began.
  const staged = entry?.staged.values.find((v) => v.column === edit.column);
  const base = staged ? staged.base : edit.base;
  if (base === undefined) throw new TypeError("An edit of a row of the file needs a base");
  if (sameScalar(base, edit.value)) return revertColumn(entry, edit.column);
  const from = entry ?? {
    staged: { id: stagedId(edit.row), state: "dirty" as const, row: edit.row, values: [] },
    witness: edit.witness,
  };
  return withLink(withValue(from, edit.column, { column: edit.column, base, value: edit.value }), edit);
}

function foldDelete(entry: Entry | undefined, edit: GroundedEdit & { op: "delete" }): Entry | undefined {
  if (isNew(edit.row)) {
    if (!entry) throw notStaged();
    return undefined;
  }
  if (entry?.staged.state === "deleted") return entry;
  // Bases of cells that were edited before are older than what was read now, and those are what the user saw.
  const older = new Map<string, Cell>(entry?.witness.map((w) => [w.column, w.base]));
  for (const v of entry?.staged.values ?? []) if (v.base !== undefined) older.set(v.column, v.base);
  const values = edit.seen.map(({ column, base }) => ({
    column,
    base: older.has(column) ? (older.get(column) ?? null) : base,
  }));
  return { staged: { id: stagedId(edit.row), state: "deleted", row: edit.row, values }, witness: [] };
}

function revertColumn(entry: Entry | undefined, column: string): Entry | undefined {
  if (!entry || entry.staged.state === "deleted") return entry;
  const values = entry.staged.values.filter((v) => v.column !== column);
  if (values.length === entry.staged.values.length) return entry;
  // A new row without values is still a new row; a dirty one without edits is clean.
  if (values.length === 0 && entry.staged.state === "dirty") return undefined;
  return withLink({ ...entry, staged: { ...entry.staged, values } }, { column });
}

/** The link of a column goes with its value. The same object when it had none and gets none. */
function withLink(entry: Entry, { column, link }: { column: string; link?: Link }): Entry {
  if (!link && !entry.links?.some((l) => l.column === column)) return entry;
  const others = entry.links?.filter((l) => l.column !== column) ?? [];
  const { links: _before, ...plain } = entry;
  const links = link ? [...others, link] : others;
  return links.length === 0 ? plain : { ...plain, links };
}

function withValue(entry: Entry, column: string, value: StagedRow["values"][number]): Entry {
  const values = entry.staged.values;
  const place = values.findIndex((v) => v.column === column);
  const before = values[place]?.value;
  // The same object: a gesture that changes nothing leaves no step that undo would have to take back in vain.
  if (before !== undefined && value.value !== undefined && sameScalar(before, value.value)) return entry;
  const next = place < 0 ? [...values, value] : values.with(place, value);
  return { ...entry, staged: { ...entry.staged, values: next } };
}

function notStaged(): AppError {
  return new AppError({
    code: "row.gone",
    message: "This new row is not staged any more.",
    next: "Add it again, or undo what removed it.",
  });
}

function refused(message: string, next: string): AppError {
  return new AppError({ code: "value.refused", message, next });
}
