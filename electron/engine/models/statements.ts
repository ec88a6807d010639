/** What a plan's statements need of their connection, and how texts stand in them. */
import { scriptTokens } from "../../../src-shared/sql/script-tokens.ts";

export { sameTokens, tokenText } from "../../../src-shared/sql/token-text.ts";

/** Begins the statements for which SQLite must not look at objects that are broken anyway. */
export const WRITE_SCHEMA = "PRAGMA writable_schema = ON";

/** Does the statement need the stored texts to be writable? */
export function writesSchema(sql: string): boolean {
  return sql === WRITE_SCHEMA;
}

/** The names of the first tokens of a statement. */
export function firstTokens(sql: string, count: number): string[] {
  const names: string[] = [];
  for (const { name } of scriptTokens(sql)) {
    if (names.push(name) >= count) break;
  }
  return names;
}

/** A text as an SQL literal. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** What becomes of the stored texts is read anew at once: one that SQLite cannot read must not be found by the next program. */
export const READ_SCHEMA = "PRAGMA writable_schema = RESET";
