/** What a plan's statements need of their connection, and how texts stand in them. */
import { scriptTokens } from "../../../src-shared/sql/script-tokens.ts";

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

/** Do two texts say the same to SQLite: the same tokens, names in any quotes and letters in any case alike? */
export function sameTokens(a: string, b: string): boolean {
  return tokenText(a) === tokenText(b);
}

/** The tokens of a text in one form, to compare by. */
export function tokenText(sql: string): string {
  const parts: string[] = [];
  for (const { name, text } of scriptTokens(sql)) {
    const quote = text[0];
    if (name === "STRING" || quote === "'") parts.push(text);
    else if (quote === "[") parts.push(text.slice(1, -1).toLowerCase());
    else if (quote === '"' || quote === "`")
      parts.push(
        text
          .slice(1, -1)
          .replaceAll(quote + quote, quote)
          .toLowerCase(),
      );
    else parts.push(text.toLowerCase());
  }
  return parts.join("\u0000");
}
