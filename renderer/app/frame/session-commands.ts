/** The commands of a database's session: commit and what comes before it, undo, patch files, the walk through changes. */
import { useEffect, useRef } from "react";
import { toast } from "sonner";
import { useStore } from "zustand";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { cascadeWords, mayCascade } from "../../features/pending-changes/cascade-words.ts";
import { changesByTable, chosenRows } from "../../features/pending-changes/changes-by-table.ts";
import { exportPatch, exportSql, importPatch } from "../../features/pending-changes/export-import.ts";
import type { PendingView } from "../../features/pending-changes/pending-changes.tsx";
import { usePendingVerdict } from "../../rows-view/pending-verdict.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { useCommand } from "../../ui/command-scope.tsx";
import { useIsEditing } from "../../ui/open-editors.ts";
import { plural } from "../../ui/format.ts";
import type { OpenDatabase } from "../databases.ts";
import type { Tabs } from "../tabs/tabs.ts";

interface SessionCommandsSetup {
  readonly database: OpenDatabase;
  readonly tabs: Tabs;
  readonly schema: DatabaseSchema | undefined;
  /** Opens the panel of pending changes on one of its views. */
  readonly onShow: (showing: PendingView["showing"]) => void;
}

/** Milliseconds that the word about a commit stays, with the way back. */
const COMMITTED_SHOWN = 8000;
/** Milliseconds that the word about kept changes stays; rolling back can be undone for as long as one likes. */
const KEPT_SHOWN = 15_000;

