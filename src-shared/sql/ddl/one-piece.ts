/**
 * Is what is typed into one place of a definition exactly one piece of its kind? SQLite would read more where it stands
 * (`int, evil int` as a type makes two columns), and do something that was not asked.
 */
import { type ScriptToken, scriptTokens } from "../script-tokens.ts";
import { readTable } from "./read-table.ts";
import type { ColumnPart } from "./table-parts.ts";

/**
 * One expression, without the comments around it; null when it is none, or more than one. Whether SQLite understands it is for
 * SQLite to say.
 */
export function oneExpression(sql: string): string | null {
  const terms = oneList(sql);
  return terms?.length === 1 ? (terms[0] as string) : null;
}

/** Expressions with commas between them, each without the comments around it; null when it is no such list. */
export function oneList(sql: string): string[] | null {
  const tokens = [...scriptTokens(`${sql}\n)`)];
  // A comment that does not end takes the bracket with it.
  if (tokens.pop()?.start !== sql.length + 1) return null;
  const terms: ScriptToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.name === "ILLEGAL" || token.name === "SEMI") return null;
    if (token.name === "LP") depth++;
    if (token.name === "RP" && --depth < 0) return null;
    if (token.name === "COMMA" && depth === 0) terms.push([]);
    else terms.at(-1)?.push(token);
  }
  if (depth > 0 || terms.some((term) => term.length === 0)) return null;
  return terms.map((term) => sql.slice(term[0]?.start, term.at(-1)?.end));
}

/** A declared type that SQLite keeps as it is written. */
export function isOneType(sql: string): boolean {
  const column = onlyColumn(sql);
  return (
    column?.clauses.length === 0 && column.type?.end === HEAD.length + sql.length && column.type.start === HEAD.length
  );
}

/** How a default is written: as it is when it is a literal, in brackets when it is an expression; null when it is not one of them. */
export function defaultClause(value: string): string | null {
  const expression = oneExpression(value);
  if (expression === null) return null;
  const head = `${HEAD}DEFAULT `;
  const clause = onlyColumn(`DEFAULT ${expression}`)?.clauses[0];
  const isTerm = clause?.kind === "Default" && clause.end === head.length + expression.length;
  // A name that stands alone would be a text: what was meant is for the user to say.
  const [token] = scriptTokens(expression);
  const isName = token?.name === "ID" && !/^(true|false)$/i.test(expression);
  return isTerm && !isName && onlyColumn(`DEFAULT ${expression}`)?.clauses.length === 1
    ? `DEFAULT ${expression}`
    : `DEFAULT (${expression})`;
}

const HEAD = "CREATE TABLE t(x ";

/** The column that a definition makes; null when it does not make exactly one. */
function onlyColumn(definition: string): ColumnPart | null {
  const sql = `${HEAD}${definition}\n)`;
  const parts = readTable(sql);
  const isOne = parts?.columns.length === 1 && parts.constraints.length === 0 && parts.inside.end === sql.length - 1;
  return isOne ? (parts.columns[0] ?? null) : null;
}
