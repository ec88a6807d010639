/** Rows of a commit while it runs. */
import type { RowKey } from "../../../src-shared/model/rows.ts";
import type { PlannedRow } from "./commit-plan.ts";
import type { RowChange } from "./statements.ts";

/** A row that was written; `key` is where it is now, null when it is nowhere (deleted) or cannot be told. */
export interface WrittenRow {
  readonly row: PlannedRow;
  /** The change as it was staged. */
  readonly change: RowChange;
  readonly key: RowKey | null;
}

/** A row that could not be written yet, and why. */
export interface Waiting {
  readonly row: PlannedRow;
  readonly staged: RowChange;
  /** As it is to be run now: differs from `staged` when its values were set aside. */
  change: RowChange;
  thrown: unknown;
}
