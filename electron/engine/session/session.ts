/**
 * The staged rows of one database and the way through their history. Every change is written to the journal in one
 * transaction before memory follows it, so what was answered is what is on disk.
 */
import type { RowRef, SessionDelta, SessionState, StagedRow } from "../../../src-shared/model/session.ts";
import {
  type Change,
  forgetRedo,
  gestureBefore,
  gesturesAround,
  putStaged,
  readChanges,
  writeGesture,
} from "./journal/gestures.ts";
import { ROLL_BACK } from "./journal/commit-log.ts";
import type { Finished } from "./journal/intents.ts";
import type { Journal } from "./journal/journal.ts";
import { readVersion, writeVersion } from "./journal/versions.ts";
import { StagedSet, type Versioned } from "./staged-set.ts";
import { type Entry, foldEdit, type GroundedEdit, stagedId } from "./unit-of-work.ts";

/** New states of rows, by id; undefined: nothing is staged of it any more. */
export type EntryChanges = ReadonlyMap<string, Entry | undefined>;

type Steps = ReturnType<typeof gesturesAround>;

/** What a page shows may be as old as this many commits. */
const KEPT_COMMITS = 100;

export class Session {
  readonly journal: Journal;
  readonly #rows = new StagedSet();
  /** Commits that this process ended, and the revision each of them led to; oldest first. */
  readonly #commits: { readonly id: number; readonly revision: number }[] = [];
  #revision = -1;

  constructor(journal: Journal) {
    this.journal = journal;
    this.follow();
  }

  /** Staged rows in the order they were staged. */
  entries(): Entry[] {
    return Array.from(this.#rows.all(), (row) => row.entry);
  }

  entry(id: string): Entry | undefined {
    return this.#rows.get(id)?.entry;
  }

  /** The number of a row's staged state in the journal; undefined when nothing is staged of it. */
  version(id: string): number | undefined {
    return this.#rows.get(id)?.version;
  }

  /** The same of all staged rows, in the order they were staged: looking for each of ten thousand ids would take as long as the rest. */
  versions(): number[] {
    return Array.from(this.#rows.all(), (row) => row.version);
  }

  /** The last gesture done; 0: none. */
  get position(): number {
    return Number(this.journal.about("position") ?? 0n);
  }

  /** Tells whether anything changed since it was last asked for. */
  get revision(): number {
    return this.#revision;
  }

  get isEmpty(): boolean {
    return this.#rows.size === 0;
  }

  state(notices: readonly string[]): SessionState {
    return { ...this.#head(this.#steps()), rows: this.entries().map((entry) => entry.staged), notices: [...notices] };
  }

  /** Reads the journal again when another process of ours wrote it; must be called before what is staged is used. */
  follow(): void {
    if (this.#revisionOnDisk() === this.#revision) return;
    const staged = this.journal.connection.query({
      sql: "SELECT id, version FROM staged ORDER BY place",
      parameters: [],
    });
    this.#rows.clear();
    for (const [id, version] of staged.rows) this.#rows.put(id as string, this.#load(Number(version)));
    this.#revision = this.#revisionOnDisk();
  }

  /**
   * Stages the edits of one gesture, all or none. `ground` checks an edit against the schema and the file, `follow` gives what
   * else becomes of other rows by it.
   */
  stage<T>(
    label: string,
    edits: readonly T[],
    ground: (edit: T, staged: (row: RowRef) => Entry | undefined) => GroundedEdit,
    follow: (changes: EntryChanges) => EntryChanges = () => new Map(),
  ): SessionDelta {
    return this.gesture(label, () => {
      const changes = new Map<string, Entry | undefined>();
      const staged = (row: RowRef) => {
        const id = stagedId(row);
        return changes.has(id) ? changes.get(id) : this.entry(id);
      };
      for (const edit of edits) {
        const grounded = ground(edit, staged);
        changes.set(stagedId(grounded.row), foldEdit(staged(grounded.row), grounded));
      }
      for (const [id, entry] of follow(changes)) changes.set(id, entry);
      return changes;
    });
  }

  /** Takes back everything staged, as a gesture. */
  rollback(): SessionDelta {
    return this.gesture(ROLL_BACK, () => new Map(this.entries().map(({ staged }) => [staged.id, undefined])));
  }

  /** Makes the changes that `work` gives one undo step (`tied`: see writeGesture). What changes nothing leaves no step. */
  gesture(
    label: string,
    work: () => EntryChanges,
    tied: (changes: EntryChanges) => boolean = () => false,
  ): SessionDelta {
    return this.#change(() => {
      const steps: { change: Change; row: Versioned | undefined }[] = [];
      const wanted = work();
      for (const [id, entry] of wanted) {
        const before = this.#rows.get(id);
        if (entry === before?.entry) continue;
        const row = entry && { entry, version: writeVersion(this.journal.connection, entry) };
        steps.push({ change: { id, before: before?.version ?? null, after: row?.version ?? null }, row });
      }
      if (steps.length === 0) return null;
      forgetRedo(this.journal.connection, this.position);
      const changes = steps.map((step) => step.change);
      this.journal.setAbout("position", BigInt(writeGesture(this.journal.connection, label, changes, tied(wanted))));
      return new Map(steps.map(({ change, row }) => [change.id, row]));
    });
  }

  undo(): SessionDelta {
    return this.#change(() => {
      const { undo } = gesturesAround(this.journal.connection, this.position);
      if (!undo) return null;
      this.journal.setAbout("position", BigInt(gestureBefore(this.journal.connection, undo.id)));
      return this.#versions(undo.id, "before");
    });
  }

