/**
 * Edits that were made before the page knew of a commit of ours, while it was under way or before what it wrote was read
 * again. They are about the rows as that commit left them: their keys, and what they hold since.
 */
import type { Cell } from "../../../src-shared/model/cell.ts";
import type { RowEdit, RowRef } from "../../../src-shared/model/session.ts";
import type { SchemaReader } from "./ground-edit.ts";
import { heldAfter } from "./invert-commit.ts";
import { type LoggedRow, readCommitted } from "./journal/commit-log.ts";
import { rowidColumn, stagedKey } from "./row-address.ts";
import type { Session } from "./session.ts";
import { type TriggerReach, triggerReach } from "./trigger-reach.ts";
import { isNew, stagedId } from "./unit-of-work.ts";

/** An edit on its way through the commits since it was made. */
interface Late {
  readonly edit: Exclude<RowEdit, { op: "insert" }>;
  readonly seen: number;
  row: RowRef;
  base: Cell | undefined;
}

/** The edits as they are after the commits that the page did not know at revision `seen` (undefined: it knew all). */
export function catchUp(
  session: Session,
  schema: SchemaReader,
  edits: readonly RowEdit[],
  seen: number | undefined,
): readonly RowEdit[] {
  const late = new Map<RowEdit, Late>();
  for (const edit of edits) {
    const known = (edit.op === "set" ? edit.seen : undefined) ?? seen;
    // What is to be taken back or forgotten was staged; it is not now.
    if (known === undefined || edit.op === "insert" || edit.op === "revert") continue;
    if (edit.op === "delete" && isNew(edit.row)) continue;
    if (session.commitsSince(known).length === 0) continue;
    late.set(edit, { edit, seen: known, row: edit.row, base: edit.op === "set" ? edit.base : undefined });
  }
  if (late.size === 0) return edits;
  const all = [...late.values()];
  const reach = triggerReach(schema.read());
  for (const commit of session.commitsSince(Math.min(...all.map((one) => one.seen)))) {
    const some = all.filter((one) => one.seen < commit.revision);
    const wanted = new Set(some.map((one) => stagedId(one.row)));
    const rows = readCommitted(session.journal.connection, commit.id, wanted) ?? [];
    const byId = new Map(rows.map((row) => [row.entry.staged.id, row]));
    for (const one of some) {
      const written = byId.get(stagedId(one.row));
      if (written) follow(one, written, schema, reach);
    }
  }
  return edits.map((edit) => {
    const now = late.get(edit);
    if (!now) return edit;
    if (edit.op !== "set") return { op: "delete", row: now.row };
    const { base: _before, ...rest } = edit;
    return { ...rest, row: now.row, ...(now.base === undefined ? {} : { base: now.base }) };
  });
}

function follow(one: Late, written: LoggedRow, schema: SchemaReader, reach: TriggerReach): void {
  const { staged } = written.entry;
  if (staged.state === "deleted") return;
  const table = schema.table(staged.row.table);
  const key = written.key ?? (isNew(staged.row) ? stagedKey(table, staged) : staged.row.key);
  if (key === null) return;
  one.row = { table: staged.row.table, key };
  if (one.edit.op !== "set") return;
  const { column } = one.edit;
  const held = heldAfter(written);
  if (column === rowidColumn(table)) one.base = key[0];
  else if (held.has(column)) one.base = held.get(column);
  // Only what was staged is kept of it; a trigger may have written this one, so the file is asked.
  else if (reach(table)) one.base = undefined;
}
