/** What is done to whole rows, and to all of them. */
import { rowCountOf } from "../../rows/edits/row-edits.ts";
import * as gestures from "../../rows/edits/table-gestures.ts";
import type { ActionTarget, GridAction, MenuPlace, PlainAction } from "./grid-action.ts";
import { hasStagedRow, some, toLastRow } from "./row-places.ts";

const inRows: readonly MenuPlace[] = ["cell", "row", "corner"];

const rowsOf = ({ selection }: ActionTarget): number => rowCountOf(selection.ranges);
const counted = (verb: string) => (target: ActionTarget) => {
  const rows = rowsOf(target);
  return rows > 1 ? `${verb} ${rows} Rows` : `${verb} Row`;
};

export const rowActions: readonly GridAction[] = [
  {
    id: "row.add",
    menu: inRows,
    needs: "insert",
    run: (target) => target.run(gestures.addRow(target.context), toLastRow(target, true)),
  },
  {
    id: "row.duplicate",
    menu: inRows,
    needs: "insert",
    when: some,
    words: counted("Duplicate"),
    run: (target) => target.run(gestures.duplicateRows(target.context, target.selection), toLastRow(target)),
  },
  {
    id: "row.delete",
    menu: inRows,
    needs: "delete",
    when: some,
    words: counted("Delete"),
    run: ({ run, context, selection }) => run(gestures.deleteRows(context, selection)),
  },
  {
    id: "row.revert",
    menu: inRows,
    needs: "revertRows",
    when: some,
    whenInMenu: hasStagedRow,
    words: (target) => (rowsOf(target) > 1 ? "Revert These Rows" : "Revert This Row"),
    run: ({ run, context, selection }) => run(gestures.revertRows(context, selection)),
  },
];

export const allRowsActions: readonly GridAction[] = [
  { id: "rows.export", menu: inRows, needs: "export", run: ({ exportRows }) => exportRows() },
];

export const selectActions: readonly PlainAction[] = [
  { id: "edit.selectAll", menu: inRows, run: ({ grid }) => grid.current?.selectAll() },
];

/** In no context menu. */
export const viewActions: readonly GridAction[] = [
  { id: "view.refresh", menu: [], needs: "refresh", run: ({ refresh }) => refresh() },
  { id: "view.goToRow", menu: [], run: ({ goToRow }) => goToRow() },
  { id: "view.inspector", menu: [], run: ({ view }) => view.setInspector(!view.inspector) },
];
