/** What the draft does to each table of the schema, for marks in lists. Pure. */
import { foldName } from "../../../../src-shared/model/names.ts";
import type { SchemaOperation } from "../../../../src-shared/model/schema-change.ts";
import type { DatabaseSchema, Index, Table, Trigger } from "../../../../src-shared/model/schema.ts";

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
  const tables = new Map(inMain(base).map((table) => [foldName(table.name), table]));
  const parts = { base: partsOf(base), after: partsOf(after) };
  const marks = new Map<string, TableMark>();
  const kept = new Set<string>();
  for (const table of inMain(after)) {
    const old = tables.get(origins.get(foldName(table.name)) ?? "");
    if (!old) {
      marks.set(table.name, "new");
      continue;
    }
    kept.add(foldName(old.name));
    if (old.name !== table.name) marks.set(table.name, "renamed");
    else if (table.sql !== old.sql || !sameTexts(parts.base(old), parts.after(table))) marks.set(table.name, "changed");
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

type Part = Index | Trigger;

/** The indexes and triggers of each table. */
function partsOf(schema: DatabaseSchema): (table: Table) => readonly Part[] {
  const own = Map.groupBy<string, Part>([...schema.indexes, ...schema.triggers], ({ table }) => foldName(table));
  return ({ name }) => own.get(foldName(name)) ?? [];
}

function sameTexts(a: readonly Part[], b: readonly Part[]): boolean {
  return a.length === b.length && a.every(({ sql }, at) => sql === b[at]?.sql);
}
