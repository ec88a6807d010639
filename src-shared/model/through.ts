/** A column of the row that a foreign key leads to, in place of the key itself: what it is known by. */
import * as v from "valibot";
import { NameSchema, ObjectNameSchema } from "./names.ts";

const Columns = v.pipe(v.array(NameSchema), v.minLength(1), v.maxLength(100));

export const ThroughSchema = v.pipe(
  v.object({
    /** The parent. */
    table: ObjectNameSchema,
    /** The columns of the key, and those of the parent that they refer to, in one order. */
    columns: Columns,
    parentColumns: Columns,
    /** The parent's column that is meant. */
    label: NameSchema,
    /** The collating sequence of that column. */
    collation: v.string(),
  }),
  v.check(({ columns, parentColumns }) => columns.length === parentColumns.length),
);
export type Through = v.InferOutput<typeof ThroughSchema>;

/** Is the same column of the same parent meant? */
export function sameThrough(a: Through | undefined, b: Through | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
