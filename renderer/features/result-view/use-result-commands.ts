/** The commands of a result: from the keyboard, the native menu and context menus. What edits, edits as in a table view. */
import type { KeyboardEvent, RefObject } from "react";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import { isPreview } from "../../../src-shared/model/cell.ts";
import type { OrderTerm } from "../../../src-shared/model/rows.ts";
import { popupMenu } from "../../rpc/shell-client.ts";
import { useCommand } from "../../ui/command-scope.tsx";
import type { CellPlace, EditStart, GridHandle, GridMenuEvent, GridSelection } from "../../ui/data-grid/grid-source.ts";
import { ownerOf, stagedCell } from "../../rows/cell-owners.ts";
import { systemClipboard as clipboard } from "../../rpc/system-clipboard.ts";
import { pasteTalk } from "../../rows-view/paste-talk.ts";
import { runGesture } from "../../rows-view/run-gesture.ts";
import type { CopyFormat } from "../../values/copy-formats.ts";
import { type CopyForm, copySelection, pasteOver } from "../../rows/edits/copy-paste.ts";
import { heldIn } from "../../rows/edits/held-cell.ts";
import * as gestures from "../../rows/edits/table-gestures.ts";
import type { GestureContext, GestureResult } from "../../rows/edits/table-gestures.ts";
import { columnMenu, type MenuExtras } from "../../rows-view/table-menu.ts";
import type { ViewState } from "../../rows-view/use-view-state.ts";
import { isTextField } from "../../ui/is-text-field.ts";
import { revertCells } from "./revert-cells.ts";
import { type ResultCommand, resultCellMenu, resultRowMenu } from "./result-menu.ts";

interface Setup {
  readonly context: GestureContext;
  readonly grid: RefObject<GridHandle | null>;
  readonly selection: GridSelection;
  readonly editing: boolean;
  readonly view: ViewState;
  /** Some of its cells can be changed. */
  readonly editable: boolean;
  readonly onFailure: (error: AppErrorData | null) => void;
  readonly onGoToRow: () => void;
  readonly onExport: () => void;
  readonly extras: readonly MenuExtras[];
  /** What a text that was typed stands for: a part of a parent's label is its key. Throws an AppError. */
  readonly typed: (cell: CellPlace, text: string) => Promise<string>;
}

export interface ResultCommands {
  /** Both give whether the text was taken. */
  typeInto(cell: CellPlace, text: string, start: EditStart): Promise<boolean>;
  typeIntoAll(cell: CellPlace, text: string, selection: GridSelection): Promise<boolean>;
  clear(selection: GridSelection): void;
  copyAbove(selection: GridSelection): void;
  menu(event: GridMenuEvent): void;
  onKeyDown(event: KeyboardEvent): void;
}

