/** Keeps of a view that its rows are long in coming, or were stopped: after a restart it does not read them by itself again. */
import { useEffect } from "react";
import type { PageCache } from "../../rows/page-cache.ts";
import type { TableRows } from "../../rows/table-rows.ts";
import { useRowsVersion } from "../../rows-view/use-rows-version.ts";
import type { ViewState } from "../../rows-view/use-view-state.ts";

/** Rows that come sooner are no reason, in milliseconds. */
const LONG = 1000;

export function useUnanswered(cache: PageCache, rows: TableRows, view: ViewState): void {
  useRowsVersion(rows);
  const { loaded, ended } = cache;
  const reads = !loaded && cache.waitingSince !== null;
  const { keepUnanswered } = view;
  useEffect(() => {
    if (loaded) keepUnanswered(false);
    else if (ended) keepUnanswered(true);
    else if (reads) {
      const timer = setTimeout(() => keepUnanswered(true), LONG);
      return () => clearTimeout(timer);
    }
    return;
    // oxlint-disable-next-line react/exhaustive-deps -- made with every rendering, it does the same
  }, [loaded, ended, reads]);
}
