/** Rows: how they are asked for, addressed and carried. */
import * as v from "valibot";
import { CellRowsSchema, type Scalar, ScalarSchema } from "./cell.ts";
import { toTagged } from "./cell-json.ts";
import { NameSchema, ObjectNameSchema } from "./names.ts";
import { ThroughSchema } from "./through.ts";
import { RowFilterSchema } from "./row-filter.ts";

export type { Condition, RowFilter } from "./row-filter.ts";

/** The values that address one row (see RowIdentity): `[rowid]`, or the primary key's values in key order. */
export const RowKeySchema = v.pipe(v.array(ScalarSchema), v.maxLength(2000));
export type RowKey = Scalar[];

/** A text that is the same for the same key, to key maps with. */
export function rowKeyText(key: RowKey): string {
  return JSON.stringify(key.map(toTagged));
}

export const OrderTermSchema = v.object({
  column: NameSchema,
  direction: v.picklist(["asc", "desc"]),
  /** Sorted by this column of the row it refers to; NULL where there is none. */
  through: v.optional(ThroughSchema),
});
export type OrderTerm = v.InferOutput<typeof OrderTermSchema>;

/** What a grid shows: a table or view, an order (none: the natural one), and conditions that all hold. */
export const RowSourceSchema = v.object({
  table: ObjectNameSchema,
  order: v.array(OrderTermSchema),
  filter: v.array(RowFilterSchema),
});
export type RowSource = v.InferOutput<typeof RowSourceSchema>;

/** How many rows a source has, as far as is known without waiting. */
export const RowTotalSchema = v.object({
  rows: v.number(),
  /** `exact`; `estimate`: may be off either way; `atLeast`: this many were seen, more may follow. */
  quality: v.picklist(["exact", "estimate", "atLeast"]),
});
export type RowTotal = v.InferOutput<typeof RowTotalSchema>;

/** All of a page but its cells. */
export const RowPageHeadSchema = v.object({
  /** 0-based place of the first row. */
  offset: v.number(),
  /**
   * `exact`: rows[0] is the row at `offset`. `estimated`: the order is still being built, and these are rows from about
   * there; an event `rows.orderReady` says when to ask again. `pending`: no rows, because finding them would take long;
   * ask `rows.buildOrder`, and this again at each `rows.orderProgress`. Only a question with a `view` is answered so.
   */
  placement: v.picklist(["exact", "estimated", "pending"]),
  /** Column names in the order of the cells. */
  columns: v.array(NameSchema),
  total: RowTotalSchema,
});

export const RowPageSchema = v.object({
  ...RowPageHeadSchema.entries,
  /** One key a row; null where rows cannot be addressed. */
  keys: v.nullable(CellRowsSchema as v.GenericSchema<Scalar[][]>),
  rows: CellRowsSchema,
});
export type RowPage = v.InferOutput<typeof RowPageSchema>;

/** A piece of one value, fetched on demand. */
export const CellChunkSchema = v.object({
  storage: v.picklist(["null", "integer", "real", "text", "blob"]),
  /** Length in bytes of the whole value. */
  bytes: v.number(),
  /** Byte offset of `data` in the value. */
  offset: v.number(),
  /** Raw bytes: of a TEXT in UTF-8 whatever the file's encoding; of numbers their text. */
  data: v.instance(Uint8Array),
});
export type CellChunk = v.InferOutput<typeof CellChunkSchema>;
