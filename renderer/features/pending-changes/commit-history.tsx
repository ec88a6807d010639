/** Past commits of this file: when, what, how much, and the way back. */
import { History, Undo2 } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { CommitEntry } from "../../../src-shared/model/commit.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { plural } from "../../ui/format.ts";
import { countWords, whenWords } from "./commit-words.ts";
import styles from "./commit-history.module.css";

const pageSize = 50;
const icon = { size: 13, strokeWidth: 1.5, "aria-hidden": true } as const;

interface CommitHistoryProps {
  readonly session: SessionStore;
  /** A commit was undone: its inverse is staged. */
  readonly onStaged: () => void;
}

export function CommitHistory({ session, onStaged }: CommitHistoryProps): ReactNode {
  const { revision, busy } = useStore(session.store);
  const [commits, setCommits] = useState<readonly CommitEntry[] | null>(null);
  const [more, setMore] = useState(false);
  const [error, setError] = useState<AppErrorData | null>(null);

  const take = (known: readonly CommitEntry[], outcome: Awaited<ReturnType<SessionStore["history"]>>): void => {
    setError(outcome.ok ? null : outcome.error);
    if (!outcome.ok) return;
    setCommits([...known, ...outcome.value.commits]);
    setMore(outcome.value.more);
  };
  // A commit, here or in another window, is a revision of the session too.
  useEffect(() => {
    let given = true;
    void session.history(null, pageSize).then((outcome) => given && take([], outcome));
    return () => {
      given = false;
    };
  }, [session, revision]);

  const showOlder = async (known: readonly CommitEntry[]): Promise<void> =>
    take(known, await session.history(known.at(-1)?.id ?? null, pageSize));
  const undo = async (id: number): Promise<void> => {
    const outcome = await session.undoCommit(id);
    if (outcome.ok) onStaged();
    else setError(outcome.error);
  };

  if (error && !commits) return <ErrorWords error={error} />;
  if (!commits) return null;
  if (commits.length === 0) {
    return (
      <EmptyState icon={<History size={20} strokeWidth={1.5} />} title="No commits yet">
        Commits to this file are listed here, and each can be undone.
      </EmptyState>
    );
  }
  return (
    <div className={styles.history} data-testid="history">
      {error && <ErrorWords look="line" error={error} />}
      <ol>
        {commits.map((commit) => (
          <li key={commit.id} className={styles.commit}>
            <time dateTime={commit.at} title={new Date(commit.at).toLocaleString("en-GB")}>
              {whenWords(commit.at, new Date())}
            </time>
            <div className={styles.what}>
              <span className={styles.label} title={commit.label}>
                {commit.label}
              </span>
              <span className={styles.tables}>{countWords(commit)}</span>
              {commit.notUndoable !== null && <span className={styles.why}>{commit.notUndoable}</span>}
              {commit.others > 0 && commit.notUndoable === null && (
                <span className={styles.why}>
                  {plural(commit.others, "other row was", "other rows were")} changed by triggers or large cascades:
                  undoing does not bring them back.
                </span>
              )}
            </div>
            <Button
              look="quiet"
              isDisabled={commit.notUndoable !== null || busy !== null}
              hint="Stages the exact inverse, to be looked at and committed"
              aria-label={`Undo this commit: ${commit.label}`}
              onPress={() => void undo(commit.id)}
            >
              <Undo2 {...icon} /> Undo This Commit
            </Button>
          </li>
        ))}
      </ol>
      {more && (
        <Button look="quiet" onPress={() => void showOlder(commits)}>
          Show Older
        </Button>
      )}
    </div>
  );
}
