/** Which columns of a result are foreign keys, by the columns of tables whose values they hold. Pure. */
import type { ResultOrigins } from "../../../src-shared/model/console.ts";
import { foldName } from "../../../src-shared/model/names.ts";
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import { parentsOf, type Relation } from "../../rows/relations/relations.ts";

const same = (a: string, b: string): boolean => foldName(a) === foldName(b);

/**
 * The relations of the tables it was made of, with their columns as the result calls them (`names`, in its order). Of a key
 * of several columns all must be there, from one occurrence of its table. An outer join's missing row is NULL, and refers to
 * nothing; so does a value that was grouped by.
 */
export function resultRelations(
  origins: ResultOrigins | null | undefined,
  names: readonly string[],
  schema: DatabaseSchema,
): Relation[] {
  return (origins?.sources ?? []).flatMap((object, source) => {
    // What is attached or temporary has no schema here; what hides a table of the file is none of it.
    if (!same(object.schema, "main")) return [];
    const table = schema.tables.find((one) => same(one.schema, "main") && same(one.name, object.name));
    if (!table) return [];
    const named = (column: string): string[] =>
      names.filter((_, place) => {
        const origin = origins?.values[place];
        return (
          origin?.source === source && (origin.column === null ? isRowid(table, column) : same(origin.column, column))
        );
      });
    return parentsOf(table, schema).flatMap((relation): Relation[] => {
      const columns = relation.columns.map(named);
      // One column may stand in the result more than once.
      if (columns.length === 1) return (columns[0] ?? []).map((name) => ({ ...relation, columns: [name] }));
      const first = columns.flatMap((all) => all.slice(0, 1));
      return first.length === columns.length ? [{ ...relation, columns: first }] : [];
    });
  });
}

function isRowid({ identity }: Table, column: string): boolean {
  return identity.kind === "rowid" && identity.column === column;
}
