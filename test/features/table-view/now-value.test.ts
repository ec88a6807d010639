/** "Now" in the form that a column keeps. */
import { expect, it } from "vitest";
import { nowValue, timesOf, typedTime } from "../../../renderer/values/now-value.ts";
import { formatFilterText, parseFilterText } from "../../../src-shared/sql/filter-text.ts";
import type { Column } from "../../../src-shared/model/schema.ts";

const now = new Date("2026-11-28T03:04:05.678Z");
const column = (type: string, affinity: Column["affinity"], name = "x"): Column => ({
  name,
  type,
  affinity,
  notNull: false,
  defaultSql: null,
  primaryKey: 0,
  kind: "ordinary",
  collation: "BINARY",
});

it("is written as the value that is there", () => {
  const text = column("TEXT", "text");
  expect(nowValue(now, text, null, undefined)).toBe("2026-11-28 03:04:05");
  expect(nowValue(now, text, "1999-01-01", undefined)).toBe("2026-11-28");
  expect(nowValue(now, text, "1999-01-01T10:00:00Z", undefined)).toBe("2026-11-28T03:04:05Z");
  expect(nowValue(now, text, "1999-01-01 10:00:00+02:00", undefined)).toBe("2026-11-28 05:04:05+02:00");
  expect(nowValue(now, text, "10:00:00", undefined)).toBe("03:04:05");
});

it("is what a date means that is typed over a number shown as a time; a number stays a number", () => {
  const integer = column("INTEGER", "integer");
  const typed = (text: string, format: Parameters<typeof typedTime>[3], before: bigint | null = null) =>
    typedTime(text, integer, before, format);
  expect(typed("2024-02-29 13:45:01", "unix")).toBe(1709214301n);
  expect(typed("2024-02-29T14:45:01+01:00", "unixMs")).toBe(1709214301000n);
  expect(typed("2024-02-29", "webkit")).toBe(13353638400000000n);
  expect(typed("2024-02-29 13:45:01", "apple")).toBe(730907101n);
  expect(typed("2024-02-29 13:45:01", "apple", 730907100000000000n)).toBe(730907101000000000n);
  expect(typedTime("2000-01-01 12:00", column("REAL", "real"), null, "julian")).toBe(2451545);
  expect(typed("1709214301", "unix")).toBeNull();
  expect(typed("tomorrow", "unix")).toBeNull();
  expect(typed("2024-02-29", undefined)).toBeNull();
  expect(typed("2024-02-29", "isoTime")).toBeNull();
});

it("is read and written as a date over a column shown as a time", () => {
  const seconds = { ...column("INTEGER", "integer"), times: timesOf(column("INTEGER", "integer"), "unix") };
  const julian = { ...column("REAL", "real"), times: timesOf(column("REAL", "real"), "julian") };
  const twice = (text: string, over: typeof seconds) => {
    const condition = parseFilterText(text, over);
    return [condition, condition && formatFilterText(condition, over)];
  };
  expect(twice(">2024-02-29", seconds)).toEqual([{ column: "x", operator: ">", value: 1709164800n }, ">2024-02-29"]);
  expect(twice("2024-02-29 13:45:01~2024-03-01", seconds)).toEqual([
    { column: "x", operator: "between", low: 1709214301n, high: 1709251200n },
    "2024-02-29 13:45:01~2024-03-01",
  ]);
  expect(twice("<2000-01-01 12:00", julian)).toEqual([
    { column: "x", operator: "<", value: 2451545 },
    "<2000-01-01 12:00:00",
  ]);
  // A number that is no time to the second is written as the number it is; a part of a number is still looked for.
  expect(formatFilterText({ column: "x", operator: "=", value: 2451545.123456789 }, julian)).toBe("=2451545.123456789");
  expect(parseFilterText(">=1709164800", seconds)).toEqual({ column: "x", operator: ">=", value: 1709164800n });
  expect(timesOf(column("TEXT", "text"), "isoTime")).toBeUndefined();
});

it("follows the type and the format of the column", () => {
  expect(nowValue(now, column("DATE", "numeric"), null, undefined)).toBe("2026-11-28");
  expect(nowValue(now, column("TIME", "numeric"), null, undefined)).toBe("03:04:05");
  expect(nowValue(now, column("DATETIME", "numeric"), null, undefined)).toBe("2026-11-28 03:04:05");
  expect(nowValue(now, column("INTEGER", "integer"), null, undefined)).toBe(1795835045n);
  expect(nowValue(now, column("INTEGER", "integer"), 1795835045000n, undefined)).toBe(1795835045678n);
  expect(nowValue(now, column("INTEGER", "integer"), null, "unixMs")).toBe(1795835045678n);
  expect(nowValue(now, column("INTEGER", "integer"), null, "apple")).toBe(817527845n);
  expect(nowValue(now, column("INTEGER", "integer"), null, "webkit")).toBe(13440308645678000n);
  expect(nowValue(now, column("REAL", "real"), null, undefined)).toBeCloseTo(2461372.62784, 4);
});
