/** What must hold before a statement of a step may run; looked at when it is applied. */
export interface Check {
  /** Index of the statement in `sql`. */
  readonly before: number;
  readonly table: string;
  /** Gives the number of rows that the last INSERT must have written. */
  readonly counted?: string;
  /** Gives a row when something was lost. */
  readonly differs?: string;
}
