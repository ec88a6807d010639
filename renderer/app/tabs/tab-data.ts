/** What a tab shows, as it is kept from one start to the next. */
import type { WorkspaceKey } from "../../rpc/workspace-keys.ts";
import { type ObjectName, objectKey } from "../../../src-shared/model/names.ts";
import { type Renames, renamedObject } from "../../../src-shared/model/renames.ts";

/** A tab of a table. The first of its tabs has no number: workspaces from before there could be several know only that one. */
export interface TableTab {
  readonly kind: "table";
  readonly object: ObjectName;
  /** 2 and more, growing in the order in which the tabs of a table were opened. */
  readonly copy?: number;
}

export type TabData =
  | TableTab
  | { readonly kind: "console"; readonly id: string }
  | { readonly kind: "builder"; readonly id: string }
  | { readonly kind: "model" }
  | { readonly kind: "ddl"; readonly object: ObjectName; readonly what: "table" | "index" | "trigger" };

/** The id of the tab that shows this. */
export function tabId(data: TabData): string {
  if (data.kind === "console" || data.kind === "builder") return contentKey(data);
  if (data.kind === "model") return data.kind;
  const id = `${data.kind}:${objectKey(data.object)}`;
  return data.kind === "table" && data.copy !== undefined ? `${id}:${data.copy}` : id;
}

/** The id of a tab of a table once that has another name; other ids stay. */
export function renamedTabId(renames: Renames, id: string): string {
  const [, kind = "", key = "", copy = ""] = /^(table|ddl):(\[.*\])(:\d+)?$/s.exec(id) ?? [];
  if (kind === "") return id;
  const [schema = "", name = ""] = JSON.parse(key) as string[];
  return `${kind}:${objectKey(renamedObject(renames, { schema, name }))}${copy}`;
}

/** What a tab shows, once tables have other names. */
export function renamedTab(renames: Renames, data: TabData): TabData {
  const isOfTable = data.kind === "table" || (data.kind === "ddl" && data.what === "table");
  return isOfTable ? { ...data, object: renamedObject(renames, data.object) } : data;
}

/** Where a console's text and a builder's query are kept: under the id of their tab. */
export function contentKey({ kind, id }: Extract<TabData, { kind: "console" | "builder" }>): WorkspaceKey {
  return `${kind}:${id}`;
}

/** Is this a tab of that table? */
export function isTabOf(data: TabData, object: ObjectName): data is TableTab {
  return data.kind === "table" && objectKey(data.object) === objectKey(object);
}

/** Can a second tab show the same? */
export function canBeDuplicated({ kind }: TabData): boolean {
  return kind === "table" || kind === "console" || kind === "builder";
}

/** The number of one more tab of a table, beside those that are open or can be had back. */
export function nextCopy(object: ObjectName, taken: Iterable<TabData>): number {
  let last = 1;
  for (const data of taken) if (isTabOf(data, object)) last = Math.max(last, data.copy ?? 1);
  return last + 1;
}

/** Is this what an older or newer Joinery kept for a tab, in a form this one knows? */
export function isTabData(data: unknown): data is TabData {
  const tab = data as Partial<{ kind: string; id: unknown; object: Partial<ObjectName>; copy: unknown }> | null;
  if (tab?.kind === "console" || tab?.kind === "builder") return typeof tab.id === "string";
  if (tab?.kind === "model") return true;
  if (tab?.kind !== "table" && tab?.kind !== "ddl") return false;
  if (tab.copy !== undefined && !(Number.isSafeInteger(tab.copy) && (tab.copy as number) > 1)) return false;
  return typeof tab.object?.schema === "string" && typeof tab.object.name === "string";
}

/** "Query 1", or the first number that no open console has. */
export function freeConsoleTitle(taken: readonly string[]): string {
  for (let number = 1; ; number++) if (!taken.includes(`Query ${number}`)) return `Query ${number}`;
}
