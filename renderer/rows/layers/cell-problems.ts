/** What a commit would refuse, found for a cell on screen. */
import type { Problem } from "../../../src-shared/model/checks.ts";
import type { StagedRow } from "../../../src-shared/model/session.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import { ownerOf } from "../cell-owners.ts";
import type { ShownRow } from "../cell-owners.ts";

/** The first problem of a row that is about this column; undefined when there is none. */
export function problemOf({ store }: SessionStore, shown: ShownRow, column: string): Problem | undefined {
  const { problems } = store.getState();
  if (problems.size === 0) return undefined;
  const owned = ownerOf(shown, column);
  const all = owned?.staged && problems.get(owned.staged.id);
  return all?.find((problem) => problem.columns.includes(owned?.column ?? column));
}

/** Would anything of this row be refused? */
export function isProblematic({ store }: SessionStore, { id }: StagedRow): true | undefined {
  return store.getState().problems.has(id) || undefined;
}
