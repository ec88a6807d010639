/**
 * What the tree can do with an object of the schema: gestures of the model editor's draft, which shows what each would change and
 * asks before anything is lost. Pure.
 */
import type { NodeKind } from "../../features/schema-tree/tree-model.ts";
import type { Gesture } from "../../features/model-editor/draft/gesture.ts";
import { foldName } from "../../../src-shared/model/names.ts";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import { withName } from "../../../src-shared/sql/create-head.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";

/** Drops an object; null for what cannot be dropped by itself. */
export function dropObject(kind: NodeKind, name: string): Gesture | null {
  const operation = dropOperation(kind, name);
  return operation && { label: `Drop ${name}`, operations: [operation] };
}

function dropOperation(kind: NodeKind, name: string): SchemaOperation | null {
  switch (kind) {
    case "table":
    case "virtual":
      return { op: "dropTable", table: name };
    case "view":
      return { op: "dropView", name };
    case "index":
      return { op: "dropIndex", name };
    case "trigger":
      return { op: "dropTrigger", name };
    default:
      return null;
  }
}

/**
 * A table with the same columns and constraints under a free name (`orders_copy`), and with `rows` its rows; null where its text
 * is not kept. Indexes and triggers have names of their own and stay with the first.
 */
export function duplicateTable(
  schema: DatabaseSchema,
  table: Table,
  rows: boolean,
): (Gesture & { name: string }) | null {
  const name = freeCopyName(schema, table.name);
  const sql = table.sql === null ? null : withName(table.sql, name);
  if (sql === null) return null;
  const stored = table.columns.filter(({ kind }) => kind === "ordinary").map((column) => quoteName(column.name));
  const copy = `INSERT INTO ${quoteName(name)} (${stored.join(", ")}) SELECT ${stored.join(", ")} FROM ${quoteName(table.name)}`;
  return {
    name,
    label: `Duplicate ${table.name}`,
    operations: [
      { op: "createTable", sql },
      ...(rows && stored.length > 0
        ? [{ op: "sql" as const, sql: copy, reverse: `DELETE FROM ${quoteName(name)}` }]
        : []),
    ],
  };
}

function freeCopyName({ tables, indexes }: DatabaseSchema, name: string): string {
  const taken = new Set([...tables, ...indexes].map((object) => foldName(object.name)));
  for (let count = 1; ; count++) {
    const wanted = `${name}_copy${count === 1 ? "" : count}`;
    if (!taken.has(foldName(wanted))) return wanted;
  }
}
