/** The commands of a table view: from the keyboard, the native menu, the palette, the toolbar and context menus. */
import type { KeyboardEvent, RefObject } from "react";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { OrderTerm } from "../../../src-shared/model/rows.ts";
import { askShell, popupMenu } from "../../rpc/shell-client.ts";
import { useCommand } from "../../ui/command-scope.tsx";
import type { CellPlace, EditStart, GridHandle, GridMenuEvent, GridSelection } from "../../ui/data-grid/grid-source.ts";
import { systemClipboard as clipboard } from "../../rpc/system-clipboard.ts";
import { pasteTalk } from "../../rows-view/paste-talk.ts";
import type { CopyFormat } from "../../values/copy-formats.ts";
import { type CopyForm, copySelection, pasteOver, pasteRows } from "../../rows/edits/copy-paste.ts";
import { filterByCells, meantCells } from "../../rows/filter/filter-by-cells.ts";
import { cellCountOf, rowCountOf, rowSpans } from "../../rows/edits/row-edits.ts";
import { saveSelected, type WriteFiles } from "../../rows/edits/save-values.ts";
import { heldIn } from "../../rows/edits/held-cell.ts";
import * as gestures from "../../rows/edits/table-gestures.ts";
import type { GestureContext, GestureResult } from "../../rows/edits/table-gestures.ts";
import { runGesture } from "../../rows-view/run-gesture.ts";
import {
  cellMenu,
  columnMenu,
  type MenuCommand,
  type MenuExtras,
  type MenuFacts,
  rowMenu,
} from "../../rows-view/table-menu.ts";
import { stoppable } from "../../rows-view/export/stoppable.ts";
import type { ViewState } from "../../rows-view/use-view-state.ts";
import { isTextField } from "../../ui/is-text-field.ts";

interface TableCommandsSetup {
  readonly context: GestureContext;
  readonly grid: RefObject<GridHandle | null>;
  readonly selection: GridSelection;
  readonly editing: boolean;
  readonly view: ViewState;
  readonly onFailure: (error: AppErrorData | null) => void;
  readonly onGoToRow: () => void;
  /** Something was done that is not seen in the rows. */
  readonly onSaid: (sentence: string) => void;
  /** What other parts add to the context menus. */
  readonly extras: readonly MenuExtras[];
  /** What a text that was typed stands for: a part of a parent's label is its key. Throws an AppError. */
  readonly typed: (cell: CellPlace, text: string) => Promise<string>;
}

export interface TableCommands {
  /** Gives whether the text was taken. */
  typeInto(cell: CellPlace, text: string, start: EditStart): Promise<boolean>;
  /** What was typed into one cell goes into all selected ones; gives whether it was taken. */
  typeIntoAll(cell: CellPlace, text: string, selection: GridSelection): Promise<boolean>;
  /** The other one of true and false. */
  toggle(cell: CellPlace): void;
  remove(selection: GridSelection): void;
  copyAbove(selection: GridSelection): void;
  menu(event: GridMenuEvent): void;
  onKeyDown(event: KeyboardEvent): void;
}

