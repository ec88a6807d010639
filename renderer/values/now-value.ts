/** What "now" is in a column: in the form of the value that is there, else as the column's format and type say. */
import type { Cell, Scalar } from "../../src-shared/model/cell.ts";
import type { Column } from "../../src-shared/model/schema.ts";
import type { FilteredColumn } from "../../src-shared/sql/filter-text.ts";
import { pickableDate } from "./date-text.ts";
import type { ColumnFormat } from "./kept-formats.ts";
import { isoTime, timeOf } from "./time-of.ts";

/** Days from noon of 24 November 4714 BC, and the zeros of WebKit and Apple, to 1970; see formats/time-of.ts. */
const julianOfEpoch = 2_440_587.5;
const webkitZero = 11_644_473_600_000;
const appleZero = 978_307_200_000;
const appleNanoseconds = 100_000_000_000n;

/** Formats in which a number is a point in time. */
const counted = ["unix", "unixMs", "julian", "webkit", "apple"] as const satisfies readonly ColumnFormat[];
const isCounted = (format: ColumnFormat | undefined): format is (typeof counted)[number] =>
  counted.some((one) => one === format);

/**
 * The number that a date typed over a column shown as a time means: it is read there as it is typed, `2024-03-01 10:00`.
 * null: no date, or a column that is not shown so.
 */
export function typedTime(
  text: string,
  column: Column,
  before: Cell | undefined,
  format: ColumnFormat | undefined,
): Scalar | null {
  if (!isCounted(format)) return null;
  const time = timeOf(text, "isoTime");
  return time === null ? null : nowValue(new Date(time), column, before, format);
}

/** How numbers of a column that is shown as a time are typed and read over it; undefined for other columns. */
export function timesOf(column: Column, format: ColumnFormat | undefined): FilteredColumn["times"] {
  if (!isCounted(format)) return undefined;
  return {
    read: (text) => typedTime(text, column, null, format),
    write: (value) => {
      const time = timeOf(value, format);
      // Midnight is what a date alone means.
      return time === null ? null : (isoTime(time)?.replace(/ 00:00:00$/, "") ?? null);
    },
  };
}

/** Texts are in UTC, as CURRENT_TIMESTAMP is, except where the value there says its zone. */
export function nowValue(
  now: Date,
  column: Column,
  before: Cell | undefined,
  format: ColumnFormat | undefined,
): Scalar {
  const milliseconds = now.getTime();
  const real = column.affinity === "real";
  const count = (n: number): Scalar => (real ? n : BigInt(Math.floor(n)));
  switch (format) {
    case "unix":
      return count(milliseconds / 1000);
    case "unixMs":
      return count(milliseconds);
    case "julian":
      return milliseconds / 86_400_000 + julianOfEpoch;
    case "webkit":
      return count((milliseconds + webkitZero) * 1000);
    case "apple":
      return isNanoseconds(before)
        ? BigInt(milliseconds - appleZero) * 1_000_000n
        : count((milliseconds - appleZero) / 1000);
    default:
  }
  if (typeof before === "string") {
    const date = pickableDate(before, column);
    if (date) return date.withText(inForm(now, before, date.kind)) ?? timestamp(now);
  }
  if (column.affinity === "integer") {
    // A count that is there in milliseconds goes on so.
    return BigInt(
      typeof before === "bigint" && before > 100_000_000_000n ? milliseconds : Math.floor(milliseconds / 1000),
    );
  }
  if (real) return milliseconds / 86_400_000 + julianOfEpoch;
  if (/time(?!stamp)/i.test(column.type) && !/date/i.test(column.type)) return timestamp(now).slice(11);
  if (/^\s*date\s*$/i.test(column.type)) return timestamp(now).slice(0, 10);
  return timestamp(now);
}

/** Apple's newer programs count nanoseconds; formats/time-of.ts tells them by their size. */
function isNanoseconds(before: Cell | undefined): boolean {
  return typeof before === "bigint" && (before >= appleNanoseconds || before <= -appleNanoseconds);
}

/** As CURRENT_TIMESTAMP writes it: https://www.sqlite.org/lang_createtable.html#dfltval */
function timestamp(now: Date): string {
  return now.toISOString().slice(0, 19).replace("T", " ");
}

/** The text a picker would hold, at the zone that the value says. */
function inForm(now: Date, before: string, kind: "date" | "datetime-local" | "time"): string {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(before) ?? [];
  const offset = hours === undefined ? 0 : (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
  const there = new Date(now.getTime() + offset * 60_000).toISOString();
  if (kind === "date") return there.slice(0, 10);
  return kind === "time" ? there.slice(11, 19) : there.slice(0, 19);
}
