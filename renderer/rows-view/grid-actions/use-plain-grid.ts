/** What can be done in a grid whose rows are no rows of a table or result: they are copied, in every format. */
import { popupMenu } from "../../rpc/shell-client.ts";
import { systemClipboard } from "../../rpc/system-clipboard.ts";
import { copyValues } from "../../rows/edits/copy-paste.ts";
import { type CommandHandler, useCommands } from "../../ui/command-scope.tsx";
import type { GridCallbacks, GridMenuEvent, GridSelection } from "../../ui/data-grid/grid-source.ts";
import { isCommandId } from "../../../src-shared/rpc/command-ids.ts";
import type { CopiedCells } from "../../values/copy-formats.ts";
import { columnOf, isEnabled, type PlainTarget } from "./grid-action.ts";
import { plainActionGroups } from "./grid-actions.ts";
import { gridMenu, runGridAction } from "./grid-menu.ts";

interface PlainGridSetup {
  readonly grid: PlainTarget["grid"];
  readonly selection: GridSelection;
  /** What columns are called. */
  readonly titles: readonly string[];
  /** The cells of a selection. */
  readonly cells: (selection: GridSelection) => CopiedCells;
}

/** Offers it as commands of the scope this stands in, and gives what the grid itself calls. */
export function usePlainGrid(setup: PlainGridSetup): Required<Pick<GridCallbacks, "onMenu">> {
  const { grid, titles, cells } = setup;
  const selected = (): GridSelection => grid.current?.selection() ?? setup.selection;
  const target = (selection: GridSelection, event: GridMenuEvent | null): PlainTarget => ({
    grid,
    clipboard: systemClipboard,
    selection,
    columnTitle: titles[columnOf(selection, event) ?? -1],
    copy: (form) => void copyValues(systemClipboard, cells(selection), form),
  });
  useCommands(
    plainActionGroups.flat().flatMap((action): CommandHandler[] => {
      const { id, run } = action;
      if (!isCommandId(id)) return [];
      const enabled = isEnabled(action, target(setup.selection, null), {});
      return [{ id, enabled, run: () => void run(target(selected(), null)) }];
    }),
  );
  return {
    onMenu: (event) => {
      const items = gridMenu(plainActionGroups, event.target, target(selected(), event));
      void popupMenu(items, { x: event.x, y: event.y }).then((chosen) => {
        if (chosen !== null) runGridAction(plainActionGroups, chosen, target(selected(), event));
      });
    },
  };
}
