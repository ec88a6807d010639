/** Columns as they are compared: found by name, with a collation that exists here. */
import { type RawBuilder, sql } from "kysely";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Column } from "../../../src-shared/model/schema.ts";
import { name } from "../connection/compiler.ts";
import { unreadableColumn } from "../engine-error.ts";
import { sameName } from "../schema/same-name.ts";
import type { RowShape } from "./row-shape.ts";

/** Collating sequences that every connection of ours knows; better-sqlite3 cannot add others. */
const KNOWN_COLLATIONS = ["BINARY", "NOCASE", "RTRIM"];

/** Can SQLite compare by it here? */
export function isKnownCollation(collation: string): boolean {
  return KNOWN_COLLATIONS.includes(collation.toUpperCase());
}

/**
 * A column for comparing; `cell`: how it is named there. A collation of the program that made the file is not here; its bytes are
 * compared instead.
 */
export function comparable(
  column: Pick<Column, "name" | "collation">,
  cell: RawBuilder<unknown> = name(column.name),
): RawBuilder<unknown> {
  return isKnownCollation(column.collation) ? cell : sql`${cell} COLLATE BINARY`;
}

/**
 * The column of that name, to be selected or compared by. Throws an AppError: `object.missing`, or `object.unreadable` for one
 * that SQLite cannot compute.
 */
export function columnOf(shape: RowShape, columnName: string): Column {
  const column = namedColumn(shape, columnName);
  if (column.error !== undefined) throw unreadableColumn(shape.table.name, column.name, column.error);
  return column;
}

/** The column of that name, whether or not it can be computed. Throws an AppError `object.missing`. */
export function namedColumn(shape: RowShape, columnName: string): Column {
  const column =
    shape.columns.find((c) => c.name === columnName) ?? shape.columns.find((c) => sameName(c.name, columnName));
  if (column) return column;
  throw new AppError({
    code: "object.missing",
    message: `“${shape.table.name}” has no column called “${columnName}” any more.`,
    next: "Look at the table again; the column may have been renamed or dropped.",
  });
}
