/** What a try changed, in words. Pure. */
import type { Tried, TriedTable } from "../../../../src-shared/model/tried.ts";
import { plural } from "../../../ui/format.ts";

/** "3 rows inserted, 1 deleted". */
export function countWords({
  inserted,
  updated,
  deleted,
}: Pick<TriedTable, "inserted" | "updated" | "deleted">): string {
  const parts = (
    [
      [inserted, "inserted"],
      [updated, "updated"],
      [deleted, "deleted"],
    ] as const
  ).filter(([n]) => n > 0);
  return parts
    .map(([n, did], i) => (i === 0 ? `${plural(n, "row")} ${did}` : `${n.toLocaleString("en-GB")} ${did}`))
    .join(", ");
}

/** One sentence about all of it. */
export function summaryWords({ tables, objects, leftOpen }: Tried): string {
  const sum = (of: "inserted" | "updated" | "deleted") => tables.reduce((all, table) => all + table[of], 0);
  const rows = countWords({ inserted: sum("inserted"), updated: sum("updated"), deleted: sum("deleted") });
  const schema = objects.length === 0 ? "" : `${plural(objects.length, "change")} of the schema`;
  const words = [rows, schema].filter((part) => part !== "").join("; ");
  const open = leftOpen ? " It left its transaction open; this is what a COMMIT would store." : "";
  return `${words === "" ? "Nothing is changed" : `Nothing is stored yet: ${words}`}.${open}`;
}

/** "table n made". */
export function objectWords(did: Tried["objects"][number]["did"], type: string, name: string): string {
  return `${type} ${name} ${did}`;
}
