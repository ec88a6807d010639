/** What a result's view is given: one statement of a run, whoever ran it. */
import type { StatementReport } from "../../../src-shared/model/console.ts";

export interface ShownResult {
  readonly runId: string;
  /** Its report; more rows come while `state` is `running`. */
  readonly statement: StatementReport;
  /** What stands between the statement before and this one: comments. */
  readonly before: string;
}

/** Has it got all the rows it will have? */
export function hasEnded({ statement }: ShownResult): boolean {
  return statement.state !== "running";
}
