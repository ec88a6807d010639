/** What a grid of rows does on commands, context menus and its own gestures. Every grid of rows has it from here. */
import { popupMenu } from "../../rpc/shell-client.ts";
import { systemClipboard } from "../../rpc/system-clipboard.ts";
import { editStartOf, lockedBecause } from "../../rows/edits/edit-start.ts";
import { heldIn } from "../../rows/edits/held-cell.ts";
import { gesture } from "../../rows/edits/gesture.ts";
import * as gestures from "../../rows/edits/table-gestures.ts";
import { type CommandHandler, useCommands } from "../../ui/command-scope.tsx";
import type {
  CellPlace,
  EditStart,
  GridCallbacks,
  GridMenuEvent,
  GridSelection,
} from "../../ui/data-grid/grid-source.ts";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import { isCommandId } from "../../../src-shared/rpc/command-ids.ts";
import { runGesture } from "../run-gesture.ts";
import { type ActedGrid, isEnabled, targetOf } from "./grid-action.ts";
import { gridActionGroups, gridActions } from "./grid-actions.ts";
import { gridMenu, type MenuExtras, runGridAction } from "./grid-menu.ts";

export interface GridActionsSetup extends Omit<ActedGrid, "clipboard" | "run"> {
  readonly selection: GridSelection;
  /** What other parts add to the context menus. */
  readonly extras: readonly MenuExtras[];
  /** How foreign keys are edited, and what a text that was typed stands for: a part of a parent's label is its key. */
  readonly relations: {
    editStart(cell: CellPlace, start: EditStart | null): EditStart | null;
    /** Throws an AppError. */
    typed(cell: CellPlace, text: string): Promise<string>;
  };
}

/** What a grid is given of it. */
export type GridGestures = Required<
  Pick<
    GridCallbacks,
    "editStart" | "onCommitEdit" | "onCommitAll" | "onMenu" | "onDelete" | "onCopyAbove" | "onLocked" | "onToggle"
  >
>;

/** Offers all actions as commands of the scope this stands in, and gives what the grid itself calls. */
export function useGridActions(setup: GridActionsSetup): GridGestures {
  const { grid, selection, onFailure, can } = setup;
  const acted: ActedGrid = {
    ...setup,
    clipboard: systemClipboard,
    run: (work, after) => void runGesture(work, onFailure, after),
  };
  /** As the grid has it now: what was rendered last may be of a moment ago. */
  const selected = (): GridSelection => grid.current?.selection() ?? selection;
  const shown = targetOf(acted, selection, null);
  useCommands(
    gridActions.flatMap((action): CommandHandler[] => {
      const { id, run } = action;
      if (!isCommandId(id)) return [];
      return [{ id, enabled: isEnabled(action, shown, can), run: () => void run(targetOf(acted, selected(), null)) }];
    }),
  );
  return { ...edits(setup, acted), ...menus(setup, acted, selected), ...keys(acted, can.delete !== undefined) };
}

/** Gestures that type into cells. */
function edits({ relations, onFailure }: GridActionsSetup, { context, grid, can, say }: ActedGrid) {
  const { rows } = context;
  const startOf = (cell: CellPlace): EditStart | null => (can.edit ? editStartOf(rows, cell) : null);
  const onLocked = (cell: CellPlace): void => say(context.readOnlyReason ?? lockedBecause(rows, cell));
  return {
    editStart: (cell: CellPlace): EditStart | null => (can.edit ? relations.editStart(cell, startOf(cell)) : null),
    onCommitEdit: (cell: CellPlace, text: string, start: EditStart): Promise<boolean> =>
      runGesture(
        gesture(async () => gestures.typeInto(context, heldIn(start) ?? cell, await relations.typed(cell, text))).then(
          (failure: AppErrorData | null) => {
            // What was typed is not lost: the editor opens again with it, below the reason.
            if (failure && can.edit) grid.current?.edit(start.held?.place ?? cell, text, start);
            return failure;
          },
        ),
        onFailure,
      ),
    onCommitAll: (cell: CellPlace, text: string, at: GridSelection): Promise<boolean> =>
      runGesture(
        gesture(async () => gestures.setAllTyped(context, at, await relations.typed(cell, text))),
        onFailure,
      ),
    onLocked,
    onToggle: (cell: CellPlace): void => {
      if (startOf(cell)) void runGesture(gestures.toggle(context, cell), onFailure);
      else onLocked(cell);
    },
  };
}

/** The context menus. */
function menus({ extras }: GridActionsSetup, acted: ActedGrid, selected: () => GridSelection) {
  const open = async (event: GridMenuEvent): Promise<void> => {
    const more = await Promise.all(extras.map((extra) => extra.items(event)));
    const items = gridMenu(gridActionGroups, event.target, targetOf(acted, selected(), event), acted.can);
    const chosen = await popupMenu([...items, ...more.flat()], { x: event.x, y: event.y });
    if (chosen === null || extras.some((extra) => extra.run(chosen, event))) return;
    runGridAction(gridActionGroups, chosen, targetOf(acted, selected(), event));
  };
  return { onMenu: (event: GridMenuEvent): void => void open(event) };
}

/** Keys that mean something only in a grid. */
function keys({ context, run }: ActedGrid, hasRows: boolean) {
  return {
    // Where rows are never deleted, whole rows that are selected are cells as well.
    onDelete: (at: GridSelection): void => run((hasRows ? gestures.remove : gestures.clear)(context, at)),
    onCopyAbove: (at: GridSelection): void => run(gestures.copyAbove(context, at)),
  };
}
