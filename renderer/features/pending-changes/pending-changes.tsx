/** What is staged and not stored yet: look it over, take parts of it back, see the SQL, settle conflicts. */
import { Code, List, X } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { useStore } from "zustand";
import { objectKey } from "../../../src-shared/model/names.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { RowRef } from "../../../src-shared/model/session.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { plural } from "../../ui/format.ts";
import { changesByTable } from "./changes-by-table.ts";
import { PreviewSql } from "./preview-sql.tsx";
import { TableChangesList } from "./table-changes.tsx";
import styles from "./pending-changes.module.css";

/** The changes row by row, or the SQL that a commit would run. */
export interface PendingView {
  readonly showing: "changes" | "sql";
}

export interface PendingChangesProps {
  readonly session: SessionStore;
  readonly schema: DatabaseSchema | undefined;
  /** What is asked for to be shown; another object each time it is asked. */
  readonly view?: PendingView;
  /** Shows a row (and a column of it) in its table. */
  readonly onGoTo: (row: RowRef, column?: string) => void;
  readonly onClose: () => void;
}

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

export function PendingChanges({ session, schema, view, onGoTo, onClose }: PendingChangesProps): ReactNode {
  const { counts, revision, index, commitError, ready } = useStore(session.store);
  const [showing, setShowing] = useState(view?.showing ?? "changes");
  const [askedView, setAskedView] = useState(view);
  if (askedView !== view) {
    setAskedView(view);
    if (view) setShowing(view.showing);
  }
  const [shownError, setShownError] = useState(commitError);
  if (shownError !== commitError) {
    // Where a commit failed is shown at its rows.
    setShownError(commitError);
    if (commitError) setShowing("changes");
  }
  // The index is changed in place: `revision` says when.
  // oxlint-disable-next-line react/exhaustive-deps
  const groups = useMemo(() => changesByTable(index.rows()), [index, revision]);
  // oxlint-disable-next-line react/exhaustive-deps -- conflicts belong to the error
  const conflicts = useMemo(() => new Map(session.conflicts().map((c) => [c.id, c])), [session, commitError]);
  const faulty = useMemo(() => new Set(commitError?.rows ?? []), [commitError]);
  const changes = counts.new + counts.dirty + counts.deleted;
  return (
    <section className={styles.panel} aria-label="Pending changes" data-testid="pending-changes">
      <header className={styles.bar}>
        <h2>
          {changes === 0 ? "No pending changes" : `${plural(changes, "change")} in ${plural(counts.tables, "table")}`}
        </h2>
        <Button look="quiet" aria-pressed={showing === "changes"} onPress={() => setShowing("changes")}>
          <List {...icon} /> Changes
        </Button>
        <Button look="quiet" aria-pressed={showing === "sql"} onPress={() => setShowing("sql")}>
          <Code {...icon} /> SQL
        </Button>
        <span className={styles.gap} />
        <Button look="quiet" square aria-label="Close pending changes" onPress={onClose}>
          <X {...icon} />
        </Button>
      </header>
      {/* It goes with the next change: until then it is true. */}
      {commitError && <ErrorWords look="line" error={commitError} />}
      {ready && changes === 0 ? (
        <EmptyState title="Nothing is waiting to be stored">
          Edits stay here, safe through a restart, until you commit them or roll them back.
        </EmptyState>
      ) : showing === "sql" ? (
        <PreviewSql session={session} />
      ) : (
        <div className={styles.list}>
          {groups.map((group) => (
            <TableChangesList
              key={objectKey(group.table)}
              group={group}
              schema={schema}
              conflicts={conflicts}
              faulty={faulty}
              session={session}
              onGoTo={onGoTo}
            />
          ))}
        </div>
      )}
    </section>
  );
}
