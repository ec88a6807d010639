/** "Now" in the form that a column keeps. */
import { expect, it } from "vitest";
import { nowValue } from "../../../renderer/features/table-view/now-value.ts";
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
