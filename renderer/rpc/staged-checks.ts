/**
 * Keeps `problems` of a session up to date: rules that its staged rows would break are asked for after each gesture, in one
 * question. Nothing waits for the answer, and a question that does not end is given up.
 */
import type { Problem } from "../../src-shared/model/checks.ts";
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
  let stopped = false;

  function show(problems: readonly Problem[], unchecked: number): void {
    const { index, problems: before } = store.getState();
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
    if (index.size === 0 || index.size > mostRows) return show([], index.size);
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    const endless = setTimeout(() => {
      stop();
      show([], store.getState().index.size);
      stopLane();
    }, patience);
    const outcome = await session.check();
    clearTimeout(endless);
    asking = false;
    if (stopped) return;
    // What could not be looked at (a table that is gone, a locked file) is told by the commit.
    if (outcome.ok) show(outcome.value.problems, outcome.value.unchecked);
    if (again) later();
    again = false;
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
      if ([...now.problems.keys()].some((id) => !now.index.row(id)))
        show([...now.problems.values()].flat(), now.unchecked);
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
