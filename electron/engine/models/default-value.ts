/** What rows that are there get in a column that is added: SQLite itself says it, as the column would store it. */
import type { Column } from "../../../src-shared/model/schema.ts";
import { scriptTokens } from "../../../src-shared/sql/script-tokens.ts";
import { sqlLiteral } from "../../../src-shared/sql/sql-literal.ts";
import { typeSql } from "./conversions.ts";
import type { Scratch } from "./scratch-schema.ts";

/** The default as an SQL literal; null when it is not the same for every row, or computed. */
export function defaultValue(scratch: Scratch, column: Column, strict: boolean): string | null {
  if (column.kind !== "ordinary") return null;
  if (column.defaultSql === null) return "NULL";
  if (!isConstant(column.defaultSql)) return null;
  const type = strict ? column.type : typeSql(column.type);
  const statements = [
    `CREATE TABLE temp.joinery_default (v ${type} DEFAULT ${column.defaultSql})${strict ? " STRICT" : ""}`,
    "INSERT INTO temp.joinery_default DEFAULT VALUES",
  ];
  const read = () => scratch.connection.value({ sql: "SELECT v FROM temp.joinery_default", parameters: [] });
  try {
    return sqlLiteral(scratch.look(statements, read) ?? null);
  } catch (thrown) {
    // A default that does not fit its own type is found when it comes to rows.
    if (thrown instanceof Error && "code" in thrown) return null;
    throw thrown;
  }
}

/** Neither a function nor the time of day. */
function isConstant(sql: string): boolean {
  const tokens = [...scriptTokens(sql)];
  return !tokens.some(
    ({ name, text }, i) =>
      /^current_/i.test(text) || (tokens[i + 1]?.name === "LP" && /^[\w"[`]/.test(text) && name !== "LP"),
  );
}
