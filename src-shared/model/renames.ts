/** Tables and columns that a change of the schema gave other names, and what is kept by name following them. Pure. */
import * as v from "valibot";
import { foldName, NameSchema, type ObjectName } from "./names.ts";

/** A table of `main`; one whose columns alone have other names has the same name before and after. */
export const RenamedTableSchema = v.object({
  from: NameSchema,
  to: NameSchema,
  columns: v.array(v.object({ from: NameSchema, to: NameSchema })),
});
export type RenamedTable = v.InferOutput<typeof RenamedTableSchema>;
export type Renames = readonly RenamedTable[];

const same = (a: string, b: string): boolean => foldName(a) === foldName(b);

/** The renames of a table; undefined when it has none. */
export function renamesOf(renames: Renames, { schema, name }: ObjectName): RenamedTable | undefined {
  return schema === "main" ? renames.find(({ from }) => same(from, name)) : undefined;
}

/** The object under its new name; the same one when it has none. */
export function renamedObject<T extends ObjectName>(renames: Renames, object: T): T {
  const renamed = renamesOf(renames, object);
  return renamed ? { ...object, name: renamed.to } : object;
}

/** The column under its new name. */
export function renamedColumn(renamed: RenamedTable | undefined, column: string): string {
  return renamed?.columns.find(({ from }) => same(from, column))?.to ?? column;
}

/** Filters, orders and rules of a table's rows, as they are or as they are kept: whatever says `column` says the new name. */
export function renamedConditions<T>(renamed: RenamedTable | undefined, part: T): T {
  if (Array.isArray(part)) return part.map((one) => renamedConditions(renamed, one as unknown)) as T;
  if (typeof part !== "object" || part === null || part instanceof Uint8Array) return part;
  const entries = Object.entries(part).map(([key, value]: [string, unknown]) => [
    key,
    key === "column" && typeof value === "string" ? renamedColumn(renamed, value) : renamedConditions(renamed, value),
  ]);
  return Object.fromEntries(entries) as T;
}

/** By alias of a source, the renames of its table. */
type Scope = ReadonlyMap<string, RenamedTable | undefined>;

interface Part {
  readonly [key: string]: unknown;
}

/** A query of the builder (or several, with their past) in the new names. Aliases stay what they are. */
export function renamedQueries<T>(renames: Renames, query: T): T {
  return inScope(renames, query, new Map()) as T;
}

function inScope(renames: Renames, part: unknown, scope: Scope): unknown {
  if (Array.isArray(part)) return part.map((one) => inScope(renames, one, scope));
  if (typeof part !== "object" || part === null) return part;
  const node = part as Part;
  const inner = new Map(scope);
  // A SELECT, or the query whose first one it is: ORDER BY sees its sources.
  const select = (isPart(node.select) ? node.select : node) as Part;
  for (const source of sourcesOf(select)) inner.set(String(source.alias), tableRenames(renames, source));
  const relation = isPart(node.relation) ? node.relation : null;
  const of = scope.get(String(node.source));
  if (relation)
    inner.set(String(node.alias), isPart(relation.table) ? tableRenames(renames, relation.table) : undefined);
  const mapped = Object.entries(node).map(([key, value]) => [
    key,
    key === "relation" && relation ? renamedRelation(renames, relation, of) : inScope(renames, value, inner),
  ]);
  const made = Object.fromEntries(mapped) as Part;
  if (node.kind === "column")
    return { ...made, column: renamedColumn(scope.get(String(node.source)), String(node.column)) };
  return node.kind === "table" ? { ...made, name: tableRenames(renames, node)?.to ?? node.name } : made;
}

function isPart(part: unknown): part is Part {
  return typeof part === "object" && part !== null && !Array.isArray(part);
}

function sourcesOf({ from, joins }: Part): Part[] {
  const joined = Array.isArray(joins) ? joins.map((join: Part) => join.source) : [];
  return [from, ...joined].filter(isPart).filter(({ kind }) => kind === "table");
}

function tableRenames(renames: Renames, { schema, name }: Part): RenamedTable | undefined {
  return renamesOf(renames, { schema: String(schema), name: String(name) });
}

/** Pairs are of a column of the row's table, and one of the other table or of the link table. */
function renamedRelation(renames: Renames, relation: Part, of: RenamedTable | undefined): Part {
  const renamedPairs = (pairs: unknown, a: RenamedTable | undefined, b: RenamedTable | undefined) =>
    (pairs as [string, string][]).map(([from, to]) => [renamedColumn(a, from), renamedColumn(b, to)]);
  const object = relation.table as ObjectName;
  const table = renamesOf(renames, object);
  const through = isPart(relation.through) ? relation.through : null;
  const link = through && renamesOf(renames, through.table as ObjectName);
  return {
    ...relation,
    table: renamedObject(renames, object),
    pairs: renamedPairs(relation.pairs, of, through ? (link ?? undefined) : table),
    through: through && {
      table: renamedObject(renames, through.table as ObjectName),
      pairs: renamedPairs(through.pairs, link ?? undefined, table),
    },
  };
}
