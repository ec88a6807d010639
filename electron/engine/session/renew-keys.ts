/** The rows of a commit with their tables, and keys of new rows that must become others before they can be written. */
import type { SessionDelta } from "../../../src-shared/model/session.ts";
import type { Connection } from "../connection/connection.ts";
import { type Chosen, plannedWhereKnown } from "./choose-rows.ts";
import type { SchemaReader } from "./ground-edit.ts";
import { assertLinked, knownNewRows, takenKeys } from "./new-keys.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { plannedRows } from "./planned-rows.ts";
import type { Session } from "./session.ts";
import type { Entry } from "./unit-of-work.ts";

export interface PlannedRows {
  readonly rows: readonly PlannedRow[];
  /** What stays staged. */
  readonly others: readonly PlannedRow[];
}

export function planRows({ chosen, leftOut }: Chosen, schema: SchemaReader): PlannedRows {
  return { rows: plannedRows(chosen, schema), others: plannedWhereKnown(leftOut, schema) };
}

/**
 * New rows whose key another program has taken since they were staged get another one, and staged rows that refer to them
 * follow: as a gesture, so that it is also what undo knows. Gives whether there were any.
 */
export function renewKeys(
  session: Session,
  writer: Connection,
  { chosen, leftOut }: Chosen,
  { rows, others }: PlannedRows,
  tell: (delta: SessionDelta) => void,
): boolean {
  const mayNeedIt = ({ staged, links }: Entry) => staged.state === "new" || links !== undefined;
  if (!chosen.some(mayNeedIt) && !leftOut.some(mayNeedIt)) return false;
  assertLinked(rows, knownNewRows(session));
  const taken = takenKeys(others.length === 0 ? rows : [...rows, ...others], writer);
  if (taken.size === 0) return false;
  tell(session.gesture("Other keys for new rows", () => taken));
  return true;
}
