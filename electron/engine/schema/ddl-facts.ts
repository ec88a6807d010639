/**
 * What only the stored DDL tells and no PRAGMA does: collations of columns, AUTOINCREMENT, the choices of CHECK … IN.
 * Text that cannot be read gives no facts; it is never an error, since SQLite itself has accepted the table.
 */
import { readTable } from "../../../src-shared/sql/ddl/read-table.ts";
import { nameOf, type ScriptToken, scriptTokens } from "../../../src-shared/sql/script-tokens.ts";
import { primaryKeyOf } from "../../../src-shared/sql/table-ddl.ts";
import { foldName } from "./same-name.ts";

export interface DdlFacts {
  /** By folded column name; absent: BINARY. */
  readonly collations: ReadonlyMap<string, string>;
  /** By folded column name. */
  readonly choices: ReadonlyMap<string, (string | bigint)[]>;
  readonly autoincrement: boolean;
}

const NO_FACTS: DdlFacts = { collations: new Map(), choices: new Map(), autoincrement: false };

/** Reading more would take longer than the facts are worth. */
const LONGEST_READ = 500_000;

/** Reads the facts from the `sql` of sqlite_schema; null (no DDL) gives none. */
export function readDdlFacts(sql: string | null): DdlFacts {
  // Most tables have none of it, and 2,000 tables should be there in a moment.
  if (sql === null || sql.length > LONGEST_READ || !/collate|autoincrement|check/i.test(sql)) return NO_FACTS;
  const parts = readTable(sql);
  if (!parts) return NO_FACTS;
  const collations = new Map<string, string>();
  const choices = new Map<string, (string | bigint)[]>();
  for (const { name, clauses } of parts.columns) {
    // Of several the last counts.
    const collation = clauses.findLast(({ kind }) => kind === "Collate")?.expression;
    if (collation) collations.set(foldName(name), nameOf(sql.slice(collation.start, collation.end)));
  }
  for (const { kind, expression } of [...parts.columns.flatMap(({ clauses }) => clauses), ...parts.constraints]) {
    if (kind === "Check") addChoices(choices, [...scriptTokens(sql.slice(expression.start, expression.end))]);
  }
  return { collations, choices, autoincrement: primaryKeyOf(parts)?.autoincrement ?? false };
}

/** Adds `column IN ('a', 'b')` and `column IN (1, 2)`; anything more complicated is no list of choices. */
function addChoices(choices: Map<string, (string | bigint)[]>, check: readonly ScriptToken[]): void {
  const [column, operator, ...list] = withoutBrackets(check);
  const inner = withoutBrackets(list);
  if (!column || !isColumn(column) || operator?.name !== "IN" || inner.length === list.length) return;
  const values: (string | bigint)[] = [];
  let at = 0;
  do {
    const negative = inner[at]?.name === "MINUS";
    if (negative) at++;
    const value = literalOf(inner[at++]);
    if (value === null) return;
    if (!negative) values.push(value);
    else if (typeof value === "bigint") values.push(-value);
    else return;
  } while (inner[at++]?.name === "COMMA");
  if (at > inner.length) choices.set(foldName(nameOf(column.text)), values);
}

/** A text in single quotes is a text, whatever else could be read in it. */
function isColumn({ name, text }: ScriptToken): boolean {
  return name !== "STRING" && /^["`[\p{L}_]/u.test(text);
}

function literalOf(token: ScriptToken | undefined): string | bigint | null {
  if (token?.name === "STRING") return nameOf(token.text);
  if (token?.name !== "INTEGER" && token?.name !== "QNUMBER") return null;
  const digits = token.text.replaceAll("_", "");
  if (/^0x/i.test(digits)) return BigInt.asIntN(64, BigInt(digits));
  return /^\d+$/.test(digits) ? BigInt(digits) : null;
}

/** The tokens inside of brackets that hold all of them. */
function withoutBrackets(tokens: readonly ScriptToken[]): readonly ScriptToken[] {
  if (tokens[0]?.name !== "LP" || tokens.at(-1)?.name !== "RP") return tokens;
  let depth = 0;
  for (const [i, { name }] of tokens.entries()) {
    if (name === "LP") depth++;
    if (name === "RP" && --depth === 0 && i < tokens.length - 1) return tokens;
  }
  return withoutBrackets(tokens.slice(1, -1));
}
