/** What is selected of a table's rows: its visible columns, its key, and where the key stands in a row. */
import { randomBytes } from "node:crypto";
import { type RawBuilder, sql } from "kysely";
import { bytesToHex } from "../../../src-shared/model/cell-json.ts";
import type { Column, Table } from "../../../src-shared/model/schema.ts";
import { name } from "../connection/compiler.ts";
import { LARGEST_WHOLE_CELL, MOST_RESULT_COLUMNS } from "./sizes.ts";

/**
 * Stands in a row for a value that was too large to read: random for each process, so that no value of a file is equal
 * to it.
 */
export const TOO_LARGE_MARK: Uint8Array = randomBytes(16);
const MARK_SQL = sql.raw(`x'${bytesToHex(TOO_LARGE_MARK)}'`);

/** One expression of a row's key. */
export interface KeyPart {
  /** Name to select it by: a column, or a name of the rowid. */
  readonly name: string;
  /** Place among the visible columns; -1 when it is none of them. */
  readonly place: number;
  /** Are the rows stored by it from high to low? */
  readonly descending: boolean;
  /** The collation they are stored by, where it is not the column's own. */
  readonly collation: string | null;
}

/** A term of a primary key as its index has it: the DDL may give it another collation or direction than the column's. */
export interface KeyTerm {
  readonly column: string;
  readonly collation: string;
  readonly descending: boolean;
}

export interface RowShape {
  readonly table: Table;
  /** The columns that are shown, in the order of the cells. */
  readonly columns: readonly Column[];
  readonly names: string[];
  /** What rows are found and ordered by; empty where nothing is unique. */
  readonly key: readonly KeyPart[];
  /** What a row is addressed by: the key, or the values of a view's row. Empty when rows cannot be addressed. */
  readonly address: readonly KeyPart[];
  /** Key parts that stand behind the cells in a selected row, because no cell holds them. */
  readonly extraKey: readonly KeyPart[];
  /** Do cells and key fit into one result? Else the key is selected on its own. */
  readonly keyWithCells: boolean;
}

/** The shape of a table. Hidden columns of virtual tables are parameters of queries, not data. */
export function rowShapeOf(table: Table, keyTerms: readonly KeyTerm[]): RowShape {
  const columns = table.columns.filter((column) => column.kind !== "hidden");
  const key = keyOf(table, columns, keyTerms);
  const extraKey = key.filter((part) => part.place < 0);
  const names = columns.map((column) => column.name);
  const keyWithCells = columns.length + extraKey.length <= MOST_RESULT_COLUMNS;
  const address = table.identity.kind === "values" ? partsOf(table.identity.columns, columns, []) : key;
  return { table, columns, names, key, address, extraKey, keyWithCells };
}

function keyOf({ identity }: Table, columns: readonly Column[], keyTerms: readonly KeyTerm[]): KeyPart[] {
  if (identity.kind === "none" || identity.kind === "values") return [];
  if (identity.kind === "rowid") {
    const place = columns.findIndex((column) => column.name === identity.column);
    return [{ name: identity.alias, place, descending: false, collation: null }];
  }
  return partsOf(identity.columns, columns, keyTerms);
}

function partsOf(names: readonly string[], columns: readonly Column[], keyTerms: readonly KeyTerm[]): KeyPart[] {
  return names.map((columnName) => {
    const place = columns.findIndex((column) => column.name === columnName);
    const term = keyTerms.find((t) => t.column === columnName);
    const own = columns[place]?.collation.toUpperCase() ?? "BINARY";
    const collation = term && term.collation.toUpperCase() !== own ? term.collation : null;
    return { name: columnName, place, descending: term?.descending ?? false, collation };
  });
}

/**
 * How rows are selected. `careful`: without loading what may be too large from any column; `plain`: not from those of numeric
 * affinity (see LARGEST_FILE_READ_FREELY); `stored`: careful, and NULL for what is computed while a row is read.
 */
export type Care = "plain" | "careful" | "stored";

/** Is the column computed while a row is read? Then it may fail for a row (malformed JSON, say). */
export function isComputed(column: Column): boolean {
  return column.kind === "virtual" && column.error === undefined;
}

/**
 * The cells of a row; NULL for what cannot be computed at all. A column that may hold long values gives `TOO_LARGE_MARK` in place
 * of one, without loading it: SQLite answers `octet_length(column)` from the row's header (OPFLAG_BYTELENARG).
 */
export function selectCells(shape: RowShape, care: Care): RawBuilder<unknown>[] {
  return shape.columns.map((column, place) => {
    if (column.error !== undefined || (care === "stored" && isComputed(column))) return sql`NULL`;
    const cell = name(column.name);
    if (shape.key.some((part) => part.place === place)) return cell;
    return mayBeLong(shape.table, column, care !== "plain")
      ? sql`CASE WHEN octet_length(${cell}) > ${sql.raw(String(LARGEST_WHOLE_CELL))} THEN ${MARK_SQL} ELSE ${cell} END`
      : cell;
  });
}

function mayBeLong(table: Table, column: Column, careful: boolean): boolean {
  const numeric = column.affinity !== "text" && column.affinity !== "blob";
  if (!numeric) return true;
  // In a STRICT table a numeric column holds nothing else; that of a view or virtual table holds anything.
  if (table.strict) return false;
  return careful || table.kind === "view" || table.kind === "virtual";
}

/** Cells, then what of the key is no cell. */
export function selectRow(shape: RowShape, care: Care): RawBuilder<unknown> {
  const extra = shape.keyWithCells ? shape.extraKey.map((part) => name(part.name)) : [];
  const all = [...selectCells(shape, care), ...extra];
  return all.length > 0 ? sql.join(all) : sql`NULL`;
}

/** The key alone. */
export function selectKey(shape: RowShape): RawBuilder<unknown> {
  return sql.join(shape.key.map((part) => name(part.name)));
}
