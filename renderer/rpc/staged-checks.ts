/**
 * Keeps what the next commit would be refused for up to date in a session: rules that its staged rows would break, conflicts with
 * what other programs wrote, rows that forbid a deletion. Asked for after each gesture and each change of the file. Nothing waits
 * for the answers, and a question that does not end is given up.
 */
import type { Checks, Problem } from "../../src-shared/model/checks.ts";
import type { EngineClient } from "./engine-client.ts";
import type { SessionStore } from "./session-store.ts";

export interface ChecksSetup {
  readonly client: EngineClient;
  readonly session: SessionStore;
  /** Ends the process that looks (shell `engine.stop`). */
  readonly stopLane: () => void;
  /** Gestures in quick succession are one question, this many milliseconds after the last. */
  readonly pause?: number;
  /** A question that takes longer is given up, and none is asked any more: a CHECK of this file does not end. */
  readonly patience?: number;
}

/** With more staged rows nothing is asked: the commit will tell. */
const mostRows = 10_000;
const none: ReadonlyMap<string, readonly Problem[]> = new Map();

/** Begins to look; gives the function that stops it. */
export function followChecks({ client, session, stopLane, pause = 120, patience = 8000 }: ChecksSetup): () => void {
  const { store } = session;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let asking = false;
  let again = false;
  let counting = false;
  let countAgain = false;
  let stopped = false;

  function show({ problems, unchecked, conflicts }: Checks): void {
    const { index, problems: before, foreseen: known } = store.getState();
    const foreseen = conflicts.filter(({ id }) => index.row(id));
    if (foreseen.length > 0 || known.length > 0) store.setState({ foreseen });
    const byRow = new Map<string, Problem[]>();
    for (const problem of problems) {
      // It may have been taken back while it was looked at.
      if (!index.row(problem.id)) continue;
      byRow.set(problem.id, [...(byRow.get(problem.id) ?? []), problem]);
    }
    const nothing = byRow.size === 0;
    if (nothing && before.size === 0 && store.getState().unchecked === unchecked) return;
    store.setState({ problems: nothing ? none : byRow, unchecked });
  }

  async function look(): Promise<void> {
    timer = null;
    const { index, ready } = store.getState();
    if (!ready || stopped) return;
    void lookAround();
    if (index.size === 0 || index.size > mostRows) return show(nothingFound(index.size));
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    const endless = setTimeout(() => {
      stop();
      show(nothingFound(store.getState().index.size));
      stopLane();
    }, patience);
    const outcome = await session.check();
    clearTimeout(endless);
    asking = false;
    if (stopped) return;
    // What could not be looked at (a table that is gone, a locked file) is told by the commit.
    if (outcome.ok) show(outcome.value);
    if (again) later();
    again = false;
  }

  /** What foreign keys do to rows that nobody edited; only deletions reach them. */
  async function lookAround(): Promise<void> {
    if (counting) {
      countAgain = true;
      return;
    }
    const { index, leftOut, revision } = store.getState();
    const deletes = [...index.rows()].some(({ id, state }) => state === "deleted" && !leftOut.has(id));
    counting = true;
    const outcome = deletes ? await session.cascade() : null;
    counting = false;
    if (countAgain) {
      countAgain = false;
      void lookAround();
    }
    // What cannot be counted now is met by the commit itself. An answer to an older question is none.
    if (stopped || store.getState().revision !== revision || store.getState().leftOut !== leftOut) return;
    const cascade = outcome?.ok ? outcome.value : null;
    if (cascade !== store.getState().cascade) store.setState({ cascade });
  }

  function later(): void {
    if (stopped) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void look(), pause);
  }

  const stops = [
    store.subscribe((now, before) => {
      if (now.revision === before.revision && now.leftOut === before.leftOut) return;
      // What is staged no more breaks nothing.
      if ([...now.problems.keys()].some((id) => !now.index.row(id))) {
        show({ problems: [...now.problems.values()].flat(), unchecked: now.unchecked, conflicts: [...now.foreseen] });
      }
      later();
    }),
    client.on("database.changed", later),
  ];
  function stop(): void {
    stopped = true;
    if (timer !== null) clearTimeout(timer);
    for (const end of stops) end();
  }
  later();
  return stop;
}

function nothingFound(unchecked: number): Checks {
  return { problems: [], conflicts: [], unchecked };
}
