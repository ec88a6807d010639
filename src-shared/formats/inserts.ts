/** INSERT statements, in one transaction: a script that puts the rows into a table of these columns. */
import { quoteName } from "../sql/quote-name.ts";
import { sqlLiteral } from "../sql/sql-literal.ts";
import type { ResultFormat } from "./format.ts";

export function inserts(table: string): ResultFormat {
  let head = "";
  return {
    begin(columns) {
      head = `INSERT INTO ${quoteName(table)} (${columns.map(quoteName).join(", ")}) VALUES (`;
      return "BEGIN;\n";
    },
    row: (values) => `${head}${values.map(sqlLiteral).join(", ")});\n`,
    end: () => "COMMIT;\n",
  };
}
