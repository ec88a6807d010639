/** What is asked about rows that belong together by a foreign key, without reading whole pages of them. */
import * as v from "valibot";
import { CellRowsSchema, ScalarSchema } from "./cell.ts";
import { NameSchema, ObjectNameSchema } from "./names.ts";
import { RowKeySchema, RowTotalSchema } from "./rows.ts";

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

/** Which rows refer to each of these parents: the first `limit` of each, counted as far as `most`. */
export const ChildrenQuestionSchema = v.object({
  child: ObjectNameSchema,
  columns: v.pipe(v.array(NameSchema), v.minLength(1), v.maxLength(100)),
  /** The values of the parents' columns, in the order of `columns`. */
  parents: v.pipe(v.array(v.pipe(v.array(ScalarSchema), v.maxLength(100))), v.maxLength(200)),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
  most: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
});
export type ChildrenQuestion = v.InferOutput<typeof ChildrenQuestionSchema>;

/** The rows of one parent, in the natural order of their table. */
export const ChildGroupSchema = v.object({
  /** One key a row; null where rows cannot be addressed. */
  keys: v.nullable(CellRowsSchema as v.GenericSchema<v.InferOutput<typeof ScalarSchema>[][]>),
  rows: CellRowsSchema,
  total: RowTotalSchema,
});
export type ChildGroup = v.InferOutput<typeof ChildGroupSchema>;

export const ChildGroupsSchema = v.object({
  /** Column names in the order of the cells. */
  columns: v.array(NameSchema),
  /** One a parent; null: no index leads to the rows of a large table, so they were not looked for. */
  groups: v.nullable(v.array(ChildGroupSchema)),
});
export type ChildGroups = v.InferOutput<typeof ChildGroupsSchema>;
