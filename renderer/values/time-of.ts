/** Points in time as databases write them, as milliseconds since 1970 (UTC). */

/** The ways by their ids, with their names. Times are shown in UTC, whatever they were written in. */
export const timeFormats = {
  isoTime: "Time from ISO Text (UTC)",
  unix: "Time from Unix Seconds (UTC)",
  unixMs: "Time from Unix Milliseconds (UTC)",
  julian: "Time from Julian Day (UTC)",
  webkit: "Time from WebKit/Chrome Microseconds (UTC)",
  apple: "Time from Apple Seconds since 2001 (UTC)",
} as const;
export type TimeFormat = keyof typeof timeFormats;

/** Noon of 24 November 4714 BC is Julian day 0. https://www.sqlite.org/lang_datefunc.html */
const julianOfEpoch = 2_440_587.5;
/** Milliseconds from 1601-01-01 (Windows' and WebKit's zero) and from 2001-01-01 (Apple's) to 1970. */
const webkitZero = -11_644_473_600_000;
const appleZero = 978_307_200_000;
/** Apple's newer programs write nanoseconds; seconds reach this number in the year 5138. */
const appleNanoseconds = 1e11;

const isoText = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/;

/** Null when the value is no such time. Text that is a number counts as that number. */
export function timeOf(value: bigint | number | string, format: TimeFormat): number | null {
  if (format === "isoTime") return typeof value === "string" ? ofIsoText(value) : null;
  if (typeof value === "string" && !/^\s*[+-]?\d+(?:\.\d+)?\s*$/.test(value)) return null;
  const number = Number(value);
  switch (format) {
    case "unix":
      return number * 1000;
    case "unixMs":
      return number;
    case "julian":
      // To a millisecond: a double holds no more of a Julian day.
      return Math.round((number - julianOfEpoch) * 86_400_000);
    case "webkit":
      return number / 1000 + webkitZero;
    case "apple":
      return (Math.abs(number) >= appleNanoseconds ? number / 1e6 : number * 1000) + appleZero;
  }
}

function ofIsoText(text: string): number | null {
  const [, date, time = "00:00", seconds = "00", fraction = "0", zone = "Z"] = isoText.exec(text.trim()) ?? [];
  if (date === undefined) return null;
  const colon = zone === "Z" ? zone : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const milliseconds = fraction.slice(0, 3).padEnd(3, "0");
  const parsed = Date.parse(`${date}T${time}:${seconds}.${milliseconds}${colon}`);
  return Number.isNaN(parsed) ? null : parsed;
}

/** `2017-07-14 02:40:00`, with milliseconds where there are some; null outside the years 1 to 9999. */
export function isoTime(milliseconds: number): string | null {
  const date = new Date(milliseconds);
  const year = date.getUTCFullYear();
  if (Number.isNaN(year) || year < 1 || year > 9999) return null;
  const [day, time = ""] = date.toISOString().split("T");
  return `${day} ${time.replace(/(?:\.000)?Z$/, "")}`;
}
