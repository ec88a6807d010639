/** What is asked about rows that belong together by a foreign key, without reading whole pages of them. */
import * as v from "valibot";
import { ScalarSchema } from "./cell.ts";
import { NameSchema, ObjectNameSchema } from "./names.ts";
import { RowKeySchema } from "./rows.ts";

/** Columns of a parent that a foreign key points to, and the one of its columns that a person knows its rows by. */
export const ParentSchema = v.object({
  table: ObjectNameSchema,
  columns: v.pipe(v.array(NameSchema), v.minLength(1), v.maxLength(100)),
  label: NameSchema,
});
export type Parent = v.InferOutput<typeof ParentSchema>;

/** One parent row, as a list offers it. */
export const ParentChoiceSchema = v.object({
  /** The values of the parent's columns: what the child's columns are set to. */
  key: RowKeySchema,
  /** Its label as text, shortened; null when it has none. */
  label: v.nullable(v.string()),
});
export type ParentChoice = v.InferOutput<typeof ParentChoiceSchema>;

/** For each key asked, the label of the row it belongs to; null where there is no such row or it has none. */
export const LabelsSchema = v.object({ labels: v.array(v.nullable(v.string())) });

export const ParentChoicesSchema = v.object({
  choices: v.array(ParentChoiceSchema),
  /** False: only the first rows of a large table were looked through. */
  complete: v.boolean(),
});

/** Values of the columns of a foreign key, as a child row holds them. */
export const ParentKeysSchema = v.pipe(v.array(v.pipe(v.array(ScalarSchema), v.maxLength(100))), v.maxLength(2000));
