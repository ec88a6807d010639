/** Questions about rows of tables, views and results: `rows.…`. */
import * as v from "valibot";
import { CellRowsSchema } from "../../model/cell.ts";
import { EvaluateQuestionSchema, EvaluatedSchema } from "../../model/evaluate.ts";
import { FindQuestionSchema, FoundCellSchema, ReplaceQuestionSchema } from "../../model/find.ts";
import { NameSchema, ObjectNameSchema } from "../../model/names.ts";
import {
  ChildGroupsSchema,
  ChildrenQuestionSchema,
  LabelsSchema,
  ParentChoicesSchema,
  ParentKeysSchema,
  ParentSchema,
} from "../../model/related-rows.ts";
import { CellChunkSchema, RowKeySchema, RowPageSchema, RowSourceSchema, RowTotalSchema } from "../../model/rows.ts";
import { CellRangeSchema, ColumnStatisticsSchema, SummarySchema } from "../../model/summary.ts";
import { procedure } from "../procedure.ts";
import { Nothing, Count, PageSize, ViewId } from "./forms.ts";

export const rowsContract = {
  /**
   * Rows from a place; never waits for a count or for an order that is still being built. With a `view`, an order that is
   * kept is used, and nothing is begun that would hold up others: the answer may be `pending`. It also gives up what
   * `rows.buildOrder` was building for another source of this view.
   */
  "rows.readPage": procedure(
    "read",
    "safe",
    v.object({ source: RowSourceSchema, offset: Count, limit: PageSize, view: v.optional(ViewId) }),
    RowPageSchema,
  ),
  /**
   * Builds the order of a source for a view; events `rows.orderProgress` tell how far it is. `kept` is false where none can
   * be kept (rows without a key, a file that is written all the time): ask for pages without a view then.
   */
  "rows.buildOrder": procedure(
    "work",
    "safe",
    v.object({ source: RowSourceSchema, view: ViewId }),
    v.object({ kept: v.boolean(), total: RowTotalSchema }),
  ),
  /** The view shows nothing that needs an order any more: what is being built for it is given up. */
  "rows.leaveOrder": procedure("read", "safe", v.object({ view: ViewId }), Nothing),
  /** The rows with these keys, in the order asked; a row that is gone is left out. `placement` is exact, `offset` 0. */
  "rows.readKeys": procedure(
    "read",
    "safe",
    v.object({ table: ObjectNameSchema, keys: v.pipe(v.array(RowKeySchema), v.maxLength(5000)) }),
    RowPageSchema,
  ),
  /** A piece of one value. */
  "rows.readCell": procedure(
    "read",
    "safe",
    v.object({
      table: ObjectNameSchema,
      key: RowKeySchema,
      column: NameSchema,
      offset: Count,
      length: v.pipe(Count, v.maxValue(64 * 1024 * 1024)),
    }),
    CellChunkSchema,
  ),
  /** What SQL makes of values that are on screen: formats of the user's own, conditional formats, defaults. */
  "rows.evaluate": procedure("read", "safe", EvaluateQuestionSchema, EvaluatedSchema),
  /** The exact number of rows. Slow on large tables, so it runs where it disturbs nothing. */
  "rows.count": procedure("work", "safe", v.object({ source: RowSourceSchema }), RowTotalSchema),
  /** What the values of a column are: counts, ends, sum, commonest values, histogram. */
  "rows.statistics": procedure(
    "work",
    "safe",
    v.object({ source: RowSourceSchema, column: NameSchema }),
    ColumnStatisticsSchema,
  ),
  /** At most `most` rows that lie evenly over all of a source, in its order; of texts their beginning, of BLOBs nothing. */
  "rows.sample": procedure(
    "work",
    "safe",
    v.object({
      source: RowSourceSchema,
      columns: v.pipe(v.array(NameSchema), v.minLength(1), v.maxLength(20)),
      most: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
    }),
    v.object({ rows: CellRowsSchema, total: v.number(), every: v.number() }),
  ),
  /** Count, sum, average, least, greatest of the cells in some ranges; ranges that overlap count a cell twice. */
  "rows.aggregate": procedure(
    "work",
    "safe",
    v.object({ source: RowSourceSchema, ranges: v.pipe(v.array(CellRangeSchema), v.maxLength(10_000)) }),
    SummarySchema,
  ),
  /** The next cell that holds a text; null when there is none in that direction. */
  "rows.find": procedure("work", "safe", FindQuestionSchema, v.nullable(FoundCellSchema)),
  /** The texts after a replacement; here, because a regular expression can take for ever and this process can be ended. */
  "rows.replaceTexts": procedure("work", "safe", ReplaceQuestionSchema, v.object({ texts: v.array(v.string()) })),
  /** The 0-based place of the row with this key; null when it is gone or does not fulfil the filter. */
  "rows.locate": procedure(
    "work",
    "safe",
    v.object({ source: RowSourceSchema, key: RowKeySchema }),
    v.object({ row: v.nullable(v.number()) }),
  ),
  /** Labels of the parent rows that these values of a foreign key point to. Never takes long. */
  "rows.labels": procedure("read", "safe", v.object({ parent: ParentSchema, keys: ParentKeysSchema }), LabelsSchema),
  /**
   * The key of the one row that has these values in these columns; null where there is none, several, or the table is large and no index leads to
   * them. Never takes long.
   */
  "rows.keysOf": procedure(
    "read",
    "safe",
    v.object({
      table: ObjectNameSchema,
      columns: v.pipe(v.array(NameSchema), v.minLength(1), v.maxLength(100)),
      values: v.pipe(v.array(RowKeySchema), v.maxLength(5000)),
    }),
    v.object({ keys: v.array(v.nullable(RowKeySchema)) }),
  ),
  /** Parent rows by part of their label, or by their key. Never takes long: see `complete`. */
  "rows.parents": procedure(
    "read",
    "safe",
    v.object({
      parent: ParentSchema,
      text: v.pipe(v.string(), v.maxLength(1000)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
    ParentChoicesSchema,
  ),
  /** The rows that refer to each of many parents, in one question for all that are on screen. Never takes long. */
  "rows.readChildren": procedure("read", "safe", ChildrenQuestionSchema, ChildGroupsSchema),
  /** The number of rows as far as `most`, or `atLeast`. Never takes long. */
  "rows.countSome": procedure(
    "read",
    "safe",
    v.object({ source: RowSourceSchema, most: v.pipe(Count, v.maxValue(1_000_000)) }),
    RowTotalSchema,
  ),
} as const;
