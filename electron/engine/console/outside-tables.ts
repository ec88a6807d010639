/** Tables that only the console's connection sees: temporary ones, and those of databases a script attached. */
import type { Table } from "../../../src-shared/model/schema.ts";
import type { Connection } from "../connection/connection.ts";
import { readSchema } from "../schema/read-schema.ts";

/** In the order in which SQLite looks for a name: temporary ones come before those of the file. Throws SqliteError. */
export function outsideTables(connection: Connection): Table[] {
  const schemas = connection.pragma("database_list").map((row) => String(row[1]));
  // "temp" is listed once something temporary was made.
  if (schemas.every((schema) => schema === "main")) return [];
  const tables = readSchema(connection).tables.filter(({ schema, kind }) => schema !== "main" && kind !== "system");
  const place = ({ schema }: Table): number => (schema === "temp" ? -1 : schemas.indexOf(schema));
  return tables.toSorted((a, b) => place(a) - place(b));
}