export function useResultCommands(setup: Setup): ResultCommands {
  const { context, grid, selection, editing, view, editable, onFailure, extras } = setup;
  const { rows } = context;
  const some = selection.ranges.length > 0;
  /** As the grid has it now: what was rendered last may be of a moment ago. */
  const selected = (): GridSelection => grid.current?.selection() ?? selection;
  const run = (work: Promise<GestureResult>): void => void runGesture(work, onFailure);
  const copy = (form: CopyForm) => void copySelection(context, clipboard, selected(), form).then(onFailure);
  const paste = () => run(pasteOver(context, clipboard, selected(), pasteTalk()));
  const fillDown = () => run(gestures.fillDown(context, selected()));
  const setNull = () => run(gestures.setNull(context, selected()));

  useCommand("edit.copy", () => copy("cells"), { enabled: some });
  useCommand("edit.copyHeaders", () => copy("headers"), { enabled: some });
  useCommand("edit.paste", paste, { enabled: some && editable });
  useCommand("edit.selectAll", () => grid.current?.selectAll());
  useCommand("cell.fillDown", fillDown, { enabled: some && editable });
  useCommand("cell.setNull", setNull, { enabled: some && editable });
  useCommand("view.goToRow", setup.onGoToRow);
  useCommand("view.inspector", () => view.setInspector(!view.inspector));

  const filterBy = (cell: CellPlace, same: boolean): void => {
    const column = rows.shownColumns[cell.column]?.name;
    // By what the result holds: what is staged over it is in no file yet.
    const value = rows.at(cell.row)?.file?.cells[cell.column];
    if (column === undefined || value === undefined || isPreview(value)) return;
    const operator = value === null ? (same ? "isNull" : "isNotNull") : same ? "=" : "<>";
    view.setFilter([...view.shown.filter, { column, operator, value }]);
  };

  const sort = (command: string, name: string): boolean => {
    const others = view.shown.order.filter((term) => term.column !== name);
    const by = (direction: OrderTerm["direction"], before: readonly OrderTerm[]): void =>
      view.setOrder([...before, { column: name, direction }]);
    if (command === "sortAsc" || command === "sortDesc") by(command === "sortAsc" ? "asc" : "desc", []);
    else if (command === "alsoAsc" || command === "alsoDesc") by(command === "alsoAsc" ? "asc" : "desc", others);
    else if (command === "sortNone") view.setOrder(others);
    else if (command === "copyName") void clipboard.write(rows.options.titles?.get(name) ?? name);
    else return false;
    return true;
  };

  const chosen = (command: string, event: GridMenuEvent): void => {
    const { row, column } = event;
    const cell = row !== null && column !== null ? { row, column } : selected().cursor;
    const name = column === null ? undefined : rows.columns[column]?.name;
    if (name !== undefined && event.target === "column" && sort(command, name)) return;
    if (command.startsWith("copy:")) {
      copy(command.slice("copy:".length) as CopyFormat);
      return;
    }
    const doing: Record<Exclude<ResultCommand, `copy:${string}`>, () => unknown> = {
      copy: () => copy("cells"),
      edit: () => cell && grid.current?.edit(cell),
      open: () => view.setInspector(true),
      paste,
      fillDown,
      setNull,
      revert: () => run(revertCells(context, selected())),
      filterIs: () => cell && filterBy(cell, true),
      filterIsNot: () => cell && filterBy(cell, false),
      export: setup.onExport,
      selectAll: () => grid.current?.selectAll(),
    };
    doing[command as keyof typeof doing]?.();
  };

  const itemsFor = (event: GridMenuEvent) => {
    const column = event.column === null ? undefined : rows.shownColumns[event.column];
    if (event.target === "column") {
      return columnMenu({
        editable: false,
        canInsert: false,
        canDelete: false,
        staged: false,
        rows: 1,
        textColumn: false,
        ordered: view.shown.order.some((term) => term.column !== column?.name),
        direction: event.column === null ? null : (rows.columns[event.column]?.direction ?? null),
      });
    }
    const shown = event.row === null ? undefined : rows.at(event.row);
    if (event.target !== "cell" || !shown || !column) return resultRowMenu();
    return resultCellMenu({
      editable: editable && ownerOf(shown, column.name) !== null,
      staged: stagedCell(shown, column.name) !== undefined,
    });
  };

  return {
    typeInto: (cell, text, start) =>
      runGesture(
        gestures
          .gesture(async () => gestures.typeInto(context, heldIn(start) ?? cell, await setup.typed(cell, text)))
          .then((failure) => {
            // What was typed is not lost: the editor opens again with it, below the reason.
            if (failure && editable) grid.current?.edit(start.held?.place ?? cell, text, start);
            return failure;
          }),
        onFailure,
      ),
    typeIntoAll: (cell, text, at) =>
      runGesture(
        gestures.gesture(async () => gestures.setAllTyped(context, at, await setup.typed(cell, text))),
        onFailure,
      ),
    clear: (at) => {
      if (editable && at.ranges.length > 0) run(gestures.clear(context, at));
    },
    copyAbove: (at) => {
      if (editable) run(gestures.copyAbove(context, at));
    },
    menu: (event) => {
      void Promise.all(extras.map((extra) => extra.items(event)))
        .then((more) => popupMenu([...itemsFor(event), ...more.flat()], { x: event.x, y: event.y }))
        .then((command) => {
          if (command === null || extras.some((extra) => extra.run(command, event))) return;
          chosen(command, event);
        });
    },
    onKeyDown: (event) => {
      const control = event.ctrlKey || event.metaKey;
      if (!control || event.defaultPrevented || editing || isTextField(event.target)) return;
      if (!event.altKey || event.shiftKey || event.key.toLowerCase() !== "c" || !some) return;
      copy("insert");
      event.preventDefault();
    },
  };
}
