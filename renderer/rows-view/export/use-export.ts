/** Writing rows of a view to a file: where to, how far it is, and how it is stopped. */
import { useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import { type ExportOptions, type ExportReport, exportFormats } from "../../../src-shared/model/export.ts";
import type { Engine } from "../../rpc/queries.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { formatBytes, plural } from "../../ui/format.ts";
import type { ExportedRows } from "../../rows/exported-rows.ts";

export interface Exporting {
  readonly ticket: string;
  readonly file: string;
  readonly since: number;
  /** null: no row yet. */
  readonly report: ExportReport | null;
}

export interface RowExport {
  /** What is being written now. */
  readonly running: Exporting | null;
  /** Asks where to, and begins. */
  start(what: ExportedRows, options: ExportOptions): Promise<AppErrorData | null>;
  stop(): void;
}

export function useExport({ client, handle }: Engine): RowExport {
  const [running, setRunning] = useState<Exporting | null>(null);
  const writing = useRef(new AbortController());
  useEffect(
    () =>
      client.on("transfer.progress", ({ ticket, ...report }) =>
        setRunning((now) => (now?.ticket === ticket ? { ...now, report } : now)),
      ),
    [client],
  );
  return {
    running,
    async start({ source, spans, columns }, options) {
      const { ending } = exportFormats[options.format];
      let ticket: string | null = null;
      try {
        const target = await askShell("file.chooseTarget", { handle, suggestedName: options.table, ending });
        if (!target) return null;
        ({ ticket } = target);
        writing.current = new AbortController();
        setRunning({ ticket, file: target.name, since: performance.now(), report: null });
        const question = { ticket, source, spans, columns: [...columns], options };
        const report = await client.ask("transfer.exportRows", question, { signal: writing.current.signal });
        toast.success(`Exported ${plural(report.rows, "row")} to ${target.name} (${formatBytes(report.bytes)})`, {
          description: report.leftOut && `Left out, because SQLite cannot compute it: ${report.leftOut.join(", ")}.`,
        });
        return null;
      } catch (thrown) {
        // Its process may have been ended: what it left beside the file goes.
        if (ticket !== null) client.ask("transfer.giveUp", { ticket }).catch(() => {});
        return writing.current.signal.aborted ? null : toAppErrorData(thrown);
      } finally {
        setRunning(null);
      }
    },
    stop() {
      if (running) writing.current.abort();
    },
  };
}
