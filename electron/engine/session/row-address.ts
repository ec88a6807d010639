/** How a row's key becomes SQL: the one place that knows which columns address a row of a table. */
import { type RawBuilder, sql } from "kysely";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { RowKey } from "../../../src-shared/model/rows.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import type { StagedRow } from "../../../src-shared/model/session.ts";
import { name } from "../connection/compiler.ts";

/** Names that address a row, in key order: a rowid name, or the primary key. Throws `row.notAddressable`. */
export function keyColumns(table: Table): readonly string[] {
  const { identity } = table;
  if (identity.kind === "none") {
    throw new AppError({
      code: "row.notAddressable",
      message: `Rows of “${table.name}” cannot be edited: ${lowerFirst(identity.reason)}`,
      next: "Change them with SQL in the console.",
    });
  }
  return identity.kind === "rowid" ? [identity.alias] : identity.columns;
}

/** A key as the table is addressed now. Throws `row.notAddressable` when its primary key changed meanwhile. */
export function checkedKey(table: Table, key: RowKey): RowKey {
  const { identity } = table;
  const fits = key.length === (identity.kind === "rowid" ? 1 : keyColumns(table).length);
  if (fits && (identity.kind !== "rowid" || typeof key[0] === "bigint")) return key;
  throw new AppError({
    code: "row.notAddressable",
    message: `This does not address a row of “${table.name}” any more: its primary key changed.`,
    next: "Refresh the table and try again.",
  });
}

/**
 * The key that a new row was staged with, as the table is addressed now: reserved for it, or among its values; null where
 * SQLite chose it.
 */
export function stagedKey({ identity }: Table, staged: StagedRow): RowKey | null {
  if (identity.kind === "none" || identity.kind === "values") return null;
  if (identity.kind === "rowid") {
    const rowid = stagedRowid(identity.column, staged);
    return rowid === null ? null : [rowid];
  }
  const key = identity.columns.map((column) => staged.values.find((v) => v.column === column)?.value ?? null);
  return key.includes(null) ? null : key;
}

/** The same where the key is the rowid, which `column` shows: asked for each of thousands of rows. */
export function stagedRowid(column: string | null, { rowid, values }: StagedRow): bigint | null {
  let given: Scalar | undefined = rowid;
  if (column !== null) for (const v of values) if (v.column === column) given = v.value ?? given;
  return typeof given === "bigint" ? given : null;
}

/** The column of a rowid table that shows its rowid, if there is one. */
export function rowidColumn(table: Table): string | null {
  return table.identity.kind === "rowid" ? table.identity.column : null;
}

/**
 * `key1 = ? AND key2 = ?`, so that SQLite finds the row by its index (of a view's row, which NULLs may tell, `IS`).
 * `put` writes the i-th value; `columns` are the key's, where the row is not addressed by the table's identity.
 */
export function keyCondition(
  table: Table,
  put: (place: number) => RawBuilder<unknown>,
  columns: readonly string[] = keyColumns(table),
): RawBuilder<unknown> {
  const is = sql.raw(table.identity.kind === "values" ? "is" : "=");
  return sql.join(
    columns.map((column, place) => sql`${name(column)} ${is} ${put(place)}`),
    sql` and `,
  );
}

function lowerFirst(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
}
