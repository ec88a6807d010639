/** Order, filter, widths and the cell panel of one table view: the user's, so they are told to be kept. */
import { useEffect, useRef, useState } from "react";
import type { AppErrorData } from "../../src-shared/errors/app-error.ts";
import type { ExportOptions } from "../../src-shared/model/export.ts";
import type { OrderTerm, RowFilter } from "../../src-shared/model/rows.ts";
import type { Table } from "../../src-shared/model/schema.ts";
import { type Formats, readFormats } from "../values/kept-formats.ts";
import { type FormatRule, keepRules, readRules } from "../rows/kept-rules.ts";
import { sidePanel, useSidePanel } from "./side-panel-state.ts";
import { type ColumnLayout, readLayout } from "../rows/column-layout.ts";
import type { TableRows } from "../rows/table-rows.ts";
import {
  heldBecause,
  keptFilter,
  type KeptPlace,
  nextOrder,
  readFilter,
  readOrder,
  readPlace,
  type TableViewState,
} from "../rows/view-state.ts";

export interface ViewState {
  readonly shown: {
    readonly order: readonly OrderTerm[];
    readonly filter: readonly RowFilter[];
    readonly widths: Readonly<Record<string, number>>;
    readonly layout: ColumnLayout;
    readonly formats: Formats;
    readonly rules: readonly FormatRule[];
  };
  readonly inspector: boolean;
  setOrder(order: readonly OrderTerm[]): void;
  setFilter(filter: readonly RowFilter[]): void;
  /** Changes the conditions there are by then; the same list changes nothing. */
  changeFilter(change: (before: readonly RowFilter[]) => readonly RowFilter[]): void;
  setWidth(column: string, width: number): void;
  changeLayout(change: (before: ColumnLayout) => ColumnLayout): void;
  changeFormats(change: (before: Formats) => Formats): void;
  changeRules(change: (before: readonly FormatRule[]) => readonly FormatRule[]): void;
  setInspector(open: boolean): void;
  /** Where one was when it was kept; null: nowhere yet. */
  readonly keptPlace: KeptPlace | null;
  /** Keeps where one is now. */
  keepPlace(place: KeptPlace): void;
  /** How its rows were exported last. */
  exported(): unknown;
  keepExported(options: ExportOptions): void;
  /** Why its rows are not read by themselves; null: they are. */
  readonly held: AppErrorData | null;
  /** Keeps whether its rows are still to come. */
  keepUnanswered(unanswered: boolean): void;
  /** What a click on a header does. */
  sort(rows: TableRows): (column: number, add: boolean) => void;
}

export function useViewState(
  table: Table,
  kept: TableViewState | undefined,
  onState: (state: TableViewState) => void,
): ViewState {
  const names = table.columns.map((column) => column.name);
  const [order, setOrder] = useState<readonly OrderTerm[]>(() => readOrder(kept, names));
  const [filter, setFilter] = useState<readonly RowFilter[]>(() => readFilter(kept, names));
  const [widths, setWidths] = useState(() => kept?.widths ?? {});
  const [layout, setLayout] = useState(() => readLayout(kept?.columns));
  const [formats, setFormats] = useState(() => readFormats(kept?.formats));
  const [rules, setRules] = useState<readonly FormatRule[]>(() => readRules(kept?.rules, names));
  const inspector = useSidePanel(({ open }) => open ?? kept?.inspector ?? false);
  const tell = useRef(onState);
  useEffect(() => {
    tell.current = onState;
  });
  const [keptPlace] = useState(() => readPlace(kept));
  const place = useRef(keptPlace);
  const [held] = useState(() => heldBecause(kept));
  const unanswered = useRef(held !== null);
  const exported = useRef(kept?.exported);
  const tellWhole = useRef(() => {});
  const first = useRef(true);
  useEffect(() => {
    // What was just read needs no writing.
    const whole = {
      widths,
      order,
      filter: keptFilter(filter),
      columns: layout,
      formats,
      rules: keepRules(rules),
      inspector,
    };
    tellWhole.current = () =>
      tell.current({
        ...whole,
        ...(place.current ? { place: place.current } : {}),
        ...(exported.current === undefined ? {} : { exported: exported.current }),
        ...(unanswered.current ? { unanswered: true } : {}),
      });
    if (first.current) first.current = false;
    else tellWhole.current();
  }, [widths, order, filter, layout, formats, rules, inspector]);
  const [shown, setShown] = useState({ order, filter, widths, layout, formats, rules });
  const same = shown.order === order && shown.filter === filter && shown.widths === widths && shown.layout === layout;
  if (!same || shown.formats !== formats || shown.rules !== rules)
    setShown({ order, filter, widths, layout, formats, rules });
  return {
    shown,
    inspector,
    setOrder,
    setFilter,
    changeFilter: setFilter,
    changeLayout: setLayout,
    changeFormats: setFormats,
    changeRules: setRules,
    setWidth: (column, width) => setWidths((before) => ({ ...before, [column]: width })),
    setInspector: (open) => sidePanel.setState({ open }),
    keptPlace,
    keepPlace: (now) => {
      place.current = now;
      tellWhole.current();
    },
    exported: () => exported.current,
    keepExported: (options) => {
      exported.current = options;
      tellWhole.current();
    },
    held,
    keepUnanswered: (now) => {
      if (unanswered.current === now) return;
      unanswered.current = now;
      tellWhole.current();
    },
    sort: (rows) => (column, add) => {
      const name = rows.columns[column]?.name;
      if (name !== undefined) setOrder((before) => nextOrder(before, name, add));
    },
  };
}
