/** What the code calls the tables of a database. */
import { type ModelNames, modelsOf } from "../../../../src-shared/model/models.ts";
import { foldName } from "../../../../src-shared/model/names.ts";
import type { DatabaseSchema } from "../../../../src-shared/model/schema.ts";
import { classNameOf } from "../../../../src-shared/model/words.ts";
import type { Naming } from "./writing.ts";

/** Classes by convention (src-shared/model/models.ts), and as the user named them. */
export function namingOf(schema: DatabaseSchema, names?: ModelNames): Naming {
  const key = (of: string, name: string) => JSON.stringify([foldName(of), foldName(name)]);
  const tables = new Map(schema.tables.map((table) => [key(table.schema, table.name), table]));
  const classes = new Map(
    modelsOf(schema, names).map(({ table, className }) => [key(table.schema, table.name), className]),
  );
  return {
    table: (of, name) => tables.get(key(of, name)),
    className: (of, name) => classes.get(key(of, name)) ?? classNameOf(name),
  };
}
