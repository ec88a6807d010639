/** What is known of the next commit before it is tried: what it would meet, counted. */
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { knownConflicts } from "../rpc/open-conflicts.ts";
import type { SessionStore, SessionView } from "../rpc/session-store.ts";
import { formatCount, plural } from "../ui/format.ts";

export interface PendingVerdict {
  /** Staged rows that another program changed since they were edited, or that the last commit found so. */
  readonly conflicts: number;
  /** Staged rows that a rule of the file refuses, and foreign keys that forbid a deletion. */
  readonly wouldFail: number;
}

/** Counts what stands in the way of the next commit. */
export function verdictOf(
  view: Pick<SessionView, "commitError" | "foreseen" | "problems" | "cascade">,
): PendingVerdict {
  return {
    conflicts: knownConflicts(view).length,
    wouldFail: view.problems.size + (view.cascade?.blockers.length ?? 0),
  };
}

/** The same for a view that shows it: rendered again when a count is another. */
export function usePendingVerdict({ store }: SessionStore): PendingVerdict {
  return useStore(store, useShallow(verdictOf));
}

/** "2 conflicts · 1 would fail"; empty when nothing stands in the way. */
export function verdictWords({ conflicts, wouldFail }: PendingVerdict): string {
  const parts = [
    ...(conflicts > 0 ? [plural(conflicts, "conflict")] : []),
    ...(wouldFail > 0 ? [`${formatCount(wouldFail)} would fail`] : []),
  ];
  return parts.join(" · ");
}
