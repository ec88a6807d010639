/**
 * Everything that can be done in a grid of rows, once: commands, context menus and keys of all grids are made from this list. Titles
 * and keys stand in src-shared/rpc/command-ids.ts.
 */
import { openActions, filterActions, saveActions, valueActions } from "./cell-actions.ts";
import { columnActions, nameActions } from "./column-actions.ts";
import { copyActions, pasteActions } from "./copy-actions.ts";
import type { GridAction, PlainAction } from "./grid-action.ts";
import { allRowsActions, rowActions, selectActions, viewActions } from "./row-actions.ts";

/** In the order of the menus; between two groups stands a line. */
export const gridActionGroups: readonly (readonly GridAction[])[] = [
  openActions,
  [...copyActions, ...pasteActions],
  valueActions,
  saveActions,
  filterActions,
  rowActions,
  [...allRowsActions, ...selectActions],
  columnActions,
  nameActions,
  viewActions,
];

export const gridActions: readonly GridAction[] = gridActionGroups.flat();

/** Those of them that can be done in any grid, whatever its rows are. */
export const plainActionGroups: readonly (readonly PlainAction[])[] = [copyActions, selectActions, nameActions];
