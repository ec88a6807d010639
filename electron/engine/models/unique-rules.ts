/** What a table wants to be unique, as its indexes say. */
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../connection/connection.ts";

export interface UniqueRule {
  readonly columns: readonly { readonly name: string; readonly collation: string }[];
}

/** The rules over plain columns of all rows; those with expressions or a WHERE are left out. */
export function uniqueRules(connection: Connection, table: string): UniqueRule[] {
  const rules: UniqueRule[] = [];
  for (const [, name, unique, , partial] of connection.pragma(`main.index_list(${quoteName(table)})`)) {
    if (unique !== 1n || partial === 1n) continue;
    // seqno, cid, name, desc, coll, key
    const parts = connection.pragma(`main.index_xinfo(${quoteName(String(name))})`).filter((part) => part[5] === 1n);
    if (parts.some((part) => part[2] === null)) continue;
    rules.push({ columns: parts.map((part) => ({ name: String(part[2]), collation: String(part[4]) })) });
  }
  return rules;
}
