/** Takes back what is staged of the selected cells; the rest of their rows stays as it is staged. */
import type { RowEdit } from "../../../src-shared/model/session.ts";
import type { GridSelection } from "../../ui/data-grid/grid-source.ts";
import { plural } from "../../ui/format.ts";
import { ownerOf, stagedCell } from "../cell-owners.ts";
import { rowsBetween } from "./row-ranges.ts";
import { gesture, type GestureContext, type GestureResult, stage } from "./gesture.ts";

export function revertCells(context: GestureContext, { ranges }: GridSelection): Promise<GestureResult> {
  const { client, rows, cache } = context;
  return gesture(async () => {
    const edits: RowEdit[] = [];
    for (const range of ranges) {
      for (const shown of await rowsBetween(client, rows, cache.source, range.firstRow, range.lastRow)) {
        for (let place = range.firstColumn; place <= range.lastColumn; place++) {
          const column = rows.shownColumns[place];
          const owner = column && stagedCell(shown, column.name) && ownerOf(shown, column.name);
          if (owner) edits.push({ op: "revert", row: owner.ref, column: owner.column });
        }
      }
    }
    return stage(context, `Revert ${plural(edits.length, "cell")}`, edits);
  });
}
