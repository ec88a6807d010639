/** What is done to cells: their values, and rows found by them. */
import { askShell } from "../../rpc/shell-client.ts";
import { filterByCells, meantCells } from "../../rows/filter/filter-by-cells.ts";
import { revertCells } from "../../rows/edits/revert-cells.ts";
import { ownerOf } from "../../rows/cell-owners.ts";
import { cellCountOf, isWritable } from "../../rows/edits/row-edits.ts";
import { saveSelected, type WriteFiles } from "../../rows/edits/save-values.ts";
import { gesture } from "../../rows/edits/gesture.ts";
import * as gestures from "../../rows/edits/table-gestures.ts";
import { stoppable } from "../export/stoppable.ts";
import type { ActionTarget, GridAction } from "./grid-action.ts";
import { hasStagedCell, some } from "./row-places.ts";

/** A gesture on the selected cells. */
const onCells =
  (set: typeof gestures.setNull) =>
  ({ run, context, selection }: ActionTarget): void =>
    run(set(context, selection));

/** Can the cell that the menu is about be changed? */
function isChangeable({ context: { rows }, cell, column }: ActionTarget): boolean {
  const shown = cell && rows.at(cell.row);
  return shown != null && column !== undefined && isWritable(column) && ownerOf(shown, column.name) !== null;
}

/** Edits of the selected cells: all alike but for what they set. */
const setting = (id: GridAction["id"], set: typeof gestures.setNull, more: Partial<GridAction> = {}): GridAction => ({
  id,
  menu: ["cell"],
  needs: "edit",
  when: some,
  whenInMenu: isChangeable,
  run: onCells(set),
  ...more,
});

const cellsOf = ({ selection }: ActionTarget): number => cellCountOf(selection.ranges);

/** Cells that a filter by what they hold is about. */
const valuesOf = ({ cell, selection }: ActionTarget): number => (cell ? cellCountOf(meantCells(cell, selection)) : 0);

function filterBy({ run, context, view, cell, selection }: ActionTarget, same: boolean): void {
  if (!cell) return;
  run(
    gesture(async () => {
      const condition = await filterByCells(context, cell, selection, same);
      if (condition) view.changeFilter((before) => [...before, condition]);
      return null;
    }),
  );
}

function saveValues({ run, context, selection, say }: ActionTarget): void {
  run(
    gesture(async () => {
      const said = await stoppable("Saving values as files…", (signal) =>
        saveSelected(context, { ask: askShell as WriteFiles, signal }, selection.ranges),
      );
      if (said) say(said);
      return null;
    }),
  );
}

export const openActions: readonly GridAction[] = [
  {
    id: "cell.edit",
    menu: ["cell"],
    needs: "edit",
    when: ({ cell }) => cell !== null,
    whenInMenu: isChangeable,
    words: () => "Edit",
    run: ({ grid, cell }) => cell && grid.current?.edit(cell),
  },
  {
    id: "cell.show",
    menu: ["cell"],
    when: ({ cell }) => cell !== null,
    run: ({ view }) => view.setInspector(true),
  },
];

export const valueActions: readonly GridAction[] = [
  setting("cell.fillDown", gestures.fillDown),
  setting("cell.setNull", gestures.setNull),
  setting("cell.setEmpty", gestures.setEmpty, {
    when: (target) => some(target) && (target.column?.affinity === "text" || target.column?.affinity === "blob"),
  }),
  setting("cell.setDefault", gestures.setDefault, {
    when: (target) => some(target) && target.column !== undefined && hasDefault(target.column),
  }),
  setting("cell.setNow", gestures.setNow),
  setting("cell.revert", revertCells, {
    whenInMenu: hasStagedCell,
    words: (target) => (cellsOf(target) > 1 ? "Revert These Cells" : "Revert This Cell"),
  }),
];

/** Has it a DEFAULT, or takes it NULL? */
const hasDefault = (column: NonNullable<ActionTarget["column"]>): boolean =>
  column.defaultSql !== null || !column.notNull;

export const saveActions: readonly GridAction[] = [
  {
    id: "cell.saveValues",
    menu: ["cell"],
    when: some,
    words: (target) => (cellsOf(target) > 1 ? "Save Values as Files…" : "Save Value as a File…"),
    run: saveValues,
  },
];

export const filterActions: readonly GridAction[] = [
  {
    id: "cell.filterIs",
    menu: ["cell"],
    needs: "order",
    when: ({ cell }) => cell !== null,
    words: (target) => `Only Rows with ${valuesOf(target) > 1 ? "These Values" : "This Value"}`,
    run: (target) => filterBy(target, true),
  },
  {
    id: "cell.filterIsNot",
    menu: ["cell"],
    needs: "order",
    when: ({ cell }) => cell !== null,
    words: (target) => `Only Rows without ${valuesOf(target) > 1 ? "These Values" : "This Value"}`,
    run: (target) => filterBy(target, false),
  },
];