  redo(): SessionDelta {
    return this.#change(() => {
      const { redo } = gesturesAround(this.journal.connection, this.position);
      if (!redo) return null;
      this.journal.setAbout("position", BigInt(redo.id));
      return this.#versions(redo.id, "after");
    });
  }

  /**
   * Rows are staged no more because they were committed; `finish` tells the journal so, in the same transaction, or gives
   * null when another process did that already.
   */
  committed(finish: (position: number) => Finished | null): SessionDelta {
    // Should it be lost, the intent that was written before tells what to look for in the file.
    const { done, steps } = this.journal.lightTransaction(() => {
      this.follow();
      const finished = finish(this.position);
      if (finished) {
        this.journal.setAbout("position", BigInt(finished.position));
        this.journal.setAbout("revision", BigInt(this.#revision + 1));
      }
      return { done: finished, steps: this.#steps() };
    });
    const from = this.#revision;
    if (!done) return this.#delta(from, [], [], steps);
    if (done.ids === null) this.#rows.clear();
    for (const id of done.ids ?? []) this.#rows.put(id, undefined);
    this.#revision++;
    this.#commits.push({ id: done.intent, revision: this.#revision });
    if (this.#commits.length > KEPT_COMMITS) this.#commits.shift();
    return this.#delta(from, [], done.ids === null ? "all" : [...done.ids], steps);
  }

  /** The commits of this process that a page does not know which is at `revision`; oldest first. */
  commitsSince(revision: number): { readonly id: number; readonly revision: number }[] {
    const first = this.#commits.findIndex((commit) => commit.revision > revision);
    return first < 0 ? [] : this.#commits.slice(first);
  }

  /** One durable step: journal first, then memory; nothing is read after it, so that it cannot fail once it is written. `work` gives the rows that change, or null when there is nothing to do. */
  #change(work: () => Map<string, Versioned | undefined> | null): SessionDelta {
    const { changes, steps } = this.journal.transaction(() => {
      this.follow();
      const found = work();
      for (const [id, row] of found ?? []) putStaged(this.journal.connection, id, row?.version ?? null);
      if (found) this.journal.setAbout("revision", BigInt(this.#revision + 1));
      return { changes: found, steps: this.#steps() };
    });
    const from = this.#revision;
    const changed: StagedRow[] = [];
    const removed: string[] = [];
    for (const [id, row] of changes ?? []) {
      this.#rows.put(id, row);
      if (row) changed.push(row.entry.staged);
      else removed.push(id);
    }
    if (changes) this.#revision++;
    return this.#delta(from, changed, removed, steps);
  }

  #delta(from: number, changed: StagedRow[], removed: SessionDelta["removed"], steps: Steps): SessionDelta {
    return { ...this.#head(steps), from, changed, removed };
  }

  /** The rows of a gesture as they were before it or after it. */
  #versions(gesture: number, side: "before" | "after"): Map<string, Versioned | undefined> {
    const rows = new Map<string, Versioned | undefined>();
    for (const change of readChanges(this.journal.connection, gesture)) {
      const version = change[side];
      rows.set(change.id, version === null ? undefined : this.#load(version));
    }
    return rows;
  }

  #load(version: number): Versioned {
    return { version, entry: readVersion(this.journal.connection, version) };
  }

  #revisionOnDisk(): number {
    return Number(this.journal.about("revision") ?? 0n);
  }

  /** What Undo and Redo would do now. */
  #steps(): Steps {
    return gesturesAround(this.journal.connection, this.position);
  }

  #head({ undo, redo }: Steps) {
    return {
      revision: this.#revision,
      counts: this.#rows.counts(),
      undoLabel: undo?.label ?? null,
      redoLabel: redo?.label ?? null,
    };
  }
}
