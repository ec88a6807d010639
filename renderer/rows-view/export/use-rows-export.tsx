/** Writing the rows of a grid to a file: what is asked first, and what is seen of it. */
import { type ReactNode, useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { ExportOptions } from "../../../src-shared/model/export.ts";
import type { Engine } from "../../rpc/queries.ts";
import type { GestureContext } from "../../rows/edits/gesture.ts";
import { allRows, assertPlaced, type ExportedRows, selectedRowsOf } from "../../rows/exported-rows.ts";
import type { GridSelection } from "../../ui/data-grid/grid-source.ts";
import type { ViewState } from "../use-view-state.ts";
import { ExportBar } from "./export-bar.tsx";
import { ExportDialog } from "./export-dialog.tsx";
import { exportOptions } from "./kept-options.ts";
import { useExport } from "./use-export.ts";

interface RowsExportSetup {
  readonly engine: Engine;
  readonly context: GestureContext;
  readonly view: Pick<ViewState, "exported" | "keepExported">;
  readonly selected: () => GridSelection;
  readonly onFailure: (error: AppErrorData | null) => void;
}

export interface RowsExport {
  /** Asks how, and writes. */
  begin(): void;
  /** A file is being written. */
  readonly isRunning: boolean;
  /** How far that is. */
  readonly bar: ReactNode;
  /** The question. */
  readonly dialog: ReactNode;
}

export function useRowsExport(setup: RowsExportSetup): RowsExport {
  const { engine, context, view, onFailure } = setup;
  const { rows, session } = context;
  const writing = useExport(engine);
  /** What could be written when it was asked for. */
  const [asked, setAsked] = useState<{ all: ExportedRows; selected: ExportedRows | null } | null>(null);
  const exportWith = (what: ExportedRows, options: ExportOptions): void => {
    setAsked(null);
    view.keepExported(options);
    try {
      assertPlaced(context, what);
    } catch (thrown) {
      onFailure(toAppErrorData(thrown));
      return;
    }
    void writing.start(what, options).then(onFailure);
  };
  const { index } = session.store.getState();
  const isStaged = rows.options.owners ? index.size > 0 : index.table(rows.table) !== undefined;
  return {
    begin: () => setAsked({ all: allRows(context), selected: selectedRowsOf(context, setup.selected().ranges) }),
    isRunning: writing.running !== null,
    bar: <ExportBar {...writing} />,
    dialog: asked && (
      <ExportDialog
        {...asked}
        isStaged={isStaged}
        initial={exportOptions(view.exported(), rows.options.copyName ?? rows.table.name)}
        onExport={exportWith}
        onCancel={() => setAsked(null)}
      />
    ),
  };
}