export function useSessionCommands({ database, tabs, schema, onShow }: SessionCommandsSetup): void {
  const { session, name } = database;
  const { counts, undoLabel, redoLabel, busy, staging, leftOut } = useStore(session.store);
  const { conflicts, wouldFail } = usePendingVerdict(session);
  const staged = counts.new + counts.dirty + counts.deleted;
  const free = busy === null;
  const some = { enabled: free && staged > 0 };
  const walked = useRef<string | null>(null);
  const asking = useRef(false);

  // A gesture that is on its way counts: Ctrl+S right after Enter means it too.
  useCommand("session.undo", () => void session.undo(), { enabled: free && (staging || undoLabel !== null) });
  useCommand("session.redo", () => void session.redo(), { enabled: free && redoLabel !== null });
  useCommand("session.rollback", () => void session.rollback(), some);
  // So does a conflict that is being settled: the commit waits for it.
  const editing = useIsEditing();
  const committable = (free || busy === "resolve") && (staging || editing || staged > leftOut.size);
  useCommand("session.commit", () => void commit(), { enabled: committable });
  useCommand("session.preview", () => onShow("sql"), { enabled: staged > 0 });
  useCommand("session.problems", () => onShow("changes"), { enabled: conflicts + wouldFail > 0 });
  useCommand("session.history", () => onShow("history"));
  useCommand("session.nextChange", () => walk(1), { enabled: staged > 0 });
  useCommand("session.previousChange", () => walk(-1), { enabled: staged > 0 });
  useCommand("session.undoLastCommit", () => void undoLastCommit(), { enabled: free });
  useCommand("session.exportSql", () => void saved(exportSql(session, name)), some);
  useCommand("session.exportPatch", () => void saved(exportPatch(session, name)), some);
  useCommand("session.importPatch", () => void readPatch(), { enabled: free });

  const { ready } = useStore(session.store);
  const greeted = useRef(false);
  const onShowLatest = useRef(onShow);
  useEffect(() => {
    onShowLatest.current = onShow;
  });
  useEffect(() => {
    if (!ready || greeted.current) return;
    greeted.current = true;
    const kept = session.store.getState().index.size;
    if (kept === 0) return;
    toast(`${plural(kept, "change")} from before ${kept === 1 ? "is" : "are"} staged in ${name}.`, {
      duration: KEPT_SHOWN,
      action: { label: "Show", onClick: () => onShowLatest.current("changes") },
      cancel: { label: "Roll Back", onClick: () => void session.rollback() },
    });
  }, [ready, session, name]);

  async function commit(): Promise<void> {
    // Counting and asking take a while: another Ctrl+S meanwhile means the same commit.
    if (asking.current) return;
    if (database.lane.store.getState().transaction?.holdsLock) {
      // SQLite would only say that the database is locked.
      toast.error(
        "The console has a transaction open: commit it or roll it back first, then commit the pending changes.",
      );
      return;
    }
    await session.settled();
    // The editor that was open held what the file holds.
    if (session.store.getState().index.size === 0) return;
    asking.current = true;
    const may = await rowsElsewhereMayGo().finally(() => (asking.current = false));
    if (!may) return;
    const outcome = await session.commit();
    if (!outcome.ok) {
      // The panel shows which rows, which rule; everything stays staged.
      onShow("changes");
      return;
    }
    const { commitId, inserted, updated, deleted } = outcome.value;
    toast.success(`Committed ${plural(inserted + updated + deleted, "row")}`, {
      duration: COMMITTED_SHOWN,
      // Staged, not written: what it does is looked at like any other change.
      ...(commitId === null ? {} : { action: { label: "Undo", onClick: () => void undoCommit(commitId) } }),
    });
  }

  /** Asks before rows go in tables from which nothing was deleted by hand. Anything else is only shown in the panel. */
  async function rowsElsewhereMayGo(): Promise<boolean> {
    await session.settled();
    const rows = chosenRows(session);
    if (!mayCascade(rows, schema)) return true;
    const cascade = await session.cascade();
    // What cannot be counted now is met by the commit itself.
    if (!cascade.ok) return true;
    const { elsewhere, effects } = cascadeWords(cascade.value, rows);
    if (!elsewhere) return true;
    onShow("changes");
    const many = plural(elsewhere.rows, "row");
    const answer = await askShell("dialog.ask", {
      message: `Committing also deletes ${cascade.value.complete ? "" : "at least "}${many} of ${plural(elsewhere.tables, "other table")}.`,
      detail: effects ?? "",
      buttons: [`Commit and Delete ${many}`, "Cancel"],
      defaultButton: 0,
      cancelButton: 1,
    });
    return answer === 0;
  }

  async function undoLastCommit(): Promise<void> {
    const history = await session.history(null, 1);
    if (!history.ok) return failed(history.error);
    const [last] = history.value.commits;
    if (!last) {
      toast("No commits yet.");
      return;
    }
    if (last.notUndoable !== null) {
      toast.error(last.notUndoable);
      return;
    }
    await undoCommit(last.id);
  }

  /** Stages the inverse of a commit. Why it cannot be undone is said in a bar over the tabs. */
  async function undoCommit(id: number): Promise<void> {
    if ((await session.undoCommit(id)).ok) onShow("changes");
  }

  async function readPatch(): Promise<void> {
    const before = session.store.getState().error;
    const outcome = await importPatch(session);
    if (!outcome.ok) {
      // What the session refused is said over the tabs already.
      if (session.store.getState().error === before) failed(outcome.error);
      return;
    }
    if (!outcome.value) return;
    onShow("changes");
    const { delta, conflicts, leftOut: refused } = outcome.value;
    const parts = [`Staged ${plural(delta.changed.length, "row")}`];
    if (conflicts.length > 0) parts.push(`${conflicts.length} in conflict`);
    if (refused.length > 0) parts.push(`${refused.length} left out`);
    toast(parts.join(", "));
  }

  /** The change after (or before) the one that was shown last, in the order of the panel, round and round. */
  function walk(by: 1 | -1): void {
    const rows = changesByTable(session.store.getState().index.rows()).flatMap((group) => group.rows);
    const at = rows.findIndex((row) => row.id === walked.current);
    const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : (at + by + rows.length) % rows.length];
    if (!next) return;
    walked.current = next.id;
    tabs.goTo(next.row, next.state === "dirty" ? next.values[0]?.column : undefined);
  }
}

async function saved(outcome: ReturnType<typeof exportPatch>): Promise<void> {
  const told = await outcome;
  if (!told.ok) failed(told.error);
  else if (told.value !== null) toast.success(`Saved ${told.value}`);
}

function failed({ message, next }: AppErrorData): void {
  toast.error(message, { description: next });
}
