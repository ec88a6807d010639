/**
 * When a view is rendered anew because of its rows: at once for what a person did and for what is said about all rows (their
 * number, that they cannot be read); soon, and as work that lets frames through, for rows that only came in.
 */
import { startTransition, useEffect, useState } from "react";
import type { TableRows } from "../rows/table-rows.ts";

/** Pages that come in are told together, after so many milliseconds. */
const SOON = 100;

/** A number that changes when the rows say that they changed. */
export function useRowsVersion(rows: TableRows): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let facts = rows.facts();
    const tell = (): void => {
      clearTimeout(timer);
      timer = undefined;
      setVersion((n) => n + 1);
    };
    const stop = rows.subscribe((change) => {
      const now = rows.facts();
      const same = facts.every((fact, i) => fact === now[i]);
      facts = now;
      if (change === "all" || !same) tell();
      else timer ??= setTimeout(() => startTransition(tell), SOON);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [rows]);
  return version;
}
