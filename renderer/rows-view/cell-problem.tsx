/** Why a commit would refuse a cell, where there is room for a sentence. */
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import type { SessionStore } from "../rpc/session-store.ts";
import { problemOf } from "../rows/layers/cell-problems.ts";
import type { ShownRow } from "../rows/cell-owners.ts";
import styles from "./cell-problem.module.css";

/** The sentence, the next step on hover. */
export function CellProblem({
  session,
  shown,
  column,
}: {
  session: SessionStore;
  shown: ShownRow | undefined;
  column: string | undefined;
}): ReactNode {
  useStore(session.store, (state) => state.problems);
  const problem = shown && column !== undefined ? problemOf(session, shown, column) : undefined;
  if (!problem) return null;
  return (
    <span
      className={styles.problem}
      role="status"
      title={`${problem.message} ${problem.next}`}
      data-testid="cell-problem"
    >
      <TriangleAlert size={12} strokeWidth={1.5} aria-hidden /> <span>{problem.message}</span>
    </span>
  );
}
