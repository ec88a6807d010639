/** The operations from one text of a table to another: columns that come and go one by one, anything else as a whole. */
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { sameName } from "../schema/same-name.ts";
import { editTable, type TextOperation } from "./edit-table.ts";
import { Refused } from "./refusal.ts";
import { sameTokens } from "./statements.ts";
import { readTableText, type TableText, writeTableText } from "./table-text.ts";

export function tableDifference(table: string, now: string, then: string): SchemaOperation[] {
  try {
    const text = readTableText(now, table);
    const target = readTableText(then, table);
    const operations = columnOperations(table, text, target);
    const made = operations.reduce(editTable, text);
    if (operations.length > 0 && sameTokens(writeTableText(made, target.name), writeTableText(target)))
      return operations;
  } catch (thrown) {
    // A column that something else of the table needs cannot go alone.
    if (!(thrown instanceof Refused)) throw thrown;
  }
  return [{ op: "redefineTable", table, sql: then }];
}

function columnOperations(table: string, now: TableText, then: TableText): TextOperation[] {
  const has = ({ columns }: TableText, name: string) => columns.some((column) => sameName(column.name, name));
  const gone = now.columns.filter(({ name }) => !has(then, name));
  return [
    ...gone.map(({ name }): TextOperation => ({ op: "dropColumn", table, column: name })),
    ...then.columns.flatMap((column, i): TextOperation[] => {
      if (has(now, column.name)) return [];
      const sql = column.text.slice(column.start, column.end);
      const before = then.columns[i - 1]?.name;
      const isLast = i === then.columns.length - 1;
      return [
        {
          op: "addColumn",
          table,
          sql,
          ...(isLast ? {} : { position: before === undefined ? "first" : { after: before } }),
        },
      ];
    }),
  ];
}
