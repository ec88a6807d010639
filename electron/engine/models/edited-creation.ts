/**
 * The CREATE TABLE text of a table that is still a draft, edited as one would edit it by hand: SQLite's own ALTER writes columns
 * behind the last line, and names in quotes.
 */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { createHead } from "../../../src-shared/sql/create-head.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { nameOf, scriptTokens } from "../../../src-shared/sql/script-tokens.ts";
import { writeName } from "../../../src-shared/sql/write-name.ts";
import { openConnection } from "../connection/open-connection.ts";
import { sameName } from "../schema/same-name.ts";
import { editTable } from "./edit-table.ts";
import { readTableText, writeTableText } from "./table-text.ts";

/** The text after an operation that was tried already; null when it is not to be had so. */
export function editedCreation(sql: string, operation: SchemaOperation): string | null {
  switch (operation.op) {
    case "addColumn":
    case "dropColumn":
    case "changeColumn":
    case "moveColumn":
    case "addForeignKey":
    case "dropForeignKey":
    case "addCheck":
    case "addUnique":
    case "dropUnique":
    case "dropConstraint":
    case "dropCheck":
    case "renameConstraint":
    case "setPrimaryKey":
    case "setTableOptions":
      return quietly(() => writeTableText(editTable(readTableText(sql, operation.table), operation)));
    case "redefineTable": {
      const head = createHead(operation.sql);
      return head && sameName(head.name, operation.table) ? operation.sql : null;
    }
    case "renameTable": {
      // A table that speaks of itself is for SQLite to rename.
      const speaks = [...scriptTokens(sql)].filter(({ text }) => sameName(nameOf(text), operation.table)).length;
      return speaks === 1
        ? quietly(() => writeTableText(readTableText(sql, operation.table), writeName(operation.to)))
        : null;
    }
    case "renameColumn":
      return renamedAlone(sql, operation);
    default:
      return null;
  }
}

function quietly(write: () => string): string | null {
  try {
    return write();
  } catch (thrown) {
    if (thrown instanceof AppError) return null;
    throw thrown;
  }
}

/** SQLite follows the name into CHECKs and generated columns; on the text alone, so that it stays as it is written. */
function renamedAlone(
  sql: string,
  { table, column, to }: Extract<SchemaOperation, { op: "renameColumn" }>,
): string | null {
  const alone = openConnection(null, "write");
  try {
    alone.run({ sql, parameters: [] });
    const rename = `ALTER TABLE ${quoteName(table)} RENAME COLUMN ${quoteName(column)} TO ${writeName(to)}`;
    alone.run({ sql: rename, parameters: [] });
    const stored = alone.db.prepare("SELECT sql FROM sqlite_schema WHERE name = ? COLLATE NOCASE").pluck().get(table);
    return typeof stored === "string" ? stored : null;
  } catch {
    // It needs something that only the file has.
    return null;
  } finally {
    alone.close();
  }
}
