/** Conflicts that are told and not settled yet, followed through what happens to their rows. Pure. */
import type { AppErrorData } from "../../src-shared/errors/app-error.ts";
import type { Conflict, SessionDelta } from "../../src-shared/model/session.ts";

/** One choice as `session.resolve` takes it; `column` null means the whole row. */
export interface Choice {
  readonly id: string;
  readonly column: string | null;
  /** `newKey`: another key for a new row; `column` is then the one that gets another value, null the last of the key. */
  readonly take: "mine" | "theirs" | "newKey";
}

/** The conflicts an error tells of. */
export function conflictsOf(error: AppErrorData | null): readonly Conflict[] {
  return (error?.conflicts ?? []) as Conflict[];
}

/** All that are known: what the last commit or a patch file told of, then what the next commit would meet; each row once. */
export function knownConflicts(view: {
  readonly commitError: AppErrorData | null;
  readonly foreseen: readonly Conflict[];
}): readonly Conflict[] {
  const told = conflictsOf(view.commitError);
  if (told.length === 0) return view.foreseen;
  // What was looked for last is what the file holds now.
  const now = new Map(view.foreseen.map((conflict) => [conflict.id, conflict]));
  const others = view.foreseen.filter(({ id }) => !told.some((conflict) => conflict.id === id));
  return [...told.map((conflict) => now.get(conflict.id) ?? conflict), ...others];
}

/**
 * What is left of them after a change of the session: rows that are staged no more have none, values that were edited
 * again are shown as they are now, and what the user took back is settled.
 */
export function followConflicts(conflicts: readonly Conflict[], delta: SessionDelta): Conflict[] {
  if (delta.removed === "all") return [];
  const removed = new Set(delta.removed);
  const changed = new Map(delta.changed.map((row) => [row.id, row]));
  return conflicts.flatMap((conflict): Conflict[] => {
    if (removed.has(conflict.id)) return [];
    const row = changed.get(conflict.id);
    if (!row) return [conflict];
    const values = new Map(row.values.map((value) => [value.column, value.value]));
    const columns = conflict.columns.flatMap((column) => {
      if (column.mine === undefined) return [column];
      const mine = values.get(column.column);
      return mine === undefined ? [] : [{ ...column, mine }];
    });
    return columns.length === 0 && conflict.columns.length > 0 ? [] : [{ ...conflict, columns }];
  });
}

/** What is left after these choices were carried out. */
export function settleConflicts(conflicts: readonly Conflict[], choices: readonly Choice[]): Conflict[] {
  return conflicts.flatMap((conflict): Conflict[] => {
    const mine = choices.filter((choice) => choice.id === conflict.id);
    if (mine.length === 0) return [conflict];
    // A row that is gone or new is settled whole, whatever column was named.
    if (conflict.kind !== "changed" || mine.some((choice) => choice.column === null)) return [];
    const settled = new Set(mine.map((choice) => choice.column));
    const columns = conflict.columns.filter(({ column }) => !settled.has(column));
    return columns.length === 0 ? [] : [{ ...conflict, columns }];
  });
}

/** The error that tells of these conflicts; null when there is none left. */
export function conflictError(conflicts: readonly Conflict[], origin: AppErrorData | null): AppErrorData | null {
  if (conflicts.length === 0) return null;
  if (origin && conflictsOf(origin).length === conflicts.length) {
    return { ...origin, rows: conflicts.map(({ id }) => id), conflicts: [...conflicts] };
  }
  return {
    code: "commit.conflict",
    message: `${conflicts.length === 1 ? "A staged row does" : `${conflicts.length} staged rows do`} not fit what the file holds now.`,
    next: "Choose for each whether yours or the file’s is to stay, then commit.",
    rows: conflicts.map(({ id }) => id),
    conflicts: [...conflicts],
  };
}
