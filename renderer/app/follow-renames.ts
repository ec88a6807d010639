/** What the page keeps of tables and columns by their names follows when a change of the schema gives them others, undone ones too. */
import { objectKey, type ObjectName } from "../../src-shared/model/names.ts";
import { type Renames, renamedColumn, renamedObject, renamesOf } from "../../src-shared/model/renames.ts";
import { labelChoicesOf } from "../rows/relations/label-choices.ts";
import { unfoldedRelationsOf } from "../rows/relations/unfolded-relations.ts";
import { type VirtualRelation, virtualRelationsOf } from "../rows/relations/virtual-relations.ts";
import type { TableViewState } from "../rows/view-state.ts";
import type { WorkspaceKey } from "../rpc/workspace-keys.ts";
import type { WorkspaceStore } from "../rpc/workspace-store.ts";
import { renamedView } from "./renamed-view.ts";
import type { Tabs } from "./tabs/tabs.ts";
import type { Visits } from "./tabs/visits.ts";

interface Followed {
  readonly workspace: WorkspaceStore;
  readonly tabs: Tabs;
  readonly visits: Visits;
}

/** Tabs that are open and closed, their filters, orders, formats and places, ways between them, queries, labels, relations. */
export function followRenames({ workspace, tabs, visits }: Followed, renames: Renames): void {
  followViews(workspace, renames);
  followLabels(workspace, renames);
  followRelations(workspace, renames);
  visits.follow(renames);
  tabs.follow(renames);
}

/** Names may be exchanged: all are read before any is written. */
function followViews(workspace: WorkspaceStore, renames: Renames): void {
  const moved = workspace.keys("view:table:").flatMap((key) => {
    const [, name = "", copy = ""] = /^view:table:(\[.*\])(:\d+)?$/s.exec(key) ?? [];
    const object = objectOf(name);
    const renamed = object && renamesOf(renames, object);
    if (!object || !renamed) return [];
    const state = workspace.get<TableViewState>(key as WorkspaceKey);
    const to: WorkspaceKey = `view:table:${objectKey(renamedObject(renames, object))}${copy}`;
    return [{ key: key as WorkspaceKey, to, state: state && renamedView(state, renamed) }];
  });
  for (const { key } of moved) workspace.set(key, undefined);
  for (const { to, state } of moved) workspace.set(to, state);
}

function objectOf(key: string): ObjectName | null {
  try {
    const [schema, name] = JSON.parse(key) as unknown[];
    return typeof schema === "string" && typeof name === "string" ? { schema, name } : null;
  } catch {
    return null;
  }
}

/** The key of an object under its new name. */
function renamedKey(renames: Renames, key: string): string {
  const object = objectOf(key);
  return object ? objectKey(renamedObject(renames, object)) : key;
}

function followLabels(workspace: WorkspaceStore, renames: Renames): void {
  const kept = workspace.get<Record<string, string | null>>("label-columns");
  if (!kept) return;
  const entries = Object.entries(kept).map(([key, column]) => {
    const object = objectOf(key);
    const renamed = object ? renamesOf(renames, object) : undefined;
    return [renamedKey(renames, key), column === null ? null : renamedColumn(renamed, column)];
  });
  workspace.set("label-columns", Object.fromEntries(entries));
  labelChoicesOf(workspace).reread();
}

function followRelations(workspace: WorkspaceStore, renames: Renames): void {
  const virtual = virtualRelationsOf(workspace);
  if (virtual.all.length > 0) {
    const followed = virtual.all.map(({ child, columns, parentTable, parentColumns }): VirtualRelation => {
      const parent = { schema: child.schema, name: parentTable };
      return {
        child: renamedObject(renames, child),
        columns: columns.map((column) => renamedColumn(renamesOf(renames, child), column)),
        parentTable: renamedObject(renames, parent).name,
        parentColumns: parentColumns.map((column) => renamedColumn(renamesOf(renames, parent), column)),
      };
    });
    workspace.set("virtual-relations", followed);
    virtual.reread();
  }
  for (const [key, where] of [
    ["unfolded-relations", "panel"],
    ["unfolded-under-rows", "rows"],
  ] as const) {
    const kept = workspace.get<unknown>(key);
    if (!Array.isArray(kept) || kept.length === 0) continue;
    workspace.set(
      key,
      kept.map((text) => renamedRelationText(renames, String(text))),
    );
    unfoldedRelationsOf(workspace, where).reread();
  }
}

function renamedRelationText(renames: Renames, text: string): string {
  try {
    const [parent, child, columns] = JSON.parse(text) as [string, string, string[]];
    const object = objectOf(child);
    const renamed = object ? renamesOf(renames, object) : undefined;
    return JSON.stringify([
      renamedKey(renames, parent),
      renamedKey(renames, child),
      columns.map((column) => renamedColumn(renamed, column)),
    ]);
  } catch {
    // What another version wrote.
    return text;
  }
}
