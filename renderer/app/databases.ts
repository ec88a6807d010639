/** The databases this window has open, and what belongs to each for as long as it is open. */
import { createStore } from "zustand/vanilla";
import type { AppErrorData } from "../../src-shared/errors/app-error.ts";
import { losingText } from "../../src-shared/formats/losing-text.ts";
import type { OpenedDatabase } from "../../src-shared/rpc/shell-contract.ts";
import { type ConsoleLane, openConsoleLane } from "../features/sql-console/console-lane.ts";
import { engineOf, forgetEngine } from "../rpc/engine-ports.ts";
import type { Engine } from "../rpc/queries.ts";
import { openSessionStore, type SessionStore } from "../rpc/session-store.ts";
import { followChecks } from "../rpc/staged-checks.ts";
import { askShell } from "../rpc/shell-client.ts";
import { refusedEditors } from "../ui/open-editors.ts";
import { WorkspaceStore } from "../rpc/workspace-store.ts";

export interface OpenDatabase extends OpenedDatabase {
  readonly engine: Engine;
  readonly session: SessionStore;
  readonly lane: ConsoleLane;
  /** When something of ours besides the session and the console last wrote the file (`Date.now()`). */
  readonly writes: { last: number };
  /** Stops looking for rules that staged rows would break. */
  readonly stopChecks: () => void;
  /** What was kept of its tabs; rejects with an AppError. */
  readonly workspace: Promise<WorkspaceStore>;
}

interface DatabasesState {
  /** False until main said what this window has open. */
  readonly ready: boolean;
  readonly open: readonly OpenDatabase[];
  /** Handle of the one in front. */
  readonly active: string | null;
  /** A failure to open that no question of the page's was about. */
  readonly failure: AppErrorData | null;
}

export const databases = createStore<DatabasesState>(() => ({ ready: false, open: [], active: null, failure: null }));

async function confirmLoss(): Promise<boolean> {
  const button = await askShell("dialog.ask", {
    message: "Stop and roll back the open transaction?",
    detail:
      "The statement does not stop by itself, so its process has to be ended. What the console's transaction has changed since BEGIN is rolled back.",
    buttons: ["Stop and Roll Back", "Keep Running"],
    defaultButton: 1,
    cancelButton: 1,
  });
  return button === 0;
}

async function confirmOutside(sentence: string): Promise<boolean> {
  const button = await askShell("dialog.ask", {
    message: "Run a script that reaches outside the database?",
    detail: `${sentence} Run it only if you know where it comes from.`,
    buttons: ["Run", "Cancel"],
    defaultButton: 1,
    cancelButton: 1,
  });
  return button === 0;
}

async function confirmRollback(name: string): Promise<boolean> {
  const button = await askShell("dialog.ask", {
    message: `Close ${name} and roll back the open transaction?`,
    detail: "A transaction of its console is open: what it has changed is not stored yet, and closing takes it back.",
    buttons: ["Close and Roll Back", "Cancel"],
    defaultButton: 1,
    cancelButton: 1,
  });
  return button === 0;
}

/** Main asks before the window goes while a transaction is open in any of its databases. */
function tellTransactions(): void {
  const open = databases.getState().open.some(({ lane }) => lane.store.getState().transactionOpen);
  void askShell("window.transaction", { open });
}

/** Shows a database main has opened; one that is open already comes to the front. */
export function adopt(opened: OpenedDatabase): void {
  const { open } = databases.getState();
  if (open.some(({ handle }) => handle === opened.handle)) {
    databases.setState({ active: opened.handle, failure: null });
    return;
  }
  const { handle } = opened;
  const client = engineOf(handle);
  const session = openSessionStore(client);
  const workspace = WorkspaceStore.read(client);
  // Whoever waits for it says why it failed; nobody may be waiting yet.
  workspace.catch(() => {});
  const database: OpenDatabase = {
    ...opened,
    engine: { handle, client },
    session,
    stopChecks: followChecks({
      client,
      session,
      stopLane: () => void askShell("engine.stop", { handle, lane: "check" }),
    }),
    writes: { last: 0 },
    lane: openConsoleLane({
      client,
      stopLane: async () => void (await askShell("engine.stop", { handle, lane: "console" })),
      confirmLoss,
      confirmOutside,
    }),
    workspace,
  };
  database.lane.store.subscribe((now, before) => {
    if (now.transactionOpen !== before.transactionOpen) tellTransactions();
  });
  databases.setState({ open: [...open, database], active: handle, failure: null });
}

async function confirmLosingText(name: string, texts: number): Promise<boolean> {
  const button = await askShell("dialog.ask", {
    ...losingText(name, texts),
    defaultButton: 1,
    cancelButton: 1,
  });
  return button === 0;
}

/** Closes a database in this window; what is staged stays in its journal. */
export async function closeDatabase(handle: string): Promise<void> {
  const database = databases.getState().open.find((one) => one.handle === handle);
  if (!database) return;
  const refused = await refusedEditors({ database: handle });
  if (refused.count > 0 && !(await confirmLosingText(database.name, refused.count))) return refused.place?.show();
  await database.session.settled();
  if (database.lane.store.getState().transactionOpen && !(await confirmRollback(database.name))) return;
  await database.workspace.then(
    (workspace) => workspace.flush(),
    () => {},
  );
  // As it is now: others may have been opened or closed while this one was asked about.
  const { open, active } = databases.getState();
  const at = open.indexOf(database);
  if (at < 0) return;
  const rest = open.filter((other) => other !== database);
  const next = rest[Math.min(at, rest.length - 1)]?.handle ?? null;
  databases.setState({ open: rest, active: active === handle ? next : active });
  database.lane.close();
  tellTransactions();
  database.stopChecks();
  database.session.close();
  void database.workspace.then((workspace) => workspace.close()).catch(() => {});
  forgetEngine(handle);
  await askShell("database.close", { handle });
}

/**
 * Before the window goes: what is typed is taken, and what was asked of the session and the workspace is answered. Gives how many
 * texts were refused, and would be lost; the first of them is brought to the front.
 */
export async function settleAll(): Promise<number> {
  const refused = await refusedEditors();
  refused.place?.show();
  await Promise.all(
    databases.getState().open.map(async ({ session, workspace }) => {
      await session.settled();
      await workspace.then(
        (kept) => kept.flush(),
        () => {},
      );
    }),
  );
  return refused.count;
}

/** Brings a database to the front. */
export function activate(handle: string): void {
  databases.setState({ active: handle });
}
