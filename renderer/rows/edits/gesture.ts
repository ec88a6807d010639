/** A gesture on rows: what it works on, how it fails, and its edits as one step of the session. */
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { RowEdit } from "../../../src-shared/model/session.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import type { PageCache } from "../page-cache.ts";
import type { TableRows } from "../table-rows.ts";

/** What gestures work on. */
export interface GestureContext {
  readonly client: EngineClient;
  /** What main calls the open database by. */
  readonly handle: string;
  readonly rows: TableRows;
  readonly cache: PageCache;
  readonly session: SessionStore;
  /** Why nothing can be edited, as a sentence; null when it can. */
  readonly readOnlyReason: string | null;
}

/** null: it is done (or there was nothing to do). */
export type GestureResult = AppErrorData | null;

/** Runs a gesture whose reads may throw, and gives its failure as data. */
export async function gesture(run: () => Promise<GestureResult>): Promise<GestureResult> {
  try {
    return await run();
  } catch (thrown) {
    return toAppErrorData(thrown);
  }
}

/** Stages edits as one step; null edits are cells that cannot be written. Refuses when nothing is left of them. */
export async function stage(
  context: GestureContext,
  label: string,
  edits: readonly (RowEdit | null)[],
): Promise<GestureResult> {
  const { readOnlyReason, session, rows } = context;
  const good = edits.filter((edit) => edit !== null);
  if (edits.length === 0) return null;
  if (readOnlyReason !== null || good.length === 0) {
    return {
      code: readOnlyReason !== null ? "file.readOnly" : "row.notAddressable",
      message: readOnlyReason ?? "None of these cells can be changed.",
      next: "Computed columns, deleted rows and rows without a key cannot be edited in place; SQL in a console may do it.",
    };
  }
  const outcome = await session.stage(label, good);
  if (!outcome.ok) return outcome.error;
  rows.changed();
  return null;
}
