/**
 * The session of one open database as the page holds it: the engine's staged rows, kept up to date by deltas, and the
 * gestures on them. The engine's journal is the truth; this is its mirror, read again whenever a delta does not fit.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { type AppErrorData, toAppErrorData } from "../../src-shared/errors/app-error.ts";
import type { Checks, Problem } from "../../src-shared/model/checks.ts";
import type { Cascade, CommitEntry, StagedMany } from "../../src-shared/model/commit.ts";
import type {
  CommitReport,
  Conflict,
  PlannedStatement,
  RowEdit,
  RowName,
  SessionDelta,
  StagedRow,
} from "../../src-shared/model/session.ts";
import type { EngineClient } from "./engine-client.ts";
import {
  type Choice,
  conflictError,
  conflictsOf,
  followConflicts,
  knownConflicts,
  settleConflicts,
} from "./open-conflicts.ts";
import { StagedIndex } from "./staged-index.ts";

/** What views of the session draw. `index` is changed in place: watch `revision` to know when. */
export interface SessionView {
  /** False until the journal was read for the first time. */
  readonly ready: boolean;
  readonly revision: number;
  readonly counts: { readonly new: number; readonly dirty: number; readonly deleted: number; readonly tables: number };
  readonly undoLabel: string | null;
  readonly redoLabel: string | null;
  readonly index: StagedIndex;
  /** Ids of staged rows that the next commit leaves out; they stay staged. New gestures are in. */
  readonly leftOut: ReadonlySet<string>;
  /** Rules that staged rows would break, by the rows' ids, as far as they were looked at (staged-checks.ts). */
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
  /** Staged rows that were not looked at: they are too many. */
  readonly unchecked: number;
  /** Conflicts that the next commit would meet, as far as they were looked for (staged-checks.ts). */
  readonly foreseen: readonly Conflict[];
  /** What the file's foreign keys will do to rows of others when what is chosen is committed; null: nothing that is known. */
  readonly cascade: Cascade | null;
  /** Rows of the last patch file that could not be staged, each with the reason; until dismissed. */
  readonly refused: StagedMany["leftOut"];
  /** Sentences about what happened while the app was away. */
  readonly notices: readonly string[];
  /** A gesture was made and is not staged yet: there is something to undo and to commit, whatever `counts` says. */
  readonly staging: boolean;
  /** What is being asked of the engine now, for buttons to wait. */
  readonly busy: "commit" | "rollback" | "resolve" | "stageMany" | null;
  /**
   * Why the last commit did not happen, or would not: what a patch file or an undone commit found at once. Gone with the
   * next change of the session, except for conflicts that are not settled yet.
   */
  readonly commitError: AppErrorData | null;
  /** Why the session could not be read or changed. */
  readonly error: AppErrorData | null;
}

/** How one gesture ended. */
export type Outcome<T = undefined> = { ok: true; value: T } | { ok: false; error: AppErrorData };

/** What a commit stored, told before the staged rows go away. */
export interface Committed {
  readonly rows: readonly StagedRow[];
  readonly report: CommitReport;
}

export interface SessionStore {
  readonly store: StoreApi<SessionView>;
  stage(label: string, edits: RowEdit[]): Promise<Outcome>;
  undo(): Promise<Outcome>;
  redo(): Promise<Outcome>;
  rollback(): Promise<Outcome>;
  /** Waits for the gestures that are on their way: after it, `index` has them. */
  settled(): Promise<void>;
  /** Writes what is chosen: everything but `leftOut`. */
  commit(): Promise<Outcome<CommitReport>>;
  /** Puts staged rows into the next commit, or leaves them out. */
  choose(ids: Iterable<string>, chosen: boolean): void;
  /** What staged rows are called, each with the column its table is known by. */
  names(rows: { id: string; label: string | null }[]): Promise<Outcome<(RowName | null)[]>>;
  /** The statements of a commit of what is chosen. */
  preview(): Promise<Outcome<PlannedStatement[]>>;
  /** The same as an SQL script for any program and any copy of the file. */
  script(): Promise<Outcome<string>>;
  /** Rules of the file that what is chosen would break. */
  check(): Promise<Outcome<Checks>>;
  /** What the file's foreign keys will do when what is chosen is committed. */
  cascade(): Promise<Outcome<Cascade>>;
  /** Past commits, newest first; those before `before`. */
  history(before: number | null, limit: number): Promise<Outcome<{ commits: CommitEntry[]; more: boolean }>>;
  /** Stages the inverse of a past commit; what does not fit any more is in `conflicts()` then. */
  undoCommit(commitId: number): Promise<Outcome<StagedMany>>;
  /** What is chosen, as the text of a patch file. */
  exportPatch(): Promise<Outcome<string>>;
  /** Stages a patch file; what does not fit is in `conflicts()` and `refused` then. */
  importPatch(text: string): Promise<Outcome<StagedMany>>;
  resolve(choices: Choice[]): Promise<Outcome>;
  /** Stages what is left behind at another path (`session.leftBehind`). */
  takeOver(id: string): Promise<Outcome>;
  /** Conflicts that are known and not settled yet: those of the last commit, and those that the next one would meet. */
  conflicts(): readonly Conflict[];
  /** Reads the whole session again, for example after its process was restarted. */
  reload(): Promise<void>;
  dismissNotices(): void;
  dismissError(): void;
  dismissRefused(): void;
  /** Calls back when a commit was stored, just before its rows leave the session; gives the function that stops it. */
  onCommitted(listener: (committed: Committed) => void): () => void;
  /** Stops listening to the engine. */
  close(): void;
}

