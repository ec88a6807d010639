/** Which file the staged rows were based on, and rows that were staged for this file under another path. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Connections } from "../connection/connections.ts";
import { openJournalFile, journalPath } from "./journal/journal-file.ts";
import type { Journal } from "./journal/journal.ts";
import {
  emptyJournal,
  isOtherFile,
  knownFile,
  type OtherJournal,
  otherJournals,
  readKnownFile,
} from "./journal/other-journals.ts";
import { readVersion } from "./journal/versions.ts";
import type { Session } from "./session.ts";
import type { Entry } from "./unit-of-work.ts";

/** A sentence when what is staged was based on another file than the one that is open now; null otherwise. */
export function replacedNotice(journal: Journal, { realPath }: Connections): string | null {
  const based = readKnownFile(journal.about("identity"));
  const now = realPath === null ? null : knownFile(realPath);
  if (based === null || now === null || !isOtherFile(based, now)) return null;
  return "The file was replaced by another one since your staged changes were made; each is checked against it when you commit.";
}

/** What is staged for files that are gone from where they were and may be this one; those that surely are come first. */
export function leftBehind(folder: string | null, { realPath }: Connections): OtherJournal[] {
  if (folder === null || realPath === null) return [];
  return otherJournals(folder, realPath, journalPath(folder, realPath))
    .filter((other) => other.rows > 0)
    .sort((a, b) => Number(b.sameFile) - Number(a.sameFile));
}

/**
 * Stages what another journal holds, as one gesture, with the values it was based on; then nothing is staged there any more.
 * A row that is staged here already stays as it is here.
 */
export function takeOver(session: Session, { journal, database }: OtherJournal) {
  const { connection } = openJournalFile(journal, null);
  try {
    const entries: Entry[] = connection
      .query({ sql: "SELECT version FROM staged ORDER BY place", parameters: [] })
      .rows.map(([version]) => readVersion(connection, Number(version)));
    const fresh = entries.filter((entry) => session.entry(entry.staged.id) === undefined);
    const delta = session.gesture(`Take over the changes of ${database.split(/[/\\]/).at(-1)}`, () => {
      return new Map(fresh.map((entry) => [entry.staged.id, entry]));
    });
    try {
      emptyJournal(connection);
    } catch (thrown) {
      // They are staged here by now, which is what must be answered; taking them over again finds them staged.
      if (!(thrown instanceof AppError)) throw thrown;
    }
    return delta;
  } finally {
    connection.close();
  }
}
