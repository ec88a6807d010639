/** Rows of a selection that are not on screen: read in larger pages, up to a limit. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { RowPage, RowSource } from "../../../src-shared/model/rows.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import { type CachedRow, cachedRows } from "../cached-row.ts";
import type { TableRows } from "../table-rows.ts";
import type { ShownRow } from "../cell-owners.ts";

/** No gesture reads more rows than this. */
export const mostRows = 100_000;
const pageSize = 2000;
/** How often, and how many milliseconds after one another, rows are asked for whose places are still being found. */
const patience = { times: 30, pause: 100 };

/**
 * The rows from `first` to `last` (inclusive) as they are shown, loaded or not, each one of them: a row that is left out would
 * shift those after it. Throws an AppError.
 */
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
      const page = rows.arrangedPage(await surePage(() => readPage(source, row, limit)));
      cachedRows(page, 0).forEach((file, i) => read.set(row + i, file));
    }
    const file = at ? undefined : read.get(row);
    if (file) at = rows.shownOf(file);
    if (!at) throw notThere(row);
    shown.push(at);
  }
  return shown;
}

/** A page whose rows are surely those of these places. */
async function surePage(read: () => Promise<RowPage>): Promise<RowPage> {
  for (let i = 0; i < patience.times; i++) {
    const page = await read();
    if (page.placement === "exact") return page;
    await new Promise((resolve) => setTimeout(resolve, patience.pause));
  }
  throw new AppError({
    code: "value.refused",
    message: "It is not known yet which rows these are: their order is still being built.",
    next: "Wait until it is there (the line above the rows says how far it is), then do it again.",
  });
}

function notThere(row: number): AppError {
  return new AppError({
    code: "row.gone",
    message: `Row ${(row + 1).toLocaleString("en-US")} is not there any more: the file has changed meanwhile.`,
    next: "Look at the rows as they are now (F5), then do it again. Nothing was changed.",
  });
}
