/** The natural order of a table: the order of its key, in which SQLite stores the rows. */
import { type RawBuilder, sql } from "kysely";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { name, objectName } from "../connection/compiler.ts";
import type { Query } from "../connection/query.ts";
import { isKnownCollation } from "./comparable.ts";
import { type Care, type KeyPart, type RowShape, selectKey, selectRow } from "./row-shape.ts";
import type { RowReader } from "./row-reader.ts";

/** Where reading begins: at the first row, or at the row with a key or the next one after it. */
export interface Seek {
  readonly from: Scalar[] | null;
  /** Rows to pass over from there. */
  readonly skip: number;
  readonly limit: number;
  /** Read the last rows instead, from the end backwards. */
  readonly backwards?: boolean;
}

/** Reads a table in the order in which its rows are stored, from any key on. */
export interface KeyOrder {
  readonly shape: RowShape;
  /** Is the key one integer, so that a place in the table can be guessed from it? */
  readonly byRowid: boolean;
  /** Rows as `selectRow` selects them. */
  rows(seek: Seek, care: Care): Query;
  /** Keys alone. */
  keys(seek: Seek): Query;
  /** One number: how many rows there are from a place on, at most `limit`. */
  countFrom(seek: Seek): Query;
}

/**
 * The natural order of a table; null where seeking a key would not be one step: rows without a key, virtual tables (their
 * modules order as they like), keys that mix directions, and keys with a collation that is not here or not the column's
 * (measured: with an explicit COLLATE, SQLite does not seek a row value but walks).
 */
export function keyOrderOf(reader: RowReader, shape: RowShape): KeyOrder | null {
  const { identity, kind } = shape.table;
  if (identity.kind === "none" || kind === "view" || kind === "virtual") return null;
  const byRowid = identity.kind === "rowid";
  const terms = shape.key;
  const descending = terms.every((term) => term.descending);
  const oneDirection = descending || terms.every((term) => !term.descending);
  const plain = terms.every((term) => term.collation === null && isKnownCollation(collationOf(shape, term)));
  if (!oneDirection || !plain) return null;
  const onwards = sql.raw(descending ? "<=" : ">=");
  const expressions = terms.map((term) => name(term.name));
  const table = objectName(shape.table);

  /** The text is compiled once per kind of seek; its parameters are always the key, the limit, the offset. */
  const compiled = (what: string, selection: () => RawBuilder<unknown>, seek: Seek): Query => {
    const parameters = [...(seek.from ?? []), BigInt(seek.limit), BigInt(seek.skip)];
    const variant = `${what} ${seek.from !== null} ${seek.backwards === true}`;
    return reader.compiled(shape, variant, parameters, () => {
      const from = seek.from ? sql`WHERE (${sql.join(expressions)}) ${onwards} (${sql.join(seek.from)})` : sql``;
      const directed = expressions.map((expression, i) => {
        const down = terms[i]?.descending !== (seek.backwards === true);
        return down ? sql`${expression} DESC` : expression;
      });
      const rest = sql`ORDER BY ${sql.join(directed)} LIMIT ${seek.limit} OFFSET ${seek.skip}`;
      return sql`SELECT ${selection()} FROM ${table} ${from} ${rest}`;
    });
  };

  return {
    shape,
    byRowid,
    rows: (seek, care) => compiled(`rows ${care}`, () => selectRow(shape, care), seek),
    keys: (seek) => compiled("keys", () => selectKey(shape), seek),
    countFrom(seek) {
      const inner = compiled("places", () => sql`1`, seek);
      return { sql: `SELECT count(*) FROM (${inner.sql})`, parameters: inner.parameters };
    },
  };
}

function collationOf(shape: RowShape, part: KeyPart): string {
  return shape.columns[part.place]?.collation ?? "BINARY";
}
