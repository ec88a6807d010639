/** What tells the tabs of one table apart: their filters, and a number where that is not enough. */
import { objectKey } from "../../../src-shared/model/names.ts";
import type { TabData } from "./tab-data.ts";

interface Titled {
  readonly id: string;
  readonly data: TabData;
}

/**
 * What stands behind the titles of tabs whose table has several, by id. `words` says what their filters are. The tab that
 * was opened first has no number; numbers move up when it is closed, and go when one tab is left.
 */
export function notesOf(tabs: readonly Titled[], words: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const notes = new Map<string, string>();
  const byTable = Map.groupBy(
    tabs.flatMap(({ id, data }) => (data.kind === "table" ? [{ id, object: data.object, copy: data.copy ?? 1 }] : [])),
    ({ object }) => objectKey(object),
  );
  for (const group of byTable.values()) {
    if (group.length < 2) continue;
    const seen = new Map<string, number>();
    for (const { id } of group.toSorted((a, b) => a.copy - b.copy)) {
      const says = words.get(id) ?? "";
      const times = (seen.get(says) ?? 0) + 1;
      seen.set(says, times);
      const note = [says, times > 1 ? `·${times}` : ""].filter(Boolean).join(" ");
      if (note !== "") notes.set(id, note);
    }
  }
  return notes;
}
