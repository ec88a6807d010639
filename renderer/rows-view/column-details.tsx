/** What a header's menu opens: a column's statistics, and how it is shown. */
import { type ReactNode, useState } from "react";
import type { Cell } from "../../src-shared/model/cell.ts";
import type { MenuItem } from "../../src-shared/rpc/shell-contract.ts";
import type { Engine } from "../rpc/queries.ts";
import type { GridHandle, GridMenuEvent } from "../ui/data-grid/grid-source.ts";
import { PopoverAt } from "../ui/popover-at.tsx";
import { FormatChoice } from "./formats/format-choice.tsx";
import { ofColumn, withFormat } from "../values/kept-formats.ts";
import { RuleList } from "./formats/rule-list.tsx";
import type { PageCache } from "../rows/page-cache.ts";
import { ColumnStatisticsView } from "./summary/column-statistics.tsx";
import type { MenuExtras } from "./grid-actions/grid-menu.ts";
import type { TableRows } from "../rows/table-rows.ts";
import type { ViewState } from "./use-view-state.ts";

interface Shown {
  readonly what: "statistics" | "format" | "rules";
  readonly column: string;
  readonly x: number;
  readonly y: number;
  /** Where its column stands; null: not on screen. */
  readonly place: ReturnType<GridHandle["columnPlace"]>;
}

interface Setup {
  readonly engine: Engine;
  readonly rows: TableRows;
  readonly cache: PageCache;
  readonly view: ViewState;
  readonly filtered: boolean;
  /** The rows this looks at for examples: those on screen. */
  readonly visibleRows: () => { readonly first: number; readonly last: number };
  /** Where a column stands in the window. */
  readonly columnPlace: GridHandle["columnPlace"];
  readonly onClosed: () => void;
  /** The engine can compute with the table's columns: SQL of one's own, conditional formats. */
  readonly computes: boolean;
}

const items = (computes: boolean): MenuItem[] => [
  { type: "separator" },
  { type: "item", command: "columnFormat", label: "Show as…" },
  { type: "item", command: "columnRules", label: "Conditional Formats…", enabled: computes },
  { type: "item", command: "columnStatistics", label: "Statistics…" },
];

/** Items for the header's menu, and what they open, to be rendered. */
export function useColumnDetails(setup: Setup): { readonly extras: MenuExtras; readonly popover: ReactNode } {
  const { rows } = setup;
  const [shown, setShown] = useState<Shown | null>(null);
  const nameOf = (event: GridMenuEvent) =>
    event.target === "column" && event.column !== null ? rows.columns[event.column]?.name : undefined;
  const extras: MenuExtras = {
    items: async (event) => (nameOf(event) === undefined ? [] : items(setup.computes)),
    run: (command, event) => {
      const column = nameOf(event);
      const opens: Record<string, Shown["what"]> = {
        columnFormat: "format",
        columnRules: "rules",
        columnStatistics: "statistics",
      };
      const what = opens[command];
      if (what === undefined || column === undefined) return false;
      setShown({ what, column, x: event.x, y: event.y, place: setup.columnPlace(event.column ?? 0) });
      return true;
    },
  };
  const close = (): void => {
    setShown(null);
    setup.onClosed();
  };
  return { extras, popover: shown && <Details {...setup} {...shown} onClose={close} /> };
}

function Details(props: Setup & Shown & { onClose: () => void }): ReactNode {
  const { engine, rows, cache, view, what, column, onClose } = props;
  const [samples] = useState(() => samplesOf(props));
  const label = {
    format: `How ${column} is shown`,
    rules: `Conditional formats of ${column}`,
    statistics: `Statistics of ${column}`,
  }[what];
  const spec = rows.shownColumns[rows.placeOf(column)];
  const check = async (sql: string): Promise<string | null> => {
    const { schema, name } = rows.table;
    const question = {
      table: { schema, name },
      columns: rows.columnNames,
      rows: [],
      expressions: [sql],
      conditions: [],
    };
    return (await engine.client.ask("rows.evaluate", question)).errors[0] ?? null;
  };
  const { place } = props;
  const at = place ? { x: place.left, y: place.top, beside: place.width } : { x: props.x, y: props.y };
  // Beside its column, so that one sees what becomes of it.
  return (
    <PopoverAt label={label} {...at} onClose={onClose}>
      {what === "format" ? (
        <FormatChoice
          column={column}
          chosen={ofColumn(view.shown.formats, column) ?? null}
          samples={samples}
          onChoose={(format) => view.changeFormats((before) => withFormat(before, column, format))}
          check={props.computes ? check : undefined}
        />
      ) : what === "rules" ? (
        spec && <RuleList column={spec} rules={view.shown.rules} onChange={(next) => view.changeRules(() => next)} />
      ) : (
        <ColumnStatisticsView
          engine={engine}
          source={cache.source}
          column={column}
          filtered={props.filtered}
          onPick={(value) => {
            const operator = value === null ? "isNull" : "=";
            view.changeFilter((before) => [...before, { column, operator, value }]);
            onClose();
          }}
        />
      )}
    </PopoverAt>
  );

  function samplesOf({ visibleRows }: Setup): Cell[] {
    const { first, last } = visibleRows();
    const at = rows.placeOf(column);
    const cells: Cell[] = [];
    for (let row = first; row <= Math.min(last, first + 50); row++) {
      const value = rows.value(row, at);
      if (value !== undefined) cells.push(value);
    }
    return cells;
  }
}
