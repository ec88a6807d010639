/** Gives the rows of a view what computes their looks: the user's expressions and conditions, and pictures. */
import { useEffect } from "react";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { Engine } from "../../rpc/queries.ts";
import type { TableRows } from "../../rows/table-rows.ts";
import type { ViewState } from "../use-view-state.ts";
import { sqlOf } from "../../values/display-format.ts";
import { Dressing } from "../../rows/layers/dressing.ts";
import { Thumbnails } from "../../rows/thumbnails.ts";

const endless: AppErrorData = {
  code: "engine.stopped",
  message:
    "A format or conditional format of these rows took too long and was stopped; values are shown as they are stored.",
  next: "Change the SQL of “Show as…” or the conditions in the header's menu.",
};

interface LookingSetup {
  readonly engine: Engine;
  readonly rows: TableRows;
  readonly view: ViewState;
  readonly onFailure: (error: AppErrorData | null) => void;
  /** The engine can compute with these rows; without it they are shown by what the page knows of them. */
  readonly computes: boolean;
}

export function useLooking({ engine, rows, view, onFailure, computes }: LookingSetup): void {
  const { formats, rules } = view.shown;
  useEffect(() => {
    if (!computes) return;
    const own = Object.entries(formats).flatMap(([column, format]): [string, string][] => {
      const sql = sqlOf(format);
      return sql === null ? [] : [[column, sql]];
    });
    const changed = (): void => rows.rowsCame();
    const dressing =
      own.length + rules.length > 0
        ? new Dressing({
            client: engine.client,
            table: rows.table,
            expressions: new Map(own),
            rules,
            changed,
            onEndless: () => onFailure(endless),
          })
        : undefined;
    const pictures = Object.values(formats).includes("picture");
    const thumbnails = pictures ? new Thumbnails(engine.client, changed) : undefined;
    rows.setLooking({ dressing, thumbnails });
    return () => dressing?.close();
    // oxlint-disable-next-line react/exhaustive-deps -- `onFailure` is made with every rendering and does the same
  }, [engine, rows, formats, rules, computes]);
}
