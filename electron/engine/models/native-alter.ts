/** SQLite's own statements for changes of a table (https://www.sqlite.org/lang_altertable.html), where one keeps everything. */
import type { Table } from "../../../src-shared/model/schema.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { sameName } from "../schema/same-name.ts";
import { saysNotNull } from "./edit-column.ts";
import { ruleOf } from "./edit-table.ts";
import { columnOf } from "./pieces.ts";
import type { TableOperation } from "./table-operation.ts";
import { rulesOf, type TableText } from "./table-text.ts";

/** The first version of SQLite that has the statement for an operation, of those that not everybody has. */
export function newerSqlite(operation: TableOperation): string | null {
  switch (operation.op) {
    case "changeColumn":
    case "addCheck":
    case "dropConstraint":
    case "dropForeignKey":
      // Source: https://www.sqlite.org/changes.html
      return "3.53";
    case "dropColumn":
      return "3.35";
    default:
      return null;
  }
}

/**
 * The statement, or null when there is none. Whether SQLite takes it is for the caller to try. `older`: only statements that
 * SQLite has had since 2018.
 */
export function nativeSql(
  table: Table,
  text: TableText,
  operation: TableOperation,
  { hasRows, older = false }: { readonly hasRows: boolean; readonly older?: boolean },
): string[] | null {
  if (older && newerSqlite(operation) !== null) return null;
  const alter = `ALTER TABLE main.${quoteName(table.name)}`;
  switch (operation.op) {
    case "addColumn": {
      if ((operation.position ?? "last") !== "last") return null;
      if (hasRows && operation.fill !== undefined) return null;
      // A default that is no constant, and a stored value, are for rows that are there a matter of computing.
      if (hasRows && /\bdefault\s*(\(|current_)|\bstored\b/i.test(operation.sql)) return null;
      return [`${alter} ADD COLUMN ${operation.sql}`];
    }
    case "dropColumn":
      // Measured: with comments in the text SQLite leaves the wrong ones behind.
      return /--|\/\*/.test(table.sql ?? "") ? null : [`${alter} DROP COLUMN ${quoteName(operation.column)}`];
    case "changeColumn": {
      const { op: _op, table: _table, column, notNull, fill, acceptLossy: _lossy, ...others } = operation;
      if (notNull === undefined || fill !== undefined || Object.keys(others).length > 0) return null;
      if (saysNotNull(columnOf(text, column)) === notNull) return null;
      return [`${alter} ALTER COLUMN ${quoteName(column)} ${notNull ? "SET" : "DROP"} NOT NULL`];
    }
    case "addCheck": {
      if (operation.rule) return null;
      const name = operation.name === undefined ? "" : `CONSTRAINT ${quoteName(operation.name)} `;
      return [`${alter} ADD ${name}CHECK (${operation.expression})`];
    }
    case "dropConstraint":
    case "dropForeignKey":
    case "dropUnique":
    case "dropCheck": {
      const { name } = ruleOf(text, operation).clause;
      // SQLite takes the first of that name.
      const named = rulesOf(text).filter(
        ({ clause }) => name !== null && clause.name !== null && sameName(clause.name, name),
      );
      return name !== null && named.length === 1 ? [`${alter} DROP CONSTRAINT ${quoteName(name)}`] : null;
    }
    default:
      return null;
  }
}
