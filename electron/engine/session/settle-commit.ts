/**
 * A commit whose answer was lost: its intent is in the journal, and only the file knows whether it happened. Decided under
 * the write lock, so that a commit which is still under way in another process is waited for and not guessed.
 */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { SessionDelta } from "../../../src-shared/model/session.ts";
import type { Connections } from "../connection/connections.ts";
import { type Evidence, readMark } from "./commit-marks.ts";
import type { SchemaReader } from "./ground-edit.ts";
import type { Mark } from "./journal/intent.ts";
import { dropIntent, finishIntent, readOpenIntent } from "./journal/intents.ts";
import { checkedKey } from "./row-address.ts";
import type { Session } from "./session.ts";
import { withWriteLock } from "./write-lock.ts";

export interface Settled {
  /** What it turned out to be, as a sentence. */
  readonly notice: string;
  /** What that changed in the session; null when everything is still staged. */
  readonly delta: SessionDelta | null;
}

/** Settles an open intent; null when there is none. Throws `file.locked` while another program holds the write lock. */
export function settleCommit(connections: Connections, schema: SchemaReader, session: Session): Settled | null {
  if (!readOpenIntent(session.journal.connection)) return null;
  return withWriteLock(connections, (connection) => {
    // Read again: the process that was committing may have finished while we waited.
    const intent = readOpenIntent(session.journal.connection);
    if (!intent) return null;
    session.follow();
    const verdict = judge(
      intent.marks.flatMap((mark) => {
        const table = tableOf(session, schema, mark);
        const evidence = table && readMark(connection, mark, table);
        return evidence ? [evidence] : [];
      }),
    );
    if (verdict === true) {
      const delta = session.committed((position) => finishIntent(session.journal.connection, intent.id, position));
      return { notice: "Your last commit was written, although it was cut off before it could say so.", delta };
    }
    session.journal.transaction(() => dropIntent(session.journal.connection, intent.id));
    return { notice: verdict === false ? NOT_DONE : UNKNOWN, delta: null };
  });
}

const NOT_DONE =
  "Your last commit was cut off before it was written; nothing of it is in the file, and everything is still staged.";
const UNKNOWN =
  "Your last commit was cut off, and the file has changed so much since that nobody can tell whether it was written; everything is still staged, so compare before you commit again.";

/** Cells weigh more than the mere absence of a row, which another program can bring about as well. */
function judge(evidence: readonly Evidence[]): boolean | null {
  for (const strong of [true, false]) {
    const votes = evidence.filter((e) => e.strong === strong);
    const done = votes.filter((e) => e.done).length;
    if (done * 2 !== votes.length) return done * 2 > votes.length;
  }
  return null;
}

/** The table of a mark's row as it is now; undefined when it is gone or addressed otherwise, so that it tells nothing. */
function tableOf(session: Session, schema: SchemaReader, mark: Mark) {
  const entry = session.entry(mark.id);
  if (!entry) return undefined;
  try {
    const table = schema.table(entry.staged.row.table);
    checkedKey(table, [...mark.key]);
    const known = new Set(table.columns.map((column) => column.name));
    return mark.cells.every((cell) => known.has(cell.column)) ? table : undefined;
  } catch (thrown) {
    // A table that was dropped since is no reason to keep the session shut.
    if (thrown instanceof AppError && ["object.missing", "row.notAddressable"].includes(thrown.data.code))
      return undefined;
    throw thrown;
  }
}
