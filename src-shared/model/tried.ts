/** What a script changed on a copy of the database (Try It). */
import * as v from "valibot";
import { CellSchema } from "./cell.ts";
import { NameSchema } from "./names.ts";

const Count = v.number();

/** Rows of one table that differ between before and after. */
export const TriedTableSchema = v.object({
  name: NameSchema,
  /** Names of the columns whose values are compared: those it had before and has after; all, where it was made or dropped. */
  columns: v.array(NameSchema),
  /** How many of them, from the first, say which row it is. */
  keyColumns: Count,
  inserted: Count,
  updated: Count,
  deleted: Count,
  /** Why its rows cannot be compared one by one, as a sentence; null when they are. */
  problem: v.nullable(v.string()),
});
export type TriedTable = v.InferOutput<typeof TriedTableSchema>;

export const TriedSchema = v.object({
  /** Tables with changed rows, in the order of their names. */
  tables: v.array(TriedTableSchema),
  /** Tables, views, indexes and triggers that were made, dropped or changed. */
  objects: v.array(v.object({ did: v.picklist(["made", "dropped", "changed"]), type: v.string(), name: v.string() })),
  /** The script left a transaction open; what is shown is as if it had been committed. */
  leftOpen: v.boolean(),
});
export type Tried = v.InferOutput<typeof TriedSchema>;

/** A changed row; cells in the order of the table's `columns`. */
export const TriedRowSchema = v.object({
  did: v.picklist(["inserted", "updated", "deleted"]),
  /** Null for an inserted row. */
  before: v.nullable(v.array(CellSchema)),
  /** Null for a deleted row. */
  after: v.nullable(v.array(CellSchema)),
});
export type TriedRow = v.InferOutput<typeof TriedRowSchema>;
