/** Whether and how a cell is edited in place. */
import type { Column } from "../../../src-shared/model/schema.ts";
import type { CellPlace, EditChoice, EditStart } from "../../ui/data-grid/grid-source.ts";
import { ownerOf } from "../cell-owners.ts";
import { isBoolean } from "../../values/cell-look.ts";
import { editText } from "../../../src-shared/model/cell-text.ts";
import { HeldCell } from "./held-cell.ts";
import { isWritable } from "./row-edits.ts";
import type { TableRows } from "../table-rows.ts";

/** Longer texts are edited in the cell panel, where there is room. */
const longestInline = 5000;

const truths = [
  { text: "1", label: "true" },
  { text: "0", label: "false" },
];

/** Why a cell is not edited in place, as a sentence; what is refused for all of a table is said elsewhere. */
export function lockedBecause(rows: TableRows, { row, column }: CellPlace): string {
  const shown = rows.at(row);
  const spec = rows.shownColumns[column];
  if (!shown || !spec) return "This row is not loaded yet.";
  if (!isWritable(spec)) return `${spec.name} is computed from other columns.`;
  const settable = rows.table.insteadOf?.update;
  if (settable && shown.file && !settable.includes(spec.name)) {
    return `No INSTEAD OF trigger of this view takes changes of ${spec.name}.`;
  }
  const owner = ownerOf(shown, spec.name);
  if (!owner) return rows.options.owners?.locked(spec.name) ?? "This row has no key, so it cannot be told from others.";
  if (owner.staged?.state === "deleted") return "This row will be deleted; undo that to change it.";
  return "This value is edited in the cell panel (Shift+Enter).";
}

/** The values that a column takes, where it says so: CHECK … IN, a boolean. */
export function choicesOf(column: Column): readonly EditChoice[] | undefined {
  const choices = column.choices?.map((choice) => ({ text: String(choice), label: String(choice) }));
  return choices ?? (isBoolean(column) ? truths : undefined);
}

/** null: shown in the cell panel instead (BLOBs, damaged or long text, computed columns, deleted rows). */
export function editStartOf(rows: TableRows, { row, column }: CellPlace): EditStart | null {
  const shown = rows.at(row);
  const spec = rows.shownColumns[column];
  const settable = rows.table.insteadOf?.update;
  // Of a view only what an INSTEAD OF trigger takes; in its new rows everything.
  if (settable && shown?.file && spec && !settable.includes(spec.name)) return null;
  const owner = shown && spec && ownerOf(shown, spec.name);
  if (!owner || !isWritable(spec) || owner.staged?.state === "deleted") return null;
  const value = rows.value(row, column);
  if (value === undefined && shown.file) return null;
  const text = editText(value ?? null);
  if (text === null || text.length > longestInline) return null;
  return { text, choices: choicesOf(spec), held: HeldCell.at(rows, { row, column }) ?? undefined };
}
