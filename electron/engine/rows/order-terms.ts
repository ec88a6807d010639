/** Terms of an order as SQL. */
import { type RawBuilder, sql } from "kysely";
import type { OrderTerm } from "../../../src-shared/model/rows.ts";
import { name } from "../connection/compiler.ts";
import { columnOf, comparable, isKnownCollation } from "./comparable.ts";
import type { RowShape } from "./row-shape.ts";

/**
 * `ORDER BY` terms: the ones asked for, then the key, so that no two rows are in the same place and pages neither
 * repeat nor leave out a row. The key goes the way of the last term: an index on that column then gives the order.
 * Without terms it is the order in which the rows are stored (virtual tables: in which their module gives them, since
 * sorting them for each page would take long). `backwards` turns all of it round. Null when there is nothing to order by.
 */
export function orderOf(shape: RowShape, order: readonly OrderTerm[], backwards: boolean): RawBuilder<unknown> | null {
  const directed = (expression: RawBuilder<unknown>, direction: "asc" | "desc") =>
    (direction === "desc") === backwards ? expression : sql`${expression} DESC`;
  const terms = order.map((term) => directed(comparable(columnOf(shape, term.column)), term.direction));
  const last = order.at(-1)?.direction;
  if (last === undefined && shape.table.kind === "virtual") return null;
  for (const part of shape.key) {
    const column = shape.columns[part.place];
    const expression = column ? comparable(column) : name(part.name);
    const stored = part.collation !== null && isKnownCollation(part.collation) && last === undefined;
    const collated = stored ? sql`${name(part.name)} COLLATE ${name(part.collation)}` : expression;
    terms.push(directed(collated, last ?? (part.descending ? "desc" : "asc")));
  }
  return terms.length > 0 ? sql.join(terms) : null;
}
