/** Settles conflicts as the user chose. No I/O: the conflicts it is given were read from the file. */
import type { Conflict, StagedRow } from "../../../src-shared/model/session.ts";
import { isPreview, sameScalar } from "../../../src-shared/model/cell.ts";
import { givenKey } from "./find-conflicts.ts";
import type { PlannedRow } from "./commit-plan.ts";
import type { EntryChanges } from "./session.ts";
import { type Entry, stagedId } from "./unit-of-work.ts";

export interface Choice {
  readonly id: string;
  /** null: every column of the row that is in conflict. */
  readonly column: string | null;
  /** `newKey`: another key for a new row, whether its own was found taken yet or not; `column` is then the one to change. */
  readonly take: "mine" | "theirs" | "newKey";
}

/**
 * The staged rows after the choices. A choice for a row that is in no conflict (any more) changes nothing.
 *
 * `mine`: the edit is based on what the file holds now. A row that is gone is staged as a new row with what is known of it;
 * a deletion of it is done with. A new row whose key is taken becomes an edit of the row that has it.
 * `theirs`: the edit of the columns in conflict is dropped, and the whole edit of a row that is gone or may be another one
 * (a witness changed), of a deletion, and of a new row whose key is taken.
 */
export function resolveConflicts(
  rows: readonly PlannedRow[],
  conflicts: readonly Conflict[],
  choices: readonly Choice[],
  withNewKey: (row: PlannedRow, column: string | null, changes: EntryChanges) => Entry,
): EntryChanges {
  const byId = new Map(rows.map((row) => [row.entry.staged.id, row]));
  const conflictOf = new Map(conflicts.map((conflict) => [conflict.id, conflict]));
  const changes = new Map<string, Entry | undefined>();
  for (const { id, column, take } of choices) {
    const row = byId.get(id);
    if (row && take === "newKey") {
      changes.set(id, withNewKey({ ...row, entry: changes.get(id) ?? row.entry }, column, changes));
      continue;
    }
    const conflict = conflictOf.get(id);
    if (!row || !conflict || (changes.has(id) && !changes.get(id))) continue;
    const entry = changes.get(id) ?? row.entry;
    if (conflict.kind === "changed") {
      const columns = conflict.columns.filter((c) => column === null || c.column === column);
      changes.set(id, take === "mine" ? rebase(entry, columns) : giveUp(entry, columns));
      continue;
    }
    changes.set(id, undefined);
    if (take === "theirs") continue;
    const other = conflict.kind === "gone" ? asNewRow(row) : asEdit(row, conflict);
    if (other) changes.set(other.staged.id, other);
  }
  return changes;
}

type Columns = Conflict["columns"];

/** The file's values become the base; what is the same in both is an edit no more. */
function rebase(entry: Entry, columns: Columns): Entry | undefined {
  const theirs = new Map(columns.map((c) => [c.column, c.theirs ?? null]));
  const values = entry.staged.values
    .map((v) => (theirs.has(v.column) ? { ...v, base: theirs.get(v.column) ?? null } : v))
    .filter((v) => v.value === undefined || v.base === undefined || !sameScalar(v.base, v.value));
  const witness = entry.witness.map((w) => (theirs.has(w.column) ? { ...w, base: theirs.get(w.column) ?? null } : w));
  return withValues({ ...entry, witness }, values);
}

function giveUp(entry: Entry, columns: Columns): Entry | undefined {
  if (entry.staged.state === "deleted") return undefined;
  const names = new Set(columns.map((c) => c.column));
  // A witness that fails says that this may be another row altogether: nothing of the edit may stay.
  if (columns.some((c) => !entry.staged.values.some((v) => v.column === c.column))) return undefined;
  const rebased = rebase(entry, columns) ?? entry;
  return withValues(
    rebased,
    entry.staged.values.filter((v) => !names.has(v.column)),
  );
}

function withValues(entry: Entry, values: StagedRow["values"]): Entry | undefined {
  return values.length === 0 && entry.staged.state === "dirty"
    ? undefined
    : { ...entry, staged: { ...entry.staged, values } };
}

/** A row of the file that is gone, staged anew with its key and the edited cells; a deleted one is gone as wished. */
function asNewRow({ entry, table }: PlannedRow): Entry | undefined {
  const { staged } = entry;
  if (staged.state === "deleted" || "newId" in staged.row) return undefined;
  const { identity } = table;
  const names = identity.kind === "rowid" ? [identity.column] : identity.kind === "none" ? [] : identity.columns;
  const values = new Map<string, StagedRow["values"][number]>();
  names.forEach((column, i) => {
    if (column !== null)
      values.set(column, { column, value: "newId" in staged.row ? null : (staged.row.key[i] ?? null) });
  });
  // What proved which row it was, for a rowid that no column shows: its key, or all that it held.
  for (const { column, base } of entry.witness) if (!isPreview(base)) values.set(column, { column, value: base });
  for (const { column, value } of staged.values) values.set(column, { column, value: value ?? null });
  const row = { table: staged.row.table, newId: crypto.randomUUID() };
  return { staged: { id: stagedId(row), state: "new", row, values: [...values.values()] }, witness: [] };
}

/** A new row whose key is taken, as an edit of the row that has the key. */
function asEdit(planned: PlannedRow, conflict: Conflict): Entry | undefined {
  const key = givenKey(planned);
  if (!key) return undefined;
  const row = { table: planned.entry.staged.row.table, key };
  const values = conflict.columns.flatMap(({ column, mine, theirs }) => {
    const value = planned.entry.staged.values.find((v) => v.column === column)?.value;
    if (value === undefined || theirs === undefined || sameScalar(mine ?? null, theirs)) return [];
    return [{ column, base: theirs, value }];
  });
  if (values.length === 0) return undefined;
  return { staged: { id: stagedId(row), state: "dirty", row, values }, witness: [] };
}
