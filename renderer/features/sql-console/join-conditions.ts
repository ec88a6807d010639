/** What to write after ON: the foreign keys between the table just joined and those before it. Pure. */
import type { ForeignKey } from "../../../src-shared/model/schema.ts";
import type { QueryTable } from "./query-tables.ts";
import { writtenName } from "./sqlite-words.ts";

export interface JoinCondition {
  readonly sql: string;
  /** The foreign key in words: "orders → customers". */
  readonly detail: string;
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/**
 * Conditions that join the last of `tables` (in the order of the statement) with one before it; of a foreign key of several
 * columns all of them. A table that is joined twice has a condition for each.
 */
export function joinConditions(tables: readonly QueryTable[]): JoinCondition[] {
  const joined = tables.at(-1);
  if (!joined) return [];
  return tables
    .slice(0, -1)
    .toReversed()
    .flatMap((before) => [...along(joined, before), ...along(before, joined)]);
}

/** Conditions by the foreign keys of `child` that lead to `parent`. */
function along(child: QueryTable, parent: QueryTable): JoinCondition[] {
  const [from, to] = [child.table, parent.table];
  if (!from || !to) return [];
  return from.foreignKeys
    .filter((key) => same(key.parentTable, to.name) && from.schema === to.schema)
    .filter(({ parentColumns, columns }) => parentColumns.length === columns.length)
    .map((key) => ({ sql: condition(key, child.name, parent.name), detail: `${from.name} → ${to.name}` }));
}

function condition({ columns, parentColumns }: ForeignKey, child: string, parent: string): string {
  const column = (of: string, name: string) => `${writtenName(of)}.${writtenName(name)}`;
  return columns.map((name, i) => `${column(child, name)} = ${column(parent, parentColumns[i] ?? "")}`).join(" and ");
}
