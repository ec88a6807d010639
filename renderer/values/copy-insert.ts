/** Rows as INSERT statements, for pasting into a script. */
import type { Scalar } from "../../src-shared/model/cell.ts";
import { quoteName } from "../../src-shared/sql/quote-name.ts";
import { sqlLiteral } from "../../src-shared/sql/sql-literal.ts";

/** One statement a row. The schema's name is left out: the rows may be meant for another database. */
export function writeInserts(table: string, columns: readonly string[], rows: readonly (readonly Scalar[])[]): string {
  const names = columns.map(quoteName).join(", ");
  return rows
    .map((row) => `INSERT INTO ${quoteName(table)} (${names}) VALUES (${row.map(sqlLiteral).join(", ")});`)
    .join("\n");
}
