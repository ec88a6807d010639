/** The list of all columns and the widths that suit them: in a header's menu, in that of the corner, and as a command. */
import { type ReactNode, type RefObject, useState } from "react";
import type { MenuItem } from "../../../src-shared/rpc/shell-contract.ts";
import { useCommand } from "../../ui/command-scope.tsx";
import type { GridHandle, GridMenuEvent } from "../../ui/data-grid/grid-source.ts";
import { PopoverAt } from "../../ui/popover-at.tsx";
import type { MenuExtras } from "../grid-actions/grid-menu.ts";
import type { TableRows } from "../../rows/table-rows.ts";
import type { ViewState } from "../use-view-state.ts";
import { setHidden } from "../../rows/column-layout.ts";
import { ColumnList } from "./column-list.tsx";

interface Setup {
  readonly rows: TableRows;
  readonly view: ViewState;
  readonly grid: RefObject<GridHandle | null>;
  readonly selectedColumns: () => readonly number[];
}

/** How long a column that was hidden is waited for, in frames. */
const mostFrames = 600;

const item = (command: string, label: string): MenuItem => ({ type: "item", command: `columns:${command}`, label });

/** The selected columns, if the one that was clicked is among them; else that one alone. */
function meant({ column }: GridMenuEvent, selected: readonly number[]): readonly number[] {
  if (column === null) return [];
  return selected.includes(column) ? selected : [column];
}

export function useColumnList(setup: Setup): { readonly extras: MenuExtras; readonly popover: ReactNode } {
  const { rows, view, grid, selectedColumns } = setup;
  const [at, setAt] = useState<{ readonly x: number; readonly y: number } | null>(null);
  useCommand("view.columns", () => {
    const box = document.activeElement?.getBoundingClientRect();
    setAt({ x: (box?.x ?? 0) + 40, y: (box?.y ?? 0) + 36 });
  });
  useCommand("view.fitColumns", () => grid.current?.fit());
  const close = (): void => {
    setAt(null);
    grid.current?.focus();
  };
  const goTo = async (name: string): Promise<void> => {
    close();
    view.changeLayout((before) => setHidden(before, [name], false));
    const place = (): number => rows.columns.findIndex((column) => column.name === name);
    // A column that was hidden is there once that has been rendered, however many frames it takes.
    for (let frames = 0; place() < 0 && frames < mostFrames; frames++) await new Promise(requestAnimationFrame);
    const row = grid.current?.selection().cursor?.row ?? grid.current?.visibleRows().first ?? 0;
    if (place() >= 0 && rows.rowCount > 0) grid.current?.goTo({ row, column: place() });
    grid.current?.focus();
  };
  const extras: MenuExtras = {
    async items(event) {
      if (event.target !== "column" && event.target !== "corner") return [];
      const many = meant(event, selectedColumns()).length;
      const fits = many === 0 ? [] : [item("fit", many > 1 ? `Fit ${many} Widths` : "Fit Width")];
      return [{ type: "separator" }, ...fits, item("fitAll", "Fit All Widths"), item("list", "Columns…")];
    },
    run(command, event) {
      if (command === "columns:fit") grid.current?.fit(meant(event, selectedColumns()));
      else if (command === "columns:fitAll") grid.current?.fit();
      else if (command === "columns:list") setAt({ x: event.x, y: event.y });
      else return false;
      return true;
    },
  };
  const popover = at && (
    <PopoverAt label="Columns" x={at.x} y={at.y} onClose={close}>
      <ColumnList
        columns={rows.naturalColumns}
        layout={view.shown.layout}
        onLayout={view.changeLayout}
        onGoTo={(name) => void goTo(name)}
      />
    </PopoverAt>
  );
  return { extras, popover };
}
