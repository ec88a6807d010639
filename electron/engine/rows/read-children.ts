/** `rows.readChildren`: the rows that refer to each of many parents, as they are unfolded below them. */
import { sql } from "kysely";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { ChildGroup, ChildGroups, ChildrenQuestion } from "../../../src-shared/model/related-rows.ts";
import type { RowSource } from "../../../src-shared/model/rows.ts";
import { objectName } from "../connection/compiler.ts";
import { readFirst, whereClause } from "./read-page.ts";
import { countSome, isIndexed, isSmall } from "./related-rows.ts";
import type { RowReader } from "./row-reader.ts";
import type { RowShape } from "./row-shape.ts";

/**
 * The first rows of each parent, and how many there are. Each parent is a seek of its own, so one with a million children
 * costs no more than the rows that are shown of it. A large table without an index on these columns is not looked through.
 */
export function readChildren(reader: RowReader, shape: RowShape, question: ChildrenQuestion): ChildGroups {
  const { parents, limit, most } = question;
  const [first] = parents;
  if (first) {
    const probe = sql`SELECT 1 FROM ${objectName(shape.table)} ${whereClause(shape, sourceOf(question, first))}`;
    if (!isIndexed(reader, probe) && !isSmall(reader, shape)) return { columns: [...shape.names], groups: null };
  }
  const groups = parents.map((values): ChildGroup => {
    // NULL in a foreign key points nowhere (https://www.sqlite.org/foreignkeys.html §3).
    if (values.length !== question.columns.length || values.includes(null)) {
      return { keys: shape.key.length > 0 ? [] : null, rows: [], total: { rows: 0, quality: "exact" } };
    }
    const source = sourceOf(question, values);
    const { keys, rows, more } = readFirst(reader, shape, source, limit);
    const total = more
      ? countSome(reader, shape, source, Math.max(most, limit + 1))
      : { rows: rows.length, quality: "exact" as const };
    return { keys, rows, total };
  });
  return { columns: [...shape.names], groups };
}

function sourceOf({ child, columns }: ChildrenQuestion, values: readonly Scalar[]): RowSource {
  const filter = columns.map((column, i) => ({ column, operator: "=" as const, value: values[i] ?? null }));
  return { table: child, order: [], filter };
}
