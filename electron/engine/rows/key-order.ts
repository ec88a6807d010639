/** The natural order of a table: the order of its key, in which SQLite stores the rows. */
import { type RawBuilder, sql } from "kysely";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { compiler, name, objectName } from "../connection/compiler.ts";
import type { Query } from "../connection/query.ts";
import { selectKey, selectRow, type RowShape } from "./row-shape.ts";
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

/** Can pages of this table be found by seeking its key? Not where the key mixes directions or has an unknown collation. */
export interface KeyOrder {
  readonly shape: RowShape;
  readonly seekable: boolean;
  /** Is the key one integer, so that a place in the table can be guessed from it? */
  readonly byRowid: boolean;
  /** Rows as `selectRow` selects them. */
  rows(seek: Seek, careful: boolean): Query;
  /** Keys alone. */
  keys(seek: Seek): Query;
  /** One number: how many rows there are from a place on, at most `limit`. */
  countFrom(seek: Seek): Query;
}

interface KeyTerm {
  readonly name: string;
  readonly collation: string;
  readonly descending: boolean;
}

/** The natural order, or null for rows without a key and for virtual tables, whose modules order as they like. */
export function keyOrderOf(reader: RowReader, shape: RowShape): KeyOrder | null {
  const { identity, kind } = shape.table;
  if (identity.kind === "none" || kind === "view" || kind === "virtual") return null;
  const byRowid = identity.kind === "rowid";
  const terms: KeyTerm[] = byRowid
    ? [{ name: identity.alias, collation: "BINARY", descending: false }]
    : primaryKeyTerms(reader, shape);
  const builtIn = terms.every((term) => ["BINARY", "NOCASE", "RTRIM"].includes(term.collation.toUpperCase()));
  const descending = terms.every((term) => term.descending);
  const oneDirection = descending || terms.every((term) => !term.descending);
  const seekable = builtIn && oneDirection && terms.length === shape.key.length;
  const onwards = sql.raw(descending ? "<=" : ">=");
  const expressions = terms.map((term) => {
    const plain = term.collation === "BINARY" && byRowid;
    return plain ? name(term.name) : sql`${name(term.name)} COLLATE ${name(term.collation)}`;
  });
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
      const order = builtIn ? sql`ORDER BY ${sql.join(directed)}` : sql``;
      return sql`SELECT ${selection()} FROM ${table} ${from} ${order} LIMIT ${seek.limit} OFFSET ${seek.skip}`;
    });
  };

  return {
    shape,
    seekable,
    byRowid,
    rows: (seek, careful) => compiled(`rows ${careful}`, () => selectRow(shape, careful), seek),
    keys: (seek) => compiled("keys", () => selectKey(shape), seek),
    countFrom(seek) {
      const inner = compiled("places", () => sql`1`, seek);
      return { sql: `SELECT count(*) FROM (${inner.sql})`, parameters: inner.parameters };
    },
  };
}

/** The primary key as its index has it: the DDL may give it another collation or direction than the column's. */
function primaryKeyTerms(reader: RowReader, shape: RowShape): KeyTerm[] {
  const query = sql`
    SELECT x.name, x.coll, x."desc" FROM pragma_index_list(${shape.table.name}, ${shape.table.schema}) AS i
    JOIN pragma_index_xinfo(i.name, ${shape.table.schema}) AS x
    WHERE i.origin = 'pk' AND x."key" = 1 ORDER BY x.seqno`;
  return reader.connection.query(query.compile(compiler)).rows.map(([column, collation, descending]) => ({
    name: String(column),
    collation: String(collation),
    descending: descending === 1n,
  }));
}
