/** Says that rows are being read when that takes a while, for how long, and offers to stop it. */
import { type ReactNode, useEffect, useState } from "react";
import { askShell } from "../../rpc/shell-client.ts";
import type { Engine } from "../../rpc/queries.ts";
import { Button } from "../../ui/button.tsx";
import type { PageCache } from "./page-cache.ts";
import type { TableRows } from "./table-rows.ts";
import { useRowsVersion } from "./use-table-rows.ts";
import styles from "./table-view.module.css";

/** Reads that are over sooner say nothing, in milliseconds. */
const patience = 300;

interface ReadingBarProps {
  readonly engine: Engine;
  readonly cache: PageCache;
  readonly rows: TableRows;
}

export function ReadingBar({ engine, cache, rows }: ReadingBarProps): ReactNode {
  useRowsVersion(rows);
  const since = cache.waitingSince;
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (since === null) return;
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, [since]);
  if (since === null || now - since < patience) return null;
  return (
    <div className={styles.reading} data-testid="reading">
      <span aria-live="polite">
        {cache.loaded ? "Reading rows" : "Reading the first rows"} … {((now - since) / 1000).toFixed(1)} s
      </span>
      <Button
        onPress={() => {
          cache.stop();
          void askShell("engine.stop", { handle: engine.handle, lane: "read" });
        }}
      >
        Stop
      </Button>
    </div>
  );
}
