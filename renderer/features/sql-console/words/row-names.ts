/** Names that stand for rows without being in a FROM clause, and columns that the query itself names. Pure. */
import { findTable, type QueryTable, selectColumns, type Sources } from "../query-tables.ts";
import type { Token } from "../sql-tokens.ts";

type Columns = QueryTable["columns"];

/** `excluded` of an upsert, `new` and `old` of a trigger: the columns of the table written to; null for any other name. */
export function rowColumns(name: string, before: readonly Token[], schema: Sources): Columns | null {
  const isTrigger = before.slice(0, 4).some(({ value }) => value === "TRIGGER");
  const after = name === "excluded" ? "INTO" : isTrigger && (name === "new" || name === "old") ? "ON" : null;
  if (after === null) return null;
  const at = before.findIndex(({ value, kind }) => kind === "word" && value === after);
  const dotted = before[at + 2]?.value === ".";
  const table = before[dotted ? at + 3 : at + 1];
  return findTable(schema, table?.name ?? "", dotted ? before[at + 1]?.name : undefined)?.columns ?? null;
}

const clauses = new Set(["WHERE", "FROM", "SELECT", "SET", "VALUES", "ON", "LIMIT", "WINDOW"]);
const naming = new Set(["ORDER", "GROUP", "HAVING"]);

/** In ORDER BY, GROUP BY and HAVING: the names that this query gives to what it selects. */
export function selectedNames(before: readonly Token[], schema: Sources): Columns {
  let depth = 0;
  let isNaming = false;
  for (let i = before.length - 1; i >= 0; i--) {
    const token = before[i] as Token;
    if (token.value === ")") depth++;
    // Within brackets of its own, such as a function's: those around it are the query's too.
    else if (token.value === "(" && --depth < 0) depth = 0;
    if (depth > 0 || token.kind !== "word") continue;
    if (naming.has(token.value)) isNaming = true;
    else if (!isNaming && clauses.has(token.value)) return [];
    else if (token.value === "SELECT") return isNaming ? selectColumns(before.slice(i), schema, []) : [];
  }
  return [];
}
