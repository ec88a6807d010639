/** A past run in words. Pure. */
import type { HistoryEntry } from "../../../../src-shared/model/console-history.ts";
import { formatMilliseconds, plural } from "../../../ui/format.ts";

/** The time of day for today, else the date too, in the system's time zone. */
export function whenRun(at: string, now: Date): string {
  const then = new Date(at);
  const time = then.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (then.toDateString() === now.toDateString()) return time;
  const year = then.getFullYear() === now.getFullYear() ? {} : { year: "numeric" as const };
  return `${then.toLocaleDateString("en-GB", { day: "numeric", month: "short", ...year })}, ${time}`;
}

/** "3 rows · 2 changed · 12 ms", or how else it ended. */
export function outcomeOf({ state, rows, changes, milliseconds }: HistoryEntry): string {
  const time = milliseconds === null ? [] : [formatMilliseconds(milliseconds)];
  if (state === "running") return "running";
  if (state === "lost") return "stopped with its process";
  if (state === "failed" || state === "stopped") return [state, ...time].join(" · ");
  const did = changes === null ? [plural(rows, "row")] : rows > 0 ? [plural(rows, "row")] : [];
  return [...did, ...(changes === null ? [] : [`${plural(changes, "row")} changed`]), ...time].join(" · ");
}

/** The last part of a path. */
export function fileNameOf(path: string | null): string {
  return path === null ? "In-memory" : (path.split(/[\\/]/).at(-1) ?? path);
}
