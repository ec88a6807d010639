/** The place of a row in a table's natural order, by its key. */
import { type RowKey, rowKeyText } from "../../src-shared/model/rows.ts";
import type { Table } from "../../src-shared/model/schema.ts";
import type { EngineClient } from "../rpc/engine-client.ts";

/**
 * Finds a row of a rowid table by halving: its rows stand in the order of their rowids, and a page says the key of the row
 * at a place (about 24 short reads for ten million rows). null when the row is gone, the places are not known exactly yet,
 * or the table has another kind of key. Throws an AppError.
 */
export async function findRow(
  client: EngineClient,
  table: Table,
  key: RowKey,
  rowCount: number,
): Promise<number | null> {
  const [wanted] = key;
  if (table.identity.kind !== "rowid" || typeof wanted !== "bigint") return null;
  const source = { table: { schema: table.schema, name: table.name }, order: [], filter: [] };
  const text = rowKeyText(key);
  let low = 0;
  let high = rowCount - 1;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const page = await client.ask("rows.readPage", { source, offset: middle, limit: 1 });
    const found = page.keys?.[0];
    if (!found) {
      high = middle - 1;
      continue;
    }
    if (page.placement !== "exact") return null;
    if (rowKeyText(found) === text) return middle;
    if ((found[0] as bigint) < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}
