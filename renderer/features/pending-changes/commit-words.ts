/** A past commit in words. Pure. */
import type { CommitEntry } from "../../../src-shared/model/commit.ts";
import { plural } from "../../ui/format.ts";

/** "movies: 2 added, 1 changed · credits: 4 deleted · 12 more by foreign keys". */
export function countWords(commit: CommitEntry): string {
  const parts = commit.tables.map(({ table, inserted, updated, deleted }) => {
    const counts = [
      [inserted, "added"],
      [updated, "changed"],
      [deleted, "deleted"],
    ] as const;
    const words = counts.filter(([n]) => n > 0).map(([n, word]) => `${n.toLocaleString("en-US")} ${word}`);
    return `${table.schema === "main" ? table.name : `${table.schema}.${table.name}`}: ${words.join(", ")}`;
  });
  if (commit.cascaded > 0) parts.push(`${plural(commit.cascaded, "row")} more by foreign keys`);
  return parts.join(" · ");
}

/** The time of day for today, else the date too, in the system's time zone. */
export function whenWords(at: string, now: Date): string {
  const then = new Date(at);
  const time = then.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  if (then.toDateString() === now.toDateString()) return time;
  const year = then.getFullYear() === now.getFullYear() ? {} : { year: "numeric" as const };
  return `${then.toLocaleDateString("en-GB", { day: "numeric", month: "short", ...year })}, ${time}`;
}