/** What a gesture is to those who wait: `stage` and `step` (undo, redo) are over in milliseconds. */
type Changing = SessionView["busy"] | "stage" | "step";

const nothingStaged = { new: 0, dirty: 0, deleted: 0, tables: 0 };

/** Opens the mirror of a session and reads it. */
export function openSessionStore(client: EngineClient): SessionStore {
  const store = createStore<SessionView>(() => ({
    ready: false,
    revision: -1,
    counts: nothingStaged,
    undoLabel: null,
    redoLabel: null,
    index: new StagedIndex(),
    leftOut: new Set<string>(),
    problems: new Map(),
    unchecked: 0,
    foreseen: [],
    cascade: null,
    refused: [],
    notices: [],
    staging: false,
    busy: null,
    commitError: null,
    error: null,
  }));
  const committedListeners = new Set<(committed: Committed) => void>();
  /** Deltas that came while a commit was under way: its rows may only leave when its report is here. */
  let held: SessionDelta[] | null = null;
  let reading: Promise<void> | null = null;
  /** Gestures that are on their way. A commit waits for them: they were made before it. */
  const underway = new Set<Promise<unknown>>();

  function take(delta: SessionDelta): void {
    const { revision, index, ready, leftOut, commitError, foreseen } = store.getState();
    // Our own answer and the event about it carry the same delta: the second one is old news.
    if (ready && delta.revision <= revision) return;
    if (!ready || delta.from !== revision) {
      void reload();
      return;
    }
    index.apply(delta);
    store.setState({
      revision: delta.revision,
      counts: delta.counts,
      undoLabel: delta.undoLabel,
      redoLabel: delta.redoLabel,
      leftOut: stillStaged(leftOut),
      commitError: conflictError(followConflicts(conflictsOf(commitError), delta), commitError),
      foreseen: foreseen.length === 0 ? foreseen : followConflicts(foreseen, delta),
      error: null,
    });
  }

  /** The same set when all of them are staged still. */
  function stillStaged(ids: ReadonlySet<string>): ReadonlySet<string> {
    const { index } = store.getState();
    const left = [...ids].filter((id) => index.row(id));
    return left.length === ids.size ? ids : new Set(left);
  }

  /** What a commit takes, as the engine asks for it: null for everything. */
  function only(): string[] | null {
    const { index, leftOut } = store.getState();
    if (leftOut.size === 0) return null;
    return [...index.rows()].map(({ id }) => id).filter((id) => !leftOut.has(id));
  }

  async function read(): Promise<void> {
    try {
      const state = await client.ask("session.read", undefined);
      const { index, notices } = store.getState();
      index.reset(state.rows);
      store.setState({
        ready: true,
        revision: state.revision,
        counts: state.counts,
        undoLabel: state.undoLabel,
        redoLabel: state.redoLabel,
        leftOut: stillStaged(store.getState().leftOut),
        notices: [...new Set([...notices, ...state.notices])],
        error: null,
      });
    } catch (thrown) {
      store.setState({ error: toAppErrorData(thrown) });
    }
  }

  function reload(): Promise<void> {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  }

  /** Runs one gesture; a failure is data, and a session whose process went away is read again. */
  async function gesture<T>(busy: SessionView["busy"], run: () => Promise<T>): Promise<Outcome<T>> {
    if (busy) store.setState({ busy });
    try {
      return { ok: true, value: await run() };
    } catch (thrown) {
      const error = toAppErrorData(thrown);
      if (error.code.startsWith("engine.")) void reload();
      return { ok: false, error };
    } finally {
      if (busy) store.setState({ busy: null });
    }
  }

  /** One gesture: what it gives is taken in. */
  async function apply(busy: Changing, ask: () => Promise<SessionDelta>): Promise<Outcome> {
    // Undo and redo take milliseconds and may be asked for in quick succession: nothing waits for them.
    const outcome = await gesture(busy === "stage" || busy === "step" ? null : busy, ask);
    if (!outcome.ok) {
      // An error tells of the answer, not of the journal: whatever it holds is shown. A session whose process is gone is read above.
      if (!outcome.error.code.startsWith("engine.")) await reload();
      // A gesture on cells is answered where it was made; the others have no place of their own.
      if (busy !== "stage") store.setState({ error: outcome.error });
      return outcome;
    }
    take(outcome.value);
    return { ok: true, value: undefined };
  }

  async function change(busy: Changing, ask: () => Promise<SessionDelta>): Promise<Outcome> {
    const whole = apply(busy, ask);
    underway.add(whole);
    store.setState({ staging: true });
    const outcome = await whole;
    underway.delete(whole);
    store.setState({ staging: underway.size > 0 });
    return outcome;
  }

  async function settled(): Promise<void> {
    await Promise.all(underway);
  }

  async function commit(): Promise<Outcome<CommitReport>> {
    await settled();
    const chosen = only();
    const { index, leftOut } = store.getState();
    const rows = [...index.rows()].filter(({ id }) => !leftOut.has(id));
    held = [];
    const outcome = await gesture("commit", () => client.ask("session.commit", { only: chosen }));
    const missed = held ?? [];
    held = null;
    if (outcome.ok) {
      for (const listener of committedListeners) listener({ rows, report: outcome.value });
      take(outcome.value.delta);
      // What stayed is what the next commit is about.
      store.setState({ leftOut: new Set() });
    }
    for (const delta of missed) take(delta);
    if (!outcome.ok) store.setState({ commitError: outcome.error });
    return outcome;
  }

  /** Stages many rows at once; what does not fit is shown like what a commit stumbled over. */
  async function stageMany(ask: () => Promise<StagedMany>): Promise<Outcome<StagedMany>> {
    await settled();
    const outcome = await gesture("stageMany", ask);
    if (!outcome.ok) {
      if (!outcome.error.code.startsWith("engine.")) await reload();
      store.setState({ error: outcome.error });
      return outcome;
    }
    const { delta, conflicts, leftOut } = outcome.value;
    take(delta);
    const known = new Set(conflicts.map(({ id }) => id));
    const open = store.getState().commitError;
    const all = [...conflictsOf(open).filter(({ id }) => !known.has(id)), ...conflicts];
    store.setState({ commitError: conflictError(all, null) ?? open, refused: leftOut });
    return outcome;
  }

  async function resolve(choices: Choice[]): Promise<Outcome> {
    const { commitError: before, foreseen } = store.getState();
    const outcome = await change("resolve", () => client.ask("session.resolve", { choices }));
    if (!outcome.ok) return outcome;
    const { index } = store.getState();
    const left = settleConflicts(conflictsOf(before), choices).filter(({ id }) => index.row(id));
    const unsettled = settleConflicts(foreseen, choices).filter(({ id }) => index.row(id));
    store.setState({ commitError: conflictError(left, before), foreseen: unsettled });
    return outcome;
  }

  const stopListening = client.on("session.changed", (delta) => {
    if (held) held.push(delta);
    else take(delta);
  });
  void reload();

  return {
    store,
    stage: (label, edits) =>
      change("stage", () => client.ask("session.stage", { label, edits, seen: store.getState().revision })),
    undo: () => change("step", () => client.ask("session.undo", undefined)),
    redo: () => change("step", () => client.ask("session.redo", undefined)),
    rollback: () => change("rollback", () => client.ask("session.rollback", undefined)),
    settled,
    commit,
    choose(ids, chosen) {
      const leftOut = new Set(store.getState().leftOut);
      for (const id of ids) {
        if (chosen) leftOut.delete(id);
        else leftOut.add(id);
      }
      store.setState({ leftOut });
    },
    names: (rows) => gesture(null, async () => (await client.ask("session.names", { rows })).names),
    preview: () => gesture(null, () => client.ask("session.preview", { only: only() })),
    script: () => gesture(null, async () => (await client.ask("session.script", { only: only() })).text),
    cascade: () => gesture(null, () => client.ask("session.cascade", { only: only() })),
    check: () => gesture(null, () => client.ask("session.check", { only: only() })),
    history: (before, limit) => gesture(null, () => client.ask("session.history", { before, limit })),
    undoCommit: (commitId) => stageMany(() => client.ask("session.undoCommit", { commitId })),
    exportPatch: () => gesture(null, async () => (await client.ask("session.exportPatch", { only: only() })).text),
    importPatch: (text) => stageMany(() => client.ask("session.importPatch", { text })),
    resolve,
    takeOver: (id) => change("stageMany", () => client.ask("session.takeOver", { id })),
    conflicts: () => knownConflicts(store.getState()),
    reload,
    dismissNotices: () => store.setState({ notices: [] }),
    dismissError: () => store.setState({ error: null, commitError: null }),
    dismissRefused: () => store.setState({ refused: [] }),
    onCommitted(listener) {
      committedListeners.add(listener);
      return () => committedListeners.delete(listener);
    },
    close: stopListening,
  };
}
