/** What the draft does to each table of the schema, for marks in lists. Pure. */
import { foldName } from "../../../../src-shared/model/names.ts";
import type { SchemaOperation } from "../../../../src-shared/model/schema-change.ts";
import type { DatabaseSchema, Table } from "../../../../src-shared/model/schema.ts";

export type TableMark = "new" | "changed" | "renamed";

export interface TableMarks {
  /** By the name a table has in the draft; without a mark it is as it was. */
  readonly marks: ReadonlyMap<string, TableMark>;
  /** Names of tables of the file that are in it no more. */
  readonly dropped: readonly string[];
}

const inMain = (schema: DatabaseSchema) =>
  schema.tables.filter((t) => t.schema === "main" && t.kind !== "system" && t.kind !== "shadow");

/** Compares what is with what would be; renames are what the operations say. */
export function tableMarks(
  base: DatabaseSchema,
  after: DatabaseSchema,
  operations: readonly SchemaOperation[],
): TableMarks {
  // From the name in the file to the name in the draft.
  const now = new Map(inMain(base).map(({ name }) => [foldName(name), name]));
  for (const operation of operations) {
    if (operation.op === "dropTable") remove(now, operation.table);
    if (operation.op === "dropView") remove(now, operation.name);
    if (operation.op !== "renameTable") continue;
    for (const [old, name] of now) if (foldName(name) === foldName(operation.table)) now.set(old, operation.to);
  }
  const origins = new Map([...now].map(([old, name]) => [foldName(name), old]));
  const marks = new Map<string, TableMark>();
  const kept = new Set<string>();
  for (const table of inMain(after)) {
    const origin = origins.get(foldName(table.name));
    const old = inMain(base).find(({ name }) => foldName(name) === origin);
    if (!old) {
      marks.set(table.name, "new");
      continue;
    }
    kept.add(foldName(old.name));
    if (old.name !== table.name) marks.set(table.name, "renamed");
    else if (textsOf(base, old) !== textsOf(after, table)) marks.set(table.name, "changed");
  }
  return { marks, dropped: inMain(base).flatMap(({ name }) => (kept.has(foldName(name)) ? [] : [name])) };
}

/** Names that tables have in the file, by the folded name they have in the draft; only of those that are renamed. */
export function formerNames(operations: readonly SchemaOperation[]): ReadonlyMap<string, string> {
  const former = new Map<string, string>();
  for (const operation of operations) {
    if (operation.op !== "renameTable") continue;
    const before = former.get(foldName(operation.table)) ?? operation.table;
    former.delete(foldName(operation.table));
    former.set(foldName(operation.to), before);
  }
  return former;
}

function remove(names: Map<string, string>, gone: string): void {
  for (const [old, name] of names) if (foldName(name) === foldName(gone)) names.delete(old);
}

function textsOf(schema: DatabaseSchema, table: Table): string {
  const own = [...schema.indexes, ...schema.triggers].filter((o) => foldName(o.table) === foldName(table.name));
  return JSON.stringify([table.sql, ...own.map(({ sql }) => sql)]);
}
