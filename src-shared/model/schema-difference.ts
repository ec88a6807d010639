/** What is different between two schemas, as data: a draft is answered so, because a schema may have thousands of columns. */
import * as v from "valibot";
import { foldName, NameSchema } from "./names.ts";
import { type DatabaseSchema, IndexSchema, type Table, TableSchema, TriggerSchema } from "./schema.ts";

const Names = v.array(NameSchema);

/** About the main database; names are those of before. */
export const SchemaDifferenceSchema = v.object({
  tables: v.object({
    gone: Names,
    /** At their places in the list. */
    changed: v.array(v.object({ was: NameSchema, now: TableSchema })),
    /** Behind all others but sqlite_schema. */
    added: v.array(TableSchema),
  }),
  indexes: v.object({ gone: Names, added: v.array(IndexSchema) }),
  triggers: v.object({ gone: Names, added: v.array(TriggerSchema) }),
});
export type SchemaDifference = v.InferOutput<typeof SchemaDifferenceSchema>;

/** Nothing is different. */
export const noDifference: SchemaDifference = {
  tables: { gone: [], changed: [], added: [] },
  indexes: { gone: [], added: [] },
  triggers: { gone: [], added: [] },
};

/** The main database of a schema with a difference. What is the same is the same object as before. */
export function withDifference(schema: DatabaseSchema, difference: SchemaDifference): DatabaseSchema {
  const { changed } = difference.tables;
  const now = new Map(changed.map((table) => [foldName(table.was), table.now]));
  // The table of the schema itself is in no place of the file.
  const [own, stored] = [true, false].map((is) =>
    schema.tables.filter((t) => (t.kind === "system" && t.sql === null) === is),
  );
  return {
    version: schema.version,
    tables: [
      ...after(stored ?? [], difference.tables, (table) => now.get(foldName(table.name)) ?? table),
      ...(own ?? []).filter((table) => table.schema === "main"),
    ],
    indexes: after(schema.indexes, difference.indexes),
    triggers: after(schema.triggers, difference.triggers),
  };
}

function after<T extends { schema: string; name: string }>(
  list: readonly T[],
  { gone, added }: { gone: readonly string[]; added: readonly T[] },
  now: (item: T) => T = (item) => item,
): T[] {
  const names = new Set(gone.map(foldName));
  const left = list.filter(({ schema, name }) => schema === "main" && !names.has(foldName(name)));
  return [...left.map(now), ...added];
}

/** A foreign key that names no columns of its parent means the parent's primary key. Fills them in. */
export function resolveParentColumns(
  tables: readonly Table[],
  parentOf: (child: Table, name: string) => Table | undefined,
): void {
  for (const table of tables) {
    for (const key of table.foreignKeys) {
      if (key.parentColumns.length > 0) continue;
      const primaryKey = (parentOf(table, key.parentTable)?.columns ?? []).filter((c) => c.primaryKey > 0);
      primaryKey.sort((a, b) => a.primaryKey - b.primaryKey);
      key.parentColumns.push(...primaryKey.map((column) => column.name));
    }
  }
}
