/** What is staged and not stored yet: look it over, choose, take parts of it back, see the SQL, settle conflicts. */
import { Code, Ellipsis, History, List, X } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { Menu, MenuItem, MenuTrigger, Popover, Separator } from "react-aria-components";
import { useStore } from "zustand";
import { type ObjectName, objectKey } from "../../../src-shared/model/names.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { RowRef } from "../../../src-shared/model/session.ts";
import { knownConflicts } from "../../rpc/open-conflicts.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import { Button } from "../../ui/button.tsx";
import { type CommandName, runCommand, useCanRun } from "../../ui/command-scope.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { formatCount, plural } from "../../ui/format.ts";
import { CascadeNote } from "./cascade-note.tsx";
import { changesByTable } from "./changes-by-table.ts";
import { ChooseBox } from "./choose-box.tsx";
import { CommitHistory } from "./commit-history.tsx";
import { AllConflicts } from "./conflict-choices.tsx";
import { PreviewSql } from "./preview-sql.tsx";
import { RefusedRows } from "./refused-rows.tsx";
import { TableChangesList } from "./table-changes.tsx";
import styles from "./pending-changes.module.css";

/** The changes row by row, the SQL that a commit would run, or the commits of the past. */
export interface PendingView {
  readonly showing: "changes" | "sql" | "history";
}

export interface PendingChangesProps {
  readonly session: SessionStore;
  readonly schema: DatabaseSchema | undefined;
  /** The column that the user chose rows of a table to be known by (null: none). */
  readonly labelChosen: (table: ObjectName) => string | null | undefined;
  /** Name of the database, for the names of files. */
  readonly database: string;
  /** What is asked for to be shown; another object each time it is asked. */
  readonly view?: PendingView;
  /** Shows a row (and a column of it) in its table. */
  readonly onGoTo: (row: RowRef, column?: string) => void;
  readonly onClose: () => void;
}

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;
const views = [
  ["changes", "Changes", List],
  ["sql", "SQL", Code],
  ["history", "History", History],
] as const;

export function PendingChanges(props: PendingChangesProps): ReactNode {
  const { session, schema, database, view, labelChosen, onGoTo, onClose } = props;
  const { counts, revision, index, commitError, ready, leftOut, refused, problems, unchecked, foreseen } = useStore(
    session.store,
  );
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
  const conflicts = useMemo(
    () => new Map(knownConflicts({ commitError, foreseen }).map((c) => [c.id, c])),
    [commitError, foreseen],
  );
  const faulty = useMemo(() => new Set(commitError?.rows ?? []), [commitError]);
  const list = useRef<HTMLDivElement>(null);
  const failing = commitError !== null;
  // What stands in the way comes first: there it is.
  useEffect(() => {
    if (failing) list.current?.scrollTo({ top: 0 });
  }, [failing]);
  const changes = counts.new + counts.dirty + counts.deleted;
  const chosen = changes - leftOut.size;
  const what = `${plural(changes, "change")} in ${plural(counts.tables, "table")}`;
  return (
    <section className={styles.panel} aria-label="Pending changes" data-testid="pending-changes">
      <header className={styles.bar}>
        {changes > 0 && (
          <ChooseBox
            label="Commit all changes"
            chosen={leftOut.size === 0 ? "all" : chosen === 0 ? "none" : "some"}
            onChoose={(all) =>
              session.choose(
                [...index.rows()].map(({ id }) => id),
                all,
              )
            }
          />
        )}
        <h2>{changes === 0 ? "No pending changes" : leftOut.size > 0 ? `${formatCount(chosen)} of ${what}` : what}</h2>
        {unchecked > 0 && (
          <span className={styles.unchecked} title="The commit looks at all of them; what it refuses is said then">
            {formatCount(unchecked)} not checked
          </span>
        )}
        <div role="group" aria-label="What is shown" className={styles.views}>
          {views.map(([name, label, Icon]) => (
            <Button key={name} look="quiet" aria-pressed={showing === name} onPress={() => setShowing(name)}>
              <Icon {...icon} /> {label}
            </Button>
          ))}
        </div>
        <span className={styles.gap} />
        <MoreMenu />
        <Button look="quiet" square aria-label="Close pending changes" onPress={onClose}>
          <X {...icon} />
        </Button>
      </header>
      {/* It goes with the next change: until then it is true. */}
      {commitError && <ErrorWords look="line" error={commitError} />}
      <RefusedRows rows={refused} onDismiss={() => session.dismissRefused()} />
      {showing === "changes" && <AllConflicts session={session} conflicts={[...conflicts.values()]} />}
      {showing !== "history" && <CascadeNote session={session} />}
      {showing === "history" ? (
        <CommitHistory session={session} onStaged={() => setShowing("changes")} />
      ) : ready && changes === 0 ? (
        <EmptyState title="No pending changes">
          Edits stay here, safe through a restart, until you commit them or roll them back.
        </EmptyState>
      ) : showing === "sql" ? (
        <PreviewSql session={session} database={database} />
      ) : (
        <div className={styles.list} ref={list}>
          {groups.map((group) => (
            <TableChangesList
              key={objectKey(group.table)}
              group={group}
              schema={schema}
              conflicts={conflicts}
              faulty={faulty}
              problems={problems}
              leftOut={leftOut}
              session={session}
              labelChosen={labelChosen}
              onGoTo={onGoTo}
            />
          ))}
        </div>
      )}
    </section>
  );
}

const more = [
  ["session.rollback", "Revert All Changes"],
  ["session.nextChange", "Next Change"],
  ["session.previousChange", "Previous Change"],
  null,
  ["session.exportSql", "Export as SQL…"],
  ["session.exportPatch", "Export as Patch…"],
  ["session.importPatch", "Import Patch…"],
  null,
  ["session.undoLastCommit", "Undo the Last Commit"],
] as const satisfies readonly (readonly [CommandName, string] | null)[];

/** What is needed less often: files, and the last commit. */
function MoreMenu(): ReactNode {
  return (
    <MenuTrigger>
      <Button look="quiet" square aria-label="More actions on pending changes">
        <Ellipsis {...icon} />
      </Button>
      <Popover className="popover" placement="top end">
        <Menu
          className="menu"
          aria-label="Actions on pending changes"
          onAction={(key) => runCommand(String(key) as CommandName)}
        >
          {more.map((entry, i) =>
            entry === null ? (
              // oxlint-disable-next-line react/no-array-index-key -- the list never changes
              <Separator key={i} className="menu-separator" />
            ) : (
              <CommandItem key={entry[0]} command={entry[0]} label={entry[1]} />
            ),
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function CommandItem({ command, label }: { command: CommandName; label: string }): ReactNode {
  const enabled = useCanRun(command);
  return (
    <MenuItem id={command} className="menu-item" textValue={label} isDisabled={!enabled}>
      {label}
    </MenuItem>
  );
}
