/** The relationships of a model (models.ts) in the form a query uses them: which columns of which tables are equal. */
import type { Model, RelationshipEnd } from "./models.ts";
import { foldName } from "./names.ts";
import type { Relation } from "./query.ts";
import type { ForeignKey } from "./schema.ts";

/** One for each end of the model's relationships, in their order. */
export function relationsOf(models: readonly Model[], model: Model): Relation[] {
  return model.relationships.flatMap((end) => {
    const relation = relationOf(models, model, end);
    return relation ? [relation] : [];
  });
}

function relationOf(models: readonly Model[], model: Model, end: RelationshipEnd): Relation | null {
  const holder = models.find(({ table }) => table.name === end.via.table.name && table.schema === end.via.table.schema);
  const key = holder?.table.foreignKeys.find((each) => sameColumns(each.columns, end.via.columns));
  if (!holder || !key || !isWhole(key)) return null;
  const many = end.kind === "one-to-many" || end.kind === "many-to-many";
  const to = { name: end.name, table: end.target, many };
  if (end.secondary !== null) {
    const other = holder.table.foreignKeys.find((each) => each !== key);
    if (!other || !isWhole(other)) return null;
    const through = { table: end.secondary, pairs: pairsOf(other.columns, other.parentColumns) };
    return { ...to, pairs: pairsOf(key.parentColumns, key.columns), through };
  }
  // Of a table that refers to itself both ends hold the same key: their keys say which way each leads.
  const upwards = end.key.endsWith('"parent"]') && holder.table === model.table;
  return {
    ...to,
    pairs: upwards ? pairsOf(key.columns, key.parentColumns) : pairsOf(key.parentColumns, key.columns),
    through: null,
  };
}

/** Do all its columns have one on the other side? A key to a table that is missing has none. */
function isWhole({ columns, parentColumns }: ForeignKey): boolean {
  return columns.length > 0 && columns.length === parentColumns.length;
}

function pairsOf(from: readonly string[], to: readonly string[]): [string, string][] {
  return from.map((name, at) => [name, to[at] ?? ""]);
}

function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, at) => foldName(name) === foldName(b[at] ?? ""));
}
