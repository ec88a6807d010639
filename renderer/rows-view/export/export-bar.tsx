/** How far an export is, and the way to stop it. */
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { formatBytes, plural } from "../../ui/format.ts";
import type { RowExport } from "./use-export.ts";
import tableStyles from "../rows-view.module.css";

/** What is over sooner says nothing, in milliseconds. */
const patience = 300;

export function ExportBar({ running, stop }: RowExport): ReactNode {
  const [now, setNow] = useState(0);
  const since = running?.since ?? null;
  useEffect(() => {
    if (since === null) return;
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, [since]);
  if (!running || since === null || now - since < patience) return null;
  const { report, file } = running;
  const far = report ? `${plural(report.rows, "row")}, ${formatBytes(report.bytes)}` : "beginning";
  return (
    <div className={tableStyles.reading} data-testid="exporting">
      <span aria-live="polite">
        Writing {file}: {far} · {((now - since) / 1000).toFixed(1)} s
      </span>
      <Button onPress={stop}>Stop</Button>
    </div>
  );
}
