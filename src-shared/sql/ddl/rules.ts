/**
 * Which rule of a table an operation is about. Two rules may have one name, the same columns or even the same text, so that a rule
 * is called by where it stands and by its text: the same rule is found after earlier operations of the list changed others, and
 * none at all, instead of another one, where the rule itself was changed.
 */
import { tokenText } from "../token-text.ts";
import type { Clause, TableParts } from "./table-parts.ts";

export interface RuleName {
  /** The column in whose definition it stands; not given for a constraint of the table. */
  readonly column?: string | undefined;
  /** The clause as it is written, with its CONSTRAINT name; compared token by token. */
  readonly sql: string;
  /** Which one, counted from 0, where the same stands there more than once. */
  readonly nth?: number | undefined;
}

/** Says what each clause of a table is called. */
export function ruleNames(parts: TableParts): (clause: Clause) => RuleName {
  const names = new Map<Clause, RuleName>();
  const add = (clauses: readonly Clause[], column: string | undefined) => {
    const seen = new Map<string, number>();
    for (const clause of clauses) {
      const sql = parts.sql.slice(clause.start, clause.end);
      const key = tokenText(sql);
      const nth = seen.get(key) ?? 0;
      seen.set(key, nth + 1);
      names.set(clause, { ...(column === undefined ? {} : { column }), sql, ...(nth === 0 ? {} : { nth }) });
    }
  };
  for (const { name, clauses } of parts.columns) add(clauses, name);
  add(parts.constraints, undefined);
  return (clause) => names.get(clause) ?? { sql: parts.sql.slice(clause.start, clause.end) };
}
