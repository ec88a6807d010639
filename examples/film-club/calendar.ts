/** Dates of the sample database: UTC throughout, and no clock is ever read, so that every run gives the same rows. */

const DAY_SECONDS = 86_400;

/** The day the club's books end, as days since 1970-01-01. Nothing in the data is later, except what is planned. */
export const CLUB_TODAY = dayNumber(2026, 6, 30);

/** Days since 1970-01-01 of a calendar date (month 1…12). */
export function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / (DAY_SECONDS * 1000);
}

/** `2024-03-09` */
export function isoDate(day: number): string {
  return new Date(day * DAY_SECONDS * 1000).toISOString().slice(0, 10);
}

/** `2024-03-09 19:30:00`, the form SQLite's own `datetime()` gives. */
export function isoDateTime(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString().slice(0, 19).replace("T", " ");
}

/** Unix epoch seconds of a minute of a day. */
export function epochSeconds(day: number, minute: number): number {
  return day * DAY_SECONDS + minute * 60;
}

/** 0 = Sunday … 6 = Saturday. 1970-01-01 was a Thursday. */
export function weekday(day: number): number {
  return (day + 4) % 7;
}
