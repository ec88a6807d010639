/** What the foreign keys of a schema say about a table: its parents, its children, and those behind a link table. */
import { foldName } from "./names.ts";
import type { Relation } from "./query.ts";
import type { DatabaseSchema, ForeignKey, Table } from "./schema.ts";

/** Relations of a table: parents first, then children, then what is reached through link tables. */
export function relationsOf(schema: DatabaseSchema, table: Table): Relation[] {
  const inSchema = schema.tables.filter((other) => other.schema === table.schema && other.kind === "table");
  const named = (name: string) => inSchema.find((other) => foldName(other.name) === foldName(name));
  const found: Relation[] = [];
  for (const key of table.foreignKeys) {
    const parent = named(key.parentTable);
    if (parent && isWhole(key)) found.push(relation(parent, pairsOf(key.columns, key.parentColumns), false));
  }
  for (const child of inSchema) {
    for (const key of child.foreignKeys) {
      if (foldName(key.parentTable) !== foldName(table.name) || !isWhole(key)) continue;
      found.push(relation(child, pairsOf(key.parentColumns, key.columns), !isUnique(schema, child, key.columns)));
    }
  }
  for (const link of inSchema.filter(isLink)) {
    link.foreignKeys.forEach((mine, at) => {
      if (foldName(mine.parentTable) !== foldName(table.name)) return;
      const theirs = link.foreignKeys[1 - at];
      const target = theirs && named(theirs.parentTable);
      if (!target || link === table || !isWhole(mine) || !isWhole(theirs)) return;
      const through = {
        table: { schema: link.schema, name: link.name },
        pairs: pairsOf(theirs.columns, theirs.parentColumns),
      };
      found.push({ ...relation(target, pairsOf(mine.parentColumns, mine.columns), true), through });
    });
  }
  return found;
}

function relation({ schema, name }: Table, pairs: Relation["pairs"], many: boolean): Relation {
  return { table: { schema, name }, pairs, many, through: null };
}

/** Do all its columns have one on the other side? A key to a table that is missing has none. */
function isWhole({ columns, parentColumns }: ForeignKey): boolean {
  return columns.length > 0 && columns.length === parentColumns.length;
}

function pairsOf(from: readonly string[], to: readonly string[]): [string, string][] {
  return from.map((name, at) => [name, to[at] ?? ""]);
}

/** A table that only says which rows of two others belong together: its key is its two foreign keys. */
function isLink({ columns, foreignKeys }: Table): boolean {
  if (foreignKeys.length !== 2) return false;
  const held = new Set(foreignKeys.flatMap((key) => key.columns).map(foldName));
  const key = columns.filter(({ primaryKey }) => primaryKey > 0);
  return key.length === held.size && key.every(({ name }) => held.has(foldName(name)));
}

/** Can these columns have the same values in two rows? Not when they are a key or UNIQUE. */
function isUnique(schema: DatabaseSchema, table: Table, columns: readonly string[]): boolean {
  const same = (names: readonly (string | null)[]) =>
    names.length === columns.length &&
    names.every((name) => name !== null && columns.some((c) => foldName(c) === foldName(name)));
  const key = table.columns.filter(({ primaryKey }) => primaryKey > 0).map(({ name }) => name);
  if (key.length > 0 && same(key)) return true;
  return schema.indexes.some(
    (index) =>
      index.schema === table.schema &&
      index.table === table.name &&
      index.unique &&
      !index.partial &&
      same(index.columns),
  );
}
