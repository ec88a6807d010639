/** Which generated columns of a table are computed from which others, by the words of their expressions. Pure. */
import type { Table } from "../../src-shared/model/schema.ts";
import { foldName } from "../../src-shared/model/names.ts";
import { readTable } from "../../src-shared/sql/ddl/read-table.ts";

type Expressions = ReadonlyMap<string, string>;

const known = new WeakMap<Table, Expressions>();

/** The folded expressions of generated columns, by their names; empty where there are none, or no DDL tells. */
function expressionsOf(table: Table): Expressions {
  let found = known.get(table);
  if (!found) {
    const parts = table.sql === null ? null : readTable(table.sql);
    const generated = (parts?.columns ?? []).flatMap((column) => {
      const clause = column.clauses.find(({ kind }) => kind === "Generated");
      if (!clause || !parts) return [];
      const { start, end } = clause.expression;
      return [[column.name, foldName(parts.sql.slice(start, end))] as const];
    });
    known.set(table, (found = new Map(generated)));
  }
  return found;
}

/**
 * Is this column computed from one of the changed ones, straight or by another generated column? A name that only occurs in its
 * expression counts: what the file has is not shown as true then.
 */
export function isComputedFrom(table: Table, column: string, changed: readonly string[]): boolean {
  const expressions = expressionsOf(table);
  const looked = new Set<string>();
  const reaches = (name: string): boolean => {
    const text = expressions.get(name);
    if (text === undefined || looked.has(name)) return false;
    looked.add(name);
    if (changed.some((other) => text.includes(foldName(other)))) return true;
    return [...expressions.keys()].some((other) => text.includes(foldName(other)) && reaches(other));
  };
  return reaches(column);
}
