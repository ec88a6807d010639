/**
 * What the file holds of one row now. Whole values up to 64 KB; of longer ones their class, length and beginning, so that
 * looking at a row never loads a huge value.
 */
import { type RawBuilder, sql } from "kysely";
import type { Cell, Scalar } from "../../../src-shared/model/cell.ts";
import type { RowKey } from "../../../src-shared/model/rows.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import { compiler, name, objectName } from "../connection/compiler.ts";
import type { Connection } from "../connection/connection.ts";
import { keyCondition } from "./row-address.ts";

/** Longest value that is read whole, in bytes. */
const WHOLE_BYTES = 64 * 1024;
/** Of a longer value these first bytes are read … */
const HEAD_BYTES = 4096;
/** … unless it is longer than this: SQLite would load all of it for them. */
const HEAD_OF_BYTES = 16 * 1024 * 1024;
/** Four result columns a cell, of SQLite's 2000 (https://www.sqlite.org/limits.html). */
const COLUMNS_AT_ONCE = 400;

const compiled = new WeakMap<Table, Map<string, string>>();

/**
 * The cells of a row in the order of `columns`; null when no row has this key. Values longer than `longest` bytes come as
 * previews.
 */
export function readCurrent(
  connection: Connection,
  table: Table,
  key: RowKey,
  columns: readonly string[],
  longest: number = WHOLE_BYTES,
): Cell[] | null {
  const cells: Cell[] = [];
  for (let from = 0; from < Math.max(columns.length, 1); from += COLUMNS_AT_ONCE) {
    const some = columns.slice(from, from + COLUMNS_AT_ONCE);
    const row = connection.row({ sql: selectSql(table, some), parameters: key });
    if (!row) return null;
    some.forEach((column, i) => {
      const cell = toCell(row.slice(4 * i, 4 * i + 4), longest);
      cells.push(isDoubtful(cell) ? asBytes(connection, table, key, column, cell) : cell);
    });
  }
  return cells;
}

/** One whole value; undefined when no row has this key, or when its text is no valid text. */
export function readWhole(connection: Connection, table: Table, key: RowKey, column: string): Scalar | undefined {
  const where = keyCondition(table, (place) => sql.val(key[place]));
  const c = name(column);
  const row = connection.row(sql`select ${c} from ${objectName(table)} where ${where}`.compile(compiler));
  const value = row?.[0];
  if (typeof value !== "string" || !value.includes("\uFFFD")) return value;
  const bytes = connection.value(
    sql`select cast(${c} as blob) from ${objectName(table)} where ${where}`.compile(compiler),
  );
  return bytes instanceof Uint8Array && !Buffer.from(value, "utf8").equals(bytes) ? undefined : value;
}

/** Four expressions a cell: class, length of text and blob, the value when it is short, the beginning when it is long. */
function selectSql(table: Table, columns: readonly string[]): string {
  const known = compiled.get(table) ?? new Map<string, string>();
  compiled.set(table, known);
  const shape = JSON.stringify(columns);
  let text = known.get(shape);
  if (text === undefined) {
    const expressions: RawBuilder<unknown>[] = columns.flatMap((column) => {
      const c = name(column);
      const long = sql`typeof(${c}) in ('text', 'blob') and octet_length(${c})`;
      return [
        sql`typeof(${c})`,
        sql`case when typeof(${c}) in ('text', 'blob') then octet_length(${c}) end`,
        sql`case when ${long} > ${sql.lit(WHOLE_BYTES)} then null else ${c} end`,
        sql`case when ${long} between ${sql.lit(WHOLE_BYTES + 1)} and ${sql.lit(HEAD_OF_BYTES)}
          then substr(cast(${c} as blob), 1, ${sql.lit(HEAD_BYTES)}) end`,
      ];
    });
    const list = expressions.length > 0 ? sql.join(expressions) : sql`1`;
    text = sql`select ${list} from ${objectName(table)} where ${keyCondition(table, () => sql.val(0))}`.compile(
      compiler,
    ).sql;
    known.set(shape, text);
  }
  return text;
}

function toCell([storage, bytes, value, head]: Scalar[], longest: number): Cell {
  const length = Number(bytes ?? 0);
  if (length <= longest) return value ?? null;
  return { storage: storage as "text" | "blob", head: (head as Uint8Array | null) ?? new Uint8Array(), bytes: length };
}

/** U+FFFD stands for damage, or for itself: only the bytes can tell. */
function isDoubtful(cell: Cell): cell is string {
  return typeof cell === "string" && cell.includes("\uFFFD");
}

function asBytes(connection: Connection, table: Table, key: RowKey, column: string, text: string): Cell {
  const query = sql`select cast(${name(column)} as blob) from ${objectName(table)}
    where ${keyCondition(table, (place) => sql.val(key[place]))}`;
  const head = connection.value(query.compile(compiler));
  if (!(head instanceof Uint8Array)) return text;
  if (Buffer.from(text, "utf8").equals(head)) return text;
  return { storage: "text", head: Uint8Array.from(head), bytes: head.length, damaged: true };
}
