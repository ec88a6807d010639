/** Columns that SQLite cannot compute here, while the others can be read. */
import type { ObjectName } from "../../../src-shared/model/names.ts";
import type { Column } from "../../../src-shared/model/schema.ts";
import { quoteName, quoteObject } from "../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../connection/connection.ts";

/**
 * The columns whose expression does not compile: a VIRTUAL generated column, or a column of a view over one, that calls a function
 * or a collation of another program. By name, in SQLite's words. Nothing is run.
 */
export function columnErrors(
  connection: Connection,
  object: ObjectName,
  columns: readonly Column[],
  isView: boolean,
): Map<string, string> {
  const errors = new Map<string, string>();
  // An index that holds its values would answer for a column alone, but not for it beside others.
  const from = `FROM ${quoteObject(object)}${isView ? "" : " NOT INDEXED"}`;
  if (compileError(connection, `SELECT * ${from}`) === null) return errors;
  for (const column of columns) {
    const error = compileError(connection, `SELECT ${quoteName(column.name)} ${from}`);
    if (error !== null) errors.set(column.name, error);
  }
  return errors;
}

/** SQLite's words for why it does not compile; null when it does. */
export function compileError(connection: Connection, sql: string): string | null {
  try {
    connection.db.prepare(sql);
    return null;
  } catch (thrown) {
    // Decision D4: the object carries its error.
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}
