/** The session and workspace rooms on a real file, without the rest of the engine. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { onTestFinished } from "vitest";
import { openConnections } from "../../../electron/engine/connection/connections.ts";
import { openSchemaRoom } from "../../../electron/engine/schema/schema-room.ts";
import { openSessionRoom } from "../../../electron/engine/session/session-room.ts";
import { openWorkspaceRoom } from "../../../electron/engine/session/workspace-room.ts";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import { toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { Cell, Scalar } from "../../../src-shared/model/cell.ts";
import type { DatabaseSource } from "../../../src-shared/model/database.ts";
import type { RowKey } from "../../../src-shared/model/rows.ts";
import type { RowEdit, RowRef, StagedRow } from "../../../src-shared/model/session.ts";
import type { EngineEvent } from "../../../src-shared/rpc/engine-events.ts";

/** A folder that goes away with the test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "joinery-session-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A database file made by a script; `folder` also takes the journal. */
export function makeDatabase(script: string): { path: string; folder: string; sql: typeof ask } {
  const folder = testFolder();
  const path = join(folder, "user.db");
  ask(path, script);
  return { path, folder, sql: ask };
}

/** What another program would see or do: own connection, safe integers, rows as arrays. */
export function ask(path: string, sql: string, ...parameters: unknown[]): Scalar[][] {
  const db = new Database(path);
  try {
    db.defaultSafeIntegers(true);
    const statement = db.prepare(sql);
    if (statement.reader) return statement.raw(true).all(...parameters) as Scalar[][];
    statement.run(...parameters);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof RangeError && /more than one statement/.test(thrown.message))) throw thrown;
    db.exec(sql);
    return [];
  } finally {
    db.close();
  }
}

export interface OpenSession {
  readonly session: ReturnType<typeof openSessionRoom>["handlers"];
  readonly workspace: ReturnType<typeof openWorkspaceRoom>["handlers"];
  readonly connections: ReturnType<typeof openConnections>;
  readonly events: EngineEvent[];
  close(): void;
}

/** Opens the rooms on a file or in memory (null). Closed with the test at the latest. */
export function openSession(path: string | null, journalFolder: string | null, readOnly = false): OpenSession {
  const events: EngineEvent[] = [];
  const source: DatabaseSource = path === null ? { kind: "memory" } : { kind: "file", path, readOnly };
  const options = { source, journalFolder, scratchFolder: tmpdir(), emit: (event: EngineEvent) => events.push(event) };
  const connections = openConnections({ ...options, emit: (event) => void events.push(event) });
  const schema = openSchemaRoom(connections);
  const session = openSessionRoom(connections, schema, { ...options, emit: (event) => void events.push(event) });
  const workspace = openWorkspaceRoom(connections, { ...options, emit: (event) => void events.push(event) });
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    session.close();
    workspace.close();
    connections.close();
  };
  onTestFinished(close);
  return { session: session.handlers, workspace: workspace.handlers, connections, events, close };
}

/** The state now, rows by id. */
export async function staged(open: OpenSession): Promise<StagedRow[]> {
  return (await open.session["session.read"](undefined)).rows;
}

export const row = (name: string, ...key: RowKey): RowRef => ({ table: { schema: "main", name }, key });
export const newRow = (name: string, newId: string): RowRef => ({ table: { schema: "main", name }, newId });

export const set = (ref: RowRef, column: string, value: Scalar, base?: Cell): RowEdit => ({
  op: "set",
  row: ref,
  column,
  value,
  ...(base === undefined ? {} : { base }),
});
export const remove = (ref: RowRef): RowEdit => ({ op: "delete", row: ref });
export const revert = (ref: RowRef, column?: string): RowEdit => ({
  op: "revert",
  row: ref,
  ...(column === undefined ? {} : { column }),
});
export const insert = (name: string, newId: string, values: Record<string, Scalar>): RowEdit => ({
  op: "insert",
  table: { schema: "main", name },
  newId,
  values: Object.entries(values).map(([column, value]) => ({ column, value })),
});

/** Stages edits as one gesture. */
export function stage(open: OpenSession, ...edits: RowEdit[]) {
  return open.session["session.stage"]({ label: "Test", edits });
}

export function commit(open: OpenSession) {
  return open.session["session.commit"]({ only: null });
}

/** The error data of what `work` throws; fails when it does not throw. */
export async function failure(work: () => unknown): Promise<AppErrorData> {
  try {
    await work();
  } catch (thrown) {
    return toAppErrorData(thrown);
  }
  throw new Error("It did not fail");
}
