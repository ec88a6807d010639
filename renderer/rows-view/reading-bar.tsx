/** Says that rows are being read, sorted or searched when that takes a while, how far it is, and offers to stop it. */
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "../ui/button.tsx";
import { formatCount } from "../ui/format.ts";
import type { Building, KeptOrder } from "../rows/kept-order.ts";
import type { PageCache } from "../rows/page-cache.ts";
import type { TableRows } from "../rows/table-rows.ts";
import { useRowsVersion } from "./use-rows-version.ts";
import styles from "./rows-view.module.css";

/** What is over sooner says nothing, in milliseconds. */
const patience = 300;

interface ReadingBarProps {
  readonly cache: PageCache;
  readonly rows: TableRows;
  readonly keptOrder: KeptOrder;
}

export function ReadingBar({ cache, rows, keptOrder }: ReadingBarProps): ReactNode {
  useRowsVersion(rows);
  const { building } = keptOrder;
  const since = building?.since ?? cache.waitingSince;
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (since === null) return;
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, [since]);
  if (since === null || now - since < patience) return null;
  const seconds = `${((now - since) / 1000).toFixed(1)} s`;
  const words = building
    ? buildingWords(building, rows.fileRows)
    : cache.loaded
      ? "Reading rows …"
      : "Reading the first rows …";
  return (
    <div className={styles.reading} data-testid="reading">
      <span aria-live="polite">
        {words} {seconds}
      </span>
      <Button
        onPress={() => {
          if (building) {
            keptOrder.stop();
            return;
          }
          cache.stop();
        }}
      >
        Stop
      </Button>
    </div>
  );
}

/** `Sorting 1,200,000 of 10,000,000 rows …`, `Searching, 12 found …`. */
export function buildingWords({ total, sorted }: Pick<Building, "total" | "sorted">, rows: number): string {
  const seen = total?.rows ?? 0;
  if (!sorted) return seen > 0 ? `Searching, ${formatCount(seen)} found …` : "Searching …";
  if (seen === 0) return "Sorting …";
  return rows > seen
    ? `Sorting ${formatCount(seen)} of ${formatCount(rows)} rows …`
    : `Sorting ${formatCount(seen)} rows …`;
}
