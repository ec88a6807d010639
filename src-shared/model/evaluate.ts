/** Expressions and conditions over rows as they are shown: staged values count, and nothing has to be stored. */
import * as v from "valibot";
import { CellRowsSchema, type Scalar } from "./cell.ts";
import { NameSchema, ObjectNameSchema } from "./names.ts";
import { RowFilterSchema } from "./row-filter.ts";

/** Most expressions, and most conditions, of one question. */
const Most = 200;

export const EvaluateQuestionSchema = v.object({
  table: ObjectNameSchema,
  /** The columns that are used, in the order of the values. */
  columns: v.pipe(v.array(NameSchema), v.maxLength(2000)),
  rows: v.pipe(CellRowsSchema as v.GenericSchema<Scalar[][]>, v.maxLength(500)),
  /** SQL expressions over these columns. */
  expressions: v.pipe(v.array(v.pipe(v.string(), v.maxLength(10_000))), v.maxLength(Most)),
  conditions: v.pipe(v.array(RowFilterSchema), v.maxLength(Most)),
});
export type EvaluateQuestion = v.InferOutput<typeof EvaluateQuestionSchema>;

export const EvaluatedSchema = v.object({
  /** For each row the values of the expressions (long ones cut; NULL where one fails), then 1, 0 or NULL a condition. */
  rows: CellRowsSchema as v.GenericSchema<Scalar[][]>,
  /** Why an expression or condition cannot be compiled at all, in the same order; null when it can. */
  errors: v.array(v.nullable(v.string())),
});
export type Evaluated = v.InferOutput<typeof EvaluatedSchema>;
