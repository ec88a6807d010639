/** What a commit would refuse, told while the change is only staged. The commit itself stays the judge. */
import * as v from "valibot";
import { NameSchema } from "./names.ts";
import { ConflictSchema } from "./session.ts";

/** One rule of the file that one staged row would break. */
export const ProblemSchema = v.object({
  /** Id of the staged row. */
  id: v.string(),
  rule: v.picklist(["check", "notNull", "type", "unique", "foreignKey", "other"]),
  /** Columns that can be changed to mend it; none when that cannot be told. */
  columns: v.array(NameSchema),
  /** A sentence that names the rule. */
  message: v.string(),
  /** What to do. */
  next: v.string(),
});
export type Problem = v.InferOutput<typeof ProblemSchema>;

export const ChecksSchema = v.object({
  problems: v.array(ProblemSchema),
  /** Rows that another program changed since they were edited. */
  conflicts: v.array(ConflictSchema),
  /** Rows that were not looked at, because they are too many or looking took too long. */
  unchecked: v.number(),
});
export type Checks = v.InferOutput<typeof ChecksSchema>;
