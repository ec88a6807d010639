/** What the code calls the tables of a database. */
import { foldName } from "../../../../src-shared/model/names.ts";
import type { DatabaseSchema } from "../../../../src-shared/model/schema.ts";
import type { Naming } from "./writing.ts";

/** By convention: a class is the singular of its table's name, in capitals. */
export function namingOf(schema: DatabaseSchema): Naming {
  const key = (of: string, name: string) => JSON.stringify([foldName(of), foldName(name)]);
  const tables = new Map(schema.tables.map((table) => [key(table.schema, table.name), table]));
  return {
    table: (of, name) => tables.get(key(of, name)),
    className: (_of, name) => name,
  };
}
