/** A condition that the user wrote in SQL: it must be one expression and nothing else. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { assertShallow, type RowFilter } from "../../../src-shared/model/row-filter.ts";
import { scriptTokens } from "../../../src-shared/sql/script-tokens.ts";
import { sql } from "kysely";
import { compiler, objectName } from "../connection/compiler.ts";
import type { Connection } from "../connection/connection.ts";
import { functionHint } from "../connection/function-hint.ts";
import type { RowShape } from "./row-shape.ts";

/**
 * Refuses what could reach beyond the brackets it is put in: another statement, a closing bracket of its own, a comment or
 * a text that does not end; and parameters, which would take the values of other conditions. What it may do is bounded
 * besides by the connection, which cannot write. Throws an AppError `sql.syntax`.
 */
export function checkRawSql(raw: string): void {
  if (raw.includes("\0")) throw notOne("SQL cannot hold a NUL character.");
  let depth = 0;
  let tokens = 0;
  for (const { name: token } of scriptTokens(raw)) {
    tokens++;
    if (token === "LP") depth++;
    if (token === "RP" && --depth < 0) throw notOne("It has a closing bracket too many.");
    if (token === "SEMI") throw notOne("It holds a semicolon, which ends a statement.");
    if (token === "VARIABLE") throw notOne("It holds a parameter, and nothing gives that a value.");
    if (token === "ILLEGAL") throw notOne("It holds a text or a character that SQLite cannot read.");
  }
  if (tokens === 0) throw notOne("It is empty.");
  if (depth > 0) throw notOne("A bracket is not closed.");
  // SQLite lets the end of the text end a comment; the brackets that follow would be part of it.
  if (endsInComment(raw)) throw notOne("A comment is not closed.");
}

/** Blanks and comments are no tokens, so what is left after the last one tells. */
function endsInComment(raw: string): boolean {
  let end = 0;
  for (const token of scriptTokens(raw)) end = token.end;
  const rest = raw.slice(end).replace(/--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\//g, "");
  return rest.includes("/*");
}

/** Has SQLite compile each condition of the user's on its own, so that an error is told of it and not of the table. */
export function compileRawSql(connection: Connection, shape: RowShape, filter: readonly RowFilter[]): void {
  assertShallow(filter);
  for (const raw of rawConditions(filter)) {
    checkRawSql(raw);
    const query = sql`SELECT 1 FROM ${objectName(shape.table)} WHERE (${sql.raw(`\n${raw}\n`)})`.compile(compiler);
    try {
      connection.db.prepare(query.sql);
    } catch (thrown) {
      const words = thrown instanceof Error ? thrown.message : String(thrown);
      const hint = functionHint(connection, words);
      throw notOne(`SQLite says: ${words}.${hint === null ? "" : ` ${hint}`}`);
    }
  }
}

function rawConditions(filter: readonly RowFilter[]): string[] {
  return filter.flatMap((part) => {
    if (part.enabled === false) return [];
    if ("all" in part) return rawConditions(part.all);
    if ("any" in part) return rawConditions(part.any);
    if ("not" in part) return rawConditions([part.not]);
    return "rawSql" in part ? [part.rawSql] : [];
  });
}

function notOne(why: string): AppError {
  return new AppError({
    code: "sql.syntax",
    message: `This is not one SQL condition: ${why}`,
    next: "Write an expression as it would stand after WHERE, such as price > 10 AND name LIKE 'A%'.",
  });
}
