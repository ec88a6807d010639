/** A column of the row that a foreign key leads to, as SQL. */
import { type RawBuilder, sql } from "kysely";
import type { Through } from "../../../src-shared/model/through.ts";
import { name, objectName } from "../connection/compiler.ts";
import { columnOf } from "./comparable.ts";
import type { RowShape } from "./row-shape.ts";

/** What the parent is called in its subquery; a table may refer to itself. */
const PARENT = "joinery parent";

/** The parent's column, to be used in `ofParent`. */
export function parentCell({ label }: Through): RawBuilder<unknown> {
  return sql`${name(PARENT)}.${name(label)}`;
}

/**
 * `what` of the parent's row: a subquery of each row, in which columns have the parent's affinities and collations. NULL where there
 * is no parent. Throws an AppError `object.missing` for a column that the table does not have.
 */
export function ofParent(shape: RowShape, through: Through, what: RawBuilder<unknown>): RawBuilder<unknown> {
  const own = name(shape.table.name);
  const equal = through.parentColumns.map(
    (column, i) =>
      sql`${name(PARENT)}.${name(column)} = ${own}.${name(columnOf(shape, through.columns[i] ?? "").name)}`,
  );
  return sql`(SELECT ${what} FROM ${objectName(through.table)} AS ${name(PARENT)} WHERE ${sql.join(equal, sql` AND `)} LIMIT 1)`;
}
