/**
 * A column's new name would reach through views into what reads them (other views, INSTEAD OF triggers), which SQLite does not
 * follow. The way out: such views say their column names themselves before the rename, and go on with the old one. Pure.
 */
import { foldName } from "../../../../src-shared/model/names.ts";
import type { SchemaOperation } from "../../../../src-shared/model/schema-change.ts";
import type { DatabaseSchema, Table } from "../../../../src-shared/model/schema.ts";
import { createHead } from "../../../../src-shared/sql/create-head.ts";
import { nameOf, scriptTokens } from "../../../../src-shared/sql/script-tokens.ts";
import { writeName } from "../../../../src-shared/sql/write-name.ts";
import type { Gesture } from "./gesture.ts";

/** The gesture with such views first; null when it is no such rename, or no view is in its way. */
export function renameBehindViews(schema: DatabaseSchema, gesture: Gesture): Gesture | null {
  const [rename, ...more] = gesture.operations;
  if (rename?.op !== "renameColumn" || more.length > 0) return null;
  const views = schema.tables.flatMap((table): SchemaOperation[] => {
    const has = table.columns.some(({ name }) => foldName(name) === foldName(rename.column));
    const sql = table.kind === "view" && table.schema === "main" && has ? withColumnList(table) : null;
    return sql === null ? [] : [{ op: "redefineView", name: table.name, sql }];
  });
  if (views.length === 0) return null;
  return { ...gesture, label: `${gesture.label}; views keep ${rename.column}`, operations: [...views, rename] };
}

/** `CREATE VIEW v AS …` → `CREATE VIEW v(a, b) AS …`; null when it has a list already. */
function withColumnList({ sql, columns }: Table): string | null {
  const head = createHead(sql ?? "");
  if (sql === null || !head) return null;
  const tokens = [...scriptTokens(sql)];
  const as = tokens.findIndex(({ name }) => name === "AS");
  const name = tokens[as - 1];
  // Before AS stands the name, or the bracket of a list.
  if (!name || name.name === "RP" || nameOf(name.text) !== head.name) return null;
  return `${sql.slice(0, name.end)}(${columns.map((column) => writeName(column.name)).join(", ")})${sql.slice(name.end)}`;
}
