/** Rows of a selection that are not on screen: read in larger pages, up to a limit. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { rowKeyText, type RowSource } from "../../../src-shared/model/rows.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { CachedRow } from "./page-cache.ts";
import type { ShownRow, TableRows } from "./table-rows.ts";

/** No gesture reads more rows than this. */
export const mostRows = 100_000;
const pageSize = 2000;

/** The rows from `first` to `last` (inclusive) as they are shown, loaded or not. Throws an AppError. */
export async function rowsBetween(
  client: EngineClient,
  rows: TableRows,
  source: RowSource,
  first: number,
  last: number,
): Promise<ShownRow[]> {
  if (last - first + 1 > mostRows) {
    throw new AppError({
      code: "value.tooLarge",
      message: `${(last - first + 1).toLocaleString("en-US")} rows are too many for one gesture.`,
      next: `Select at most ${mostRows.toLocaleString("en-US")} rows, or use SQL in a console.`,
    });
  }
  const { readPage = (from, offset, limit) => client.ask("rows.readPage", { source: from, offset, limit }) } =
    rows.options;
  const shown: ShownRow[] = [];
  const read = new Map<number, CachedRow>();
  for (let row = first; row <= last; row++) {
    let at = rows.at(row);
    if (!at && row < rows.fileRows && !read.has(row)) {
      const limit = Math.min(pageSize, last - row + 1);
      const page = rows.arrangedPage(await readPage(source, row, limit));
      page.rows.forEach((cells, i) => {
        const key = page.keys?.[i]?.length ? (page.keys[i] ?? null) : null;
        const keyText = key && rowKeyText(key);
        read.set(row + i, { cells, key, keyText, generation: 0, estimated: page.placement === "estimated" });
      });
    }
    const file = at ? undefined : read.get(row);
    if (file) at = rows.shownOf(file);
    if (at) shown.push(at);
  }
  return shown;
}
