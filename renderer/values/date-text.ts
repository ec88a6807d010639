/**
 * Dates as databases hold them, for a date picker: ISO texts in the forms SQLite knows
 * (https://www.sqlite.org/lang_datefunc.html §2), and Unix seconds in columns that are called like a time. Pure.
 */
import type { Cell, Scalar } from "../../src-shared/model/cell.ts";
import type { MeantColumn } from "../../src-shared/model/models.ts";
import type { Column } from "../../src-shared/model/schema.ts";

export interface PickableDate {
  /** What an <input> of this kind shows: `2026-01-31`, `2026-01-31T23:59:59` or `23:59:59`. */
  readonly kind: "date" | "datetime-local" | "time";
  readonly text: string;
  /** The value in the form it had, with another date. undefined when the text is none. */
  withText(text: string): Scalar | undefined;
  /** What is to be known of it: Unix seconds are in UTC. */
  readonly note: string;
}

const form = /^(\d{4}-\d\d-\d\d)?([T ])?(\d\d:\d\d)(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)?$/;
const dateOnly = /^\d{4}-\d\d-\d\d$/;
const calledTime = /(^|_)(time|date|at|on|timestamp)$|(time|date|stamp)$/i;

const valid = (text: string): boolean => !Number.isNaN(Date.parse(text.length <= 8 ? `2000-01-01T${text}` : text));

type Timed = Pick<Column, "name" | "type"> & MeantColumn;

/** As its type says, or the user in the model editor. */
function isMeantTime({ type, holds }: Timed): boolean {
  return /date|time/i.test(type) || holds === "date" || holds === "datetime" || holds === "unixTime";
}

/** Does this cell hold a time, or its column's name or type say that it will? */
export function holdsTime(cell: Cell | undefined, column: Timed): boolean {
  return pickableDate(cell, column) !== null || calledTime.test(column.name) || isMeantTime(column);
}

/** The date a cell holds; null when it holds none. */
export function pickableDate(cell: Cell | undefined, column: Timed): PickableDate | null {
  if (typeof cell === "string") return ofText(cell);
  if (typeof cell !== "bigint") return null;
  const named = calledTime.test(column.name) || isMeantTime(column);
  // From 1990 to 2100, as seconds: a count or a key is rarely so large and called so.
  if (!named || cell < 631_152_000n || cell > 4_102_444_800n) return null;
  return {
    kind: "datetime-local",
    text: new Date(Number(cell) * 1000).toISOString().slice(0, 19),
    note: "Unix seconds, shown in UTC",
    withText(text) {
      const seconds = Date.parse(`${text}Z`) / 1000;
      return Number.isInteger(seconds) ? BigInt(seconds) : undefined;
    },
  };
}

function ofText(text: string): PickableDate | null {
  if (dateOnly.test(text) && valid(text)) {
    return { kind: "date", text, note: "Date", withText: (next) => (dateOnly.test(next) ? next : undefined) };
  }
  const [, date, separator, minutes = "", seconds = "", fraction = "", zone = ""] = form.exec(text) ?? [];
  if (minutes === "" || (date === undefined) !== (separator === undefined)) return null;
  const clock = `${minutes}${seconds}`;
  const shown = date === undefined ? clock : `${date}T${clock}`;
  if (!valid(shown)) return null;
  return {
    kind: date === undefined ? "time" : "datetime-local",
    text: shown,
    note: zone === "" ? "Date and time without a zone" : zone === "Z" ? "UTC" : `At ${zone} from UTC`,
    withText(next) {
      const [, newDate, , newMinutes, newSeconds = ":00"] = form.exec(next) ?? [];
      if (newMinutes === undefined) return undefined;
      // Seconds stay away where there were none, the fraction and the zone as they were.
      const newClock = `${newMinutes}${seconds === "" && newSeconds === ":00" ? "" : newSeconds}${fraction}${zone}`;
      return date === undefined ? newClock : newDate && `${newDate}${separator}${newClock}`;
    },
  };
}
