/** A filter as SQL: groups of conditions, and SQL of the user's own. */
import { type RawBuilder, sql } from "kysely";
import { activeFilter, assertShallow, type RowFilter } from "../../../src-shared/model/row-filter.ts";
import { name } from "../connection/compiler.ts";
import { conditionSql, textCondition } from "./condition.ts";
import { checkRawSql } from "./raw-condition.ts";
import { readableColumns } from "../../../src-shared/model/schema.ts";
import type { RowShape } from "./row-shape.ts";

/**
 * All conditions joined by AND, or null when none counts. A TEXT value against a numeric column is compared as SQLite
 * compares it there, by the column's affinity (https://www.sqlite.org/datatype3.html §4.2).
 * Throws an AppError: `object.missing` for a column that the table does not have, `sql.syntax` for a regular expression or
 * SQL that cannot be one condition.
 */
export function whereOf(shape: RowShape, filter: readonly RowFilter[]): RawBuilder<unknown> | null {
  assertShallow(filter);
  const parts = activeFilter(filter);
  return parts.length === 0 ? null : joined(shape, parts, sql` AND `);
}

function joined(shape: RowShape, parts: readonly RowFilter[], operator: RawBuilder<unknown>): RawBuilder<unknown> {
  return balanced(
    parts.map((part) => sql`(${partSql(shape, part)})`),
    operator,
  );
}

function partSql(shape: RowShape, part: RowFilter): RawBuilder<unknown> {
  if ("all" in part) return joined(shape, part.all, sql` AND `);
  if ("any" in part) return joined(shape, part.any, sql` OR `);
  if ("not" in part) return sql`(${partSql(shape, part.not)}) IS NOT TRUE`;
  if ("rawSql" in part) {
    checkRawSql(part.rawSql);
    // On lines of its own: a comment at its end does not reach what follows.
    return sql.raw(`\n${part.rawSql}\n`);
  }
  if (!("anyColumn" in part)) return conditionSql(shape, part);
  const operator = part.operator ?? "contains";
  const conditions = readableColumns(shape).map((column) =>
    textCondition(name(column.name), operator, part.anyColumn, part.caseSensitive ?? false),
  );
  return balanced(
    conditions.map((condition) => sql`(${condition})`),
    sql` OR `,
  );
}

/** `a AND b AND c …` is as deep as it is long; this is only as deep as its halving. */
function balanced(parts: readonly RawBuilder<unknown>[], operator: RawBuilder<unknown>): RawBuilder<unknown> {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const middle = parts.length >> 1;
  return sql`(${balanced(parts.slice(0, middle), operator)}${operator}${balanced(parts.slice(middle), operator)})`;
}
