/** A draft over a real file, with the real engine. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { onTestFinished } from "vitest";
import { DraftStore } from "../../../renderer/features/model-editor/draft/draft-store.ts";
import { factsOf } from "../../../renderer/features/model-editor/form/table-facts.ts";
import { WorkspaceStore } from "../../../renderer/rpc/workspace-store.ts";
import { type Model, modelsOf } from "../../../src-shared/model/models.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import { joinEngine } from "../../harness/port-pair.ts";

/** A file made by the SQL, in a folder of its own with its journal. */
export function draftFile(sql: string): { path: string; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), "joinery-draft-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "t.db");
  outside(path, sql);
  return { path, folder };
}

/** Another program. */
export function outside(path: string, sql: string): void {
  const db = new Database(path);
  try {
    db.exec(sql);
  } finally {
    db.close();
  }
}

/** What a query gives, by another program. */
export function rowsOf(path: string, sql: string): unknown[][] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare(sql).raw(true).all() as unknown[][];
  } finally {
    db.close();
  }
}

/** Opens what is kept of a file's draft, as a start of the app does. */
export async function openDraft({ path, folder }: { path: string; folder: string }) {
  const joined = joinEngine({ kind: "file", path, readOnly: false }, folder);
  const workspace = await WorkspaceStore.read(joined.client);
  const draft = new DraftStore(joined.client, workspace);
  await draft.refresh();
  const state = () => draft.store.getState();
  const schema = () => {
    const now = state().schema;
    if (!now) throw new Error("no schema was read");
    return now;
  };
  const table = (name: string): Table => {
    const found = schema().tables.find((t) => t.name === name);
    if (!found) throw new Error(`no table ${name}`);
    return found;
  };
  const close = () => {
    draft.close();
    workspace.close();
    joined.close();
  };
  onTestFinished(close);
  return {
    client: joined.client,
    workspace,
    draft,
    state,
    schema,
    table,
    facts: (name: string) => factsOf(schema(), table(name)),
    models: (): Map<string, Model> => new Map(modelsOf(schema(), state().names).map((m) => [m.table.name, m])),
    close,
  };
}
