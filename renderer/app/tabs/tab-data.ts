/** What a tab shows, as it is kept from one start to the next. */
import { type ObjectName, objectKey } from "../../../src-shared/model/names.ts";

export type TabData =
  | { readonly kind: "table"; readonly object: ObjectName }
  | { readonly kind: "console"; readonly id: string }
  | { readonly kind: "builder"; readonly id: string }
  | { readonly kind: "model" }
  | { readonly kind: "ddl"; readonly object: ObjectName; readonly what: "table" | "index" | "trigger" };

/** The id of the tab that shows this; a table has at most one, as have the models. */
export function tabId(data: TabData): string {
  if (data.kind === "console" || data.kind === "builder") return `${data.kind}:${data.id}`;
  if (data.kind === "model") return data.kind;
  return `${data.kind}:${objectKey(data.object)}`;
}

/** Is this what an older or newer Joinery kept for a tab, in a form this one knows? */
export function isTabData(data: unknown): data is TabData {
  const tab = data as Partial<{ kind: string; id: unknown; object: Partial<ObjectName>; what: string }> | null;
  if (tab?.kind === "console" || tab?.kind === "builder") return typeof tab.id === "string";
  if (tab?.kind === "model") return true;
  if (tab?.kind !== "table" && tab?.kind !== "ddl") return false;
  return typeof tab.object?.schema === "string" && typeof tab.object.name === "string";
}

/** "Query 1", or the first number that no open console has. */
export function freeConsoleTitle(taken: readonly string[]): string {
  for (let number = 1; ; number++) if (!taken.includes(`Query ${number}`)) return `Query ${number}`;
}
