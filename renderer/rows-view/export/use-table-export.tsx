/** Writing all rows of a table or view to a file, without looking at them first. */
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import type { ExportOptions } from "../../../src-shared/model/export.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import type { Engine } from "../../rpc/queries.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import { rowsOfTable } from "../../rows/exported-rows.ts";
import { ExportBar } from "./export-bar.tsx";
import { ExportDialog } from "./export-dialog.tsx";
import { exportOptions } from "./kept-options.ts";
import { useExport } from "./use-export.ts";

export interface TableExport {
  /** Asks how, and writes. */
  begin(table: Table): void;
  /** The question, and how far the file is. */
  readonly shown: ReactNode;
}

export function useTableExport(engine: Engine, session: SessionStore): TableExport {
  const writing = useExport(engine);
  const [table, setTable] = useState<Table | null>(null);
  const [last, setLast] = useState<ExportOptions>();
  return {
    begin: setTable,
    shown: (
      <>
        <ExportBar {...writing} />
        {table && (
          <ExportDialog
            all={rowsOfTable(table)}
            isStaged={session.store.getState().index.table(table) !== undefined}
            initial={exportOptions(last, table.name)}
            onExport={(what, options) => {
              setTable(null);
              setLast(options);
              void writing
                .start(what, options)
                .then((error) => error && toast.error(error.message, { description: error.next }));
            }}
            onCancel={() => setTable(null)}
          />
        )}
      </>
    ),
  };
}
