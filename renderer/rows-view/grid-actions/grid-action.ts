/** One thing that can be done in any grid of rows, as a record: commands, context menus and keys are made from it. */
import type { RefObject } from "react";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { CommandId } from "../../../src-shared/rpc/command-ids.ts";
import type { Column } from "../../../src-shared/model/schema.ts";
import type { Clipboard } from "../../rpc/system-clipboard.ts";
import { type CopyForm, copySelection } from "../../rows/edits/copy-paste.ts";
import type { GestureContext, GestureResult } from "../../rows/edits/gesture.ts";
import type { CellPlace, GridHandle, GridMenuEvent, GridSelection } from "../../ui/data-grid/grid-source.ts";
import type { CopyFormat } from "../../values/copy-formats.ts";
import type { ViewState } from "../use-view-state.ts";

/** What rows can allow. */
export type Capability = "edit" | "insert" | "delete" | "revertRows" | "order" | "refresh" | "export";

/** `true`: now; `false`: not now, which greys it. What is absent these rows never allow: no menu of theirs offers it. */
export type GridCan = Readonly<Partial<Record<Capability, boolean>>>;

/** A grid of rows, as actions work on it. */
export interface ActedGrid {
  readonly context: GestureContext;
  readonly grid: RefObject<GridHandle | null>;
  readonly view: ViewState;
  readonly can: GridCan;
  readonly clipboard: Clipboard;
  /** Runs a gesture and shows its failure; `after`: once it was done. */
  readonly run: (work: Promise<GestureResult>, after?: () => void) => void;
  readonly onFailure: (error: AppErrorData | null) => void;
  /** Says what the rows do not show. */
  readonly say: (sentence: string) => void;
  readonly goToRow: () => void;
  readonly refresh: () => void;
  /** Asks how the rows are to be written to a file, and writes them. */
  readonly exportRows: () => void;
}

/** What an action is done to that asks nothing of the rows but to be there. */
export interface PlainTarget {
  readonly grid: RefObject<GridHandle | null>;
  readonly clipboard: Clipboard;
  readonly selection: GridSelection;
  /** What the column is called: that of the cell, or the one whose header was clicked. */
  readonly columnTitle: string | undefined;
  readonly copy: (form: CopyForm) => void;
}

/** What an action is done to. */
export interface ActionTarget extends ActedGrid, PlainTarget {
  readonly grid: ActedGrid["grid"];
  readonly clipboard: Clipboard;
  /** The cell that was clicked, else the active one. */
  readonly cell: CellPlace | null;
  /** Its column, or the one whose header was clicked. */
  readonly column: Column | undefined;
}

/** The context menus of a grid. */
export type MenuPlace = GridMenuEvent["target"];

/** Ids of actions: commands, and the formats of Copy As that are none. */
export type ActionId = CommandId | `edit.copyAs:${CopyFormat}`;

/** An action on such a target; one that asks for less is good for all. */
export interface GridActionOf<Target> {
  readonly id: ActionId;
  /** The context menus it stands in. */
  readonly menu: readonly MenuPlace[];
  /** The submenu it stands in there, with those beside it in the list. */
  readonly submenu?: string;
  /** What the rows have to allow; not given: any rows do. */
  readonly needs?: Capability;
  /** Is there something to do it to? Asked with every selection: it has to be cheap. */
  readonly when?: (target: Target) => boolean;
  /** The same, looked at only when a menu opens, because it takes a moment. */
  readonly whenInMenu?: (target: Target) => boolean;
  /** What a context menu calls it, where that is not the command's title. */
  readonly words?: (target: Target) => string;
  readonly checked?: (target: Target) => boolean;
  readonly run: (target: Target) => unknown;
}

export type GridAction = GridActionOf<ActionTarget>;
export type PlainAction = GridActionOf<PlainTarget>;

/** Do these rows ever offer it? */
export const isOffered = ({ needs }: Pick<GridAction, "needs">, can: GridCan): boolean =>
  needs === undefined || can[needs] !== undefined;

/** Can it be done now? */
export const isEnabled = <Target>({ needs, when }: GridActionOf<Target>, target: Target, can: GridCan): boolean =>
  (needs === undefined || can[needs] === true) && (when?.(target) ?? true);

/** What an action is done to: the cell of the click (`event`), else the active one. */
export function targetOf(acted: ActedGrid, selection: GridSelection, event: GridMenuEvent | null): ActionTarget {
  const { context, clipboard, onFailure } = acted;
  const cell = cellOf(selection, event);
  const place = columnOf(selection, event);
  const column = place === null ? undefined : context.rows.shownColumns[place];
  return {
    ...acted,
    selection,
    cell,
    column,
    columnTitle: column && (context.rows.options.titles?.get(column.name) ?? column.name),
    copy: (form) => void copySelection(context, clipboard, selection, form).then(onFailure),
  };
}

/** The cell that was clicked, else the active one. */
function cellOf({ cursor }: GridSelection, event: GridMenuEvent | null): CellPlace | null {
  const { row = null, column = null } = event ?? {};
  return row !== null && column !== null ? { row, column } : cursor;
}

/** The place of the column that is meant: the one that was clicked, else that of the cell. */
export function columnOf(selection: GridSelection, event: GridMenuEvent | null): number | null {
  if (event?.target === "column") return event.column;
  return event?.column ?? cellOf(selection, event)?.column ?? null;
}
