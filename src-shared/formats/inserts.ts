/** INSERT statements that put the rows into a table of these columns; by themselves, or as a script in one transaction. */
import { quoteName } from "../sql/quote-name.ts";
import { sqlLiteral } from "../sql/sql-literal.ts";
import type { ResultFormat } from "./format.ts";

export function inserts(table: string, { transaction }: { readonly transaction: boolean }): ResultFormat {
  let head = "";
  return {
    begin(columns) {
      head = `INSERT INTO ${quoteName(table)} (${columns.map(quoteName).join(", ")}) VALUES (`;
      return transaction ? "BEGIN;\n" : "";
    },
    row: (values) => `${head}${values.map(sqlLiteral).join(", ")});\n`,
    end: () => (transaction ? "COMMIT;\n" : ""),
  };
}
