/** Finding a text in the cells of a source. */
import * as v from "valibot";
import { NameSchema } from "./names.ts";
import { RowSourceSchema } from "./rows.ts";

const Place = v.pipe(v.number(), v.safeInteger());

export const FindQuestionSchema = v.object({
  source: RowSourceSchema,
  /** Columns to look into, in the order in which they are gone through. */
  columns: v.pipe(v.array(NameSchema), v.maxLength(2000)),
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(1_000_000)),
  /** `text` is a regular expression. */
  regex: v.boolean(),
  caseSensitive: v.boolean(),
  /**
   * Where to begin; this cell is not looked at. `column` is a place in `columns`: -1 is before the first, their number after
   * the last.
   */
  from: v.object({ row: v.pipe(Place, v.minValue(0)), column: v.pipe(Place, v.minValue(-1)) }),
  direction: v.picklist(["forward", "backward"]),
});
export type FindQuestion = v.InferOutput<typeof FindQuestionSchema>;

export const ReplaceQuestionSchema = v.object({
  texts: v.pipe(v.array(v.string()), v.maxLength(100_000)),
  /** What is looked for in them, as in FindQuestion. */
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(1_000_000)),
  regex: v.boolean(),
  caseSensitive: v.boolean(),
  /** What stands in its place, everywhere; for a regular expression `$1`, `$<name>` and `$&` mean what was matched. */
  replacement: v.pipe(v.string(), v.maxLength(1_000_000)),
});
export type ReplaceQuestion = v.InferOutput<typeof ReplaceQuestionSchema>;

/** A cell: the row's 0-based place in the source, the column's in `columns`. */
export const FoundCellSchema = v.object({ row: v.number(), column: v.number() });
export type FoundCell = v.InferOutput<typeof FoundCellSchema>;
