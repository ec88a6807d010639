/** Terms of an order as SQL. */
import { type RawBuilder, sql } from "kysely";
import type { OrderTerm } from "../../../src-shared/model/rows.ts";
import { name } from "../connection/compiler.ts";
import { columnOf, isKnownCollation } from "./comparable.ts";
import type { RowShape } from "./row-shape.ts";
import { ofParent, parentCell } from "./through.ts";

/** One thing that rows are sorted by. */
export interface SortTerm {
  /** The column, a name of the rowid, or a column of the row it refers to. */
  readonly cell: RawBuilder<unknown>;
  /** To compare by; null: the column's own. */
  readonly collation: string | null;
  /** The column's own, which a copy of its values has not. */
  readonly declared: string;
  readonly descending: boolean;
  /** Place among the parts of the key; -1 when it is none of them. */
  readonly keyPart: number;
}

/**
 * The terms asked for, then the key, so that no two rows are in the same place and pages neither repeat nor leave out a row.
 * The key goes the way of the last term: an index on that column then gives the order. Without terms it is the order in
 * which the rows are stored (virtual tables: none, in which their module gives them, since sorting them for each page would
 * take long). Throws an AppError `object.missing`.
 */
export function sortTerms(shape: RowShape, order: readonly OrderTerm[]): SortTerm[] {
  const collationOf = (place: number) => {
    const column = shape.columns[place];
    // A collation of the program that made the file is not here; its bytes are compared instead.
    return column && !isKnownCollation(column.collation) ? "BINARY" : null;
  };
  const terms = order.map((term): SortTerm => {
    const descending = term.direction === "desc";
    if (term.through) {
      const declared = isKnownCollation(term.through.collation) ? term.through.collation : "BINARY";
      const cell = ofParent(shape, term.through, parentCell(term.through));
      // A subquery has no collation of its own.
      return { cell, collation: declared, declared, descending, keyPart: -1 };
    }
    const column = columnOf(shape, term.column);
    const collation = collationOf(shape.columns.indexOf(column));
    return { cell: name(column.name), collation, declared: column.collation, descending, keyPart: -1 };
  });
  const last = order.at(-1)?.direction;
  if (last === undefined && shape.table.kind === "virtual") return terms;
  shape.key.forEach((part, keyPart) => {
    const stored = part.collation !== null && isKnownCollation(part.collation) && last === undefined;
    const collation = stored ? part.collation : collationOf(part.place);
    const descending = last === undefined ? part.descending : last === "desc";
    const declared = shape.columns[part.place]?.collation ?? "BINARY";
    terms.push({ cell: name(part.name), collation, declared, descending, keyPart });
  });
  return terms;
}

/** `expression COLLATE x DESC`. */
export function directed(expression: RawBuilder<unknown>, collation: string | null, descending: boolean) {
  const collated = collation === null ? expression : sql`${expression} COLLATE ${name(collation)}`;
  return descending ? sql`${collated} DESC` : collated;
}

/** What stands after `ORDER BY`; `backwards` turns all of it round. Null when there is nothing to order by. */
export function orderOf(shape: RowShape, order: readonly OrderTerm[], backwards: boolean): RawBuilder<unknown> | null {
  const terms = sortTerms(shape, order).map((term) =>
    directed(term.cell, term.collation, term.descending !== backwards),
  );
  return terms.length > 0 ? sql.join(terms) : null;
}
