/** What a row that could not be written says of itself. */
import type { PlannedRow } from "./commit-plan.ts";

/** A statement that failed, and the row it was for. */
export class RowFailure extends Error {
  readonly row: PlannedRow;
  /** What was thrown; null when the statement ran but did not change exactly one row. */
  readonly thrown: unknown;
  /** The staged row that has the UNIQUE value which this one wants. */
  readonly other: PlannedRow | null;
  constructor(row: PlannedRow, thrown: unknown, other: PlannedRow | null = null) {
    super("A staged row could not be written");
    this.row = row;
    this.thrown = thrown;
    this.other = other;
  }
}