export function useTableCommands(setup: TableCommandsSetup): TableCommands {
  const { context, grid, selection, editing, view, onFailure, onGoToRow, extras } = setup;
  const { rows, cache } = context;
  const editable = context.readOnlyReason === null;
  const { insteadOf } = rows.table;
  const canInsert = editable && (insteadOf?.insert ?? true);
  const canDelete = editable && (insteadOf?.delete ?? true);
  const some = selection.ranges.length > 0;
  /** As the grid has it now: what was rendered last may be of a moment ago. */
  const selected = (): GridSelection => grid.current?.selection() ?? selection;
  const run = (work: Promise<GestureResult>, after?: () => void): void => void runGesture(work, onFailure, after);
  const copy = (form: CopyForm) => void copySelection(context, clipboard, selected(), form).then(onFailure);
  const toLastRow = (edit: boolean) => () => {
    const row = rows.rowCount - 1;
    const column = rows.shownColumns.findIndex((c) => c.kind === "ordinary" && !(c.primaryKey > 0 && edit));
    const cell = { row, column: Math.max(0, column) };
    // The grid learns about the new row with the next frame.
    requestAnimationFrame(() => {
      // Somebody quick is typing already, mostly into this very row: what is typed stays where it is.
      if (grid.current?.isEditing()) return;
      grid.current?.goTo(cell);
      grid.current?.focus();
    });
  };
  const talk = pasteTalk(setup.onSaid);
  const paste = () => run(pasteOver(context, clipboard, selected(), talk));
  const pasteNew = () => run(pasteRows(context, clipboard, talk), toLastRow(false));
  const add = () => run(gestures.addRow(context), toLastRow(true));
  const duplicate = () => run(gestures.duplicateRows(context, selected()), toLastRow(false));
  const removeRows = () => run(gestures.deleteRows(context, selected()));
  const fillDown = () => run(gestures.fillDown(context, selected()));
  const setNull = () => run(gestures.setNull(context, selected()));
  const setEmpty = () => run(gestures.setEmpty(context, selected()));

  useCommand("edit.copy", () => copy("cells"), { enabled: some });
  useCommand("edit.copyHeaders", () => copy("headers"), { enabled: some });
  useCommand("edit.paste", paste, { enabled: some && editable });
  useCommand("edit.selectAll", () => grid.current?.selectAll());
  useCommand("row.add", add, { enabled: canInsert });
  useCommand("row.duplicate", duplicate, { enabled: some && canInsert });
  useCommand("row.delete", removeRows, { enabled: some && canDelete });
  useCommand("cell.fillDown", fillDown, { enabled: some && editable });
  useCommand("cell.setNull", setNull, { enabled: some && editable });
  const setDefault = () => run(gestures.setDefault(context, selected()));
  const setNow = () => run(gestures.setNow(context, selected()));
  const saveValues = () =>
    run(
      gestures.gesture(async () => {
        const said = await stoppable("Saving values as files…", (signal) =>
          saveSelected(context, { ask: askShell as WriteFiles, signal }, selected().ranges),
        );
        if (said) setup.onSaid(said);
        return null;
      }),
    );
  useCommand("cell.setDefault", setDefault, { enabled: some && editable });
  useCommand("cell.setNow", setNow, { enabled: some && editable });
  useCommand("cell.saveValues", saveValues, { enabled: some });
  useCommand("view.refresh", () => {
    cache.retry();
    rows.changed();
  });
  useCommand("view.goToRow", onGoToRow);
  useCommand("view.inspector", () => view.setInspector(!view.inspector));
  const filterBy = (cell: CellPlace, same: boolean): void =>
    run(
      gestures.gesture(async () => {
        const condition = await filterByCells(context, cell, selected(), same);
        if (condition) view.changeFilter((before) => [...before, condition]);
        return null;
      }),
    );

  const chosen = (command: MenuCommand, event: GridMenuEvent): void => {
    const { row, column } = event;
    const cell = row !== null && column !== null ? { row, column } : selected().cursor;
    const name = column === null ? undefined : rows.columns[column]?.name;
    const others = view.shown.order.filter((term) => term.column !== name);
    const order = (direction: "asc" | "desc", before: readonly OrderTerm[] = []) =>
      name !== undefined && view.setOrder([...before, { column: name, direction }]);
    if (command.startsWith("copy:")) {
      copy(command.slice("copy:".length) as CopyFormat);
      return;
    }
    const doing: Record<Exclude<MenuCommand, `copy:${string}`>, () => unknown> = {
      copy: () => copy("cells"),
      fillDown,
      paste,
      pasteRows: pasteNew,
      edit: () => cell && grid.current?.edit(cell),
      open: () => view.setInspector(true),
      setNull,
      setEmpty,
      setDefault,
      setNow,
      saveValues,
      filterIs: () => cell && filterBy(cell, true),
      filterIsNot: () => cell && filterBy(cell, false),
      addRow: add,
      duplicate,
      delete: removeRows,
      revert: () => run(gestures.revertRows(context, selected())),
      sortAsc: () => order("asc"),
      sortDesc: () => order("desc"),
      alsoAsc: () => order("asc", others),
      alsoDesc: () => order("desc", others),
      sortNone: () => view.setOrder(others),
      copyName: () => name !== undefined && clipboard.write(name),
      selectAll: () => grid.current?.selectAll(),
    };
    doing[command as keyof typeof doing]();
  };

  const facts = (event: GridMenuEvent): MenuFacts => {
    const column = event.column === null ? undefined : rows.shownColumns[event.column];
    return {
      editable,
      canInsert,
      canDelete,
      staged: rowSpans(selection.ranges).some(([first, last]) => {
        for (let row = first; row <= Math.min(last, first + 1000); row++) if (rows.at(row)?.staged) return true;
        return false;
      }),
      rows: rowCountOf(selection.ranges),
      values:
        event.row === null || event.column === null
          ? 1
          : cellCountOf(meantCells({ row: event.row, column: event.column }, selection)),
      hasDefault: column !== undefined && (column.defaultSql !== null || !column.notNull),
      cells: cellCountOf(selection.ranges),
      textColumn: column?.affinity === "text" || column?.affinity === "blob",
      ordered: view.shown.order.some(
        (term) => event.column === null || term.column !== rows.columns[event.column]?.name,
      ),
      sortable: column?.error === undefined,
      direction: event.column === null ? null : (rows.columns[event.column]?.direction ?? null),
    };
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
    toggle: (cell) => run(gestures.toggle(context, cell)),
    remove: (at) => run(gestures.remove(context, at)),
    copyAbove: (at) => run(gestures.copyAbove(context, at)),
    menu: (event) => {
      const items =
        event.target === "column"
          ? columnMenu(facts(event))
          : event.target === "cell"
            ? cellMenu(facts(event))
            : rowMenu(facts(event));
      void Promise.all(extras.map((extra) => extra.items(event)))
        .then((more) => popupMenu([...items, ...more.flat()], { x: event.x, y: event.y }))
        .then((command) => {
          if (command === null || extras.some((extra) => extra.run(command, event))) return;
          chosen(command as MenuCommand, event);
        });
    },
    onKeyDown: (event) => {
      const control = event.ctrlKey || event.metaKey;
      if (!control || event.defaultPrevented || editing || isTextField(event.target)) return;
      const key = event.key.toLowerCase();
      if (event.shiftKey && key === "v" && canInsert) pasteNew();
      else if (event.altKey && !event.shiftKey && key === "c" && some) copy("insert");
      else return;
      event.preventDefault();
    },
  };
}
