/** Display formats: times are SQLite's own, what does not fit stays as it is. */
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DisplayFormat, displayFormatIds, formattedLook } from "../../../renderer/values/display-format.ts";
import { readFormats, withFormat } from "../../../renderer/values/kept-formats.ts";
import { isoTime, timeOf } from "../../../renderer/values/time-of.ts";
import type { Cell } from "../../../src-shared/model/cell.ts";

const text = (cell: Cell, format: DisplayFormat) => formattedLook(cell, format)?.text ?? null;

describe("times", () => {
  const db = new Database(":memory:");
  const sqlite = (sql: string, value: unknown) => db.prepare(`SELECT ${sql}`).pluck().get(value) as string | null;

  it("of Unix seconds are SQLite's from year 1 to 9999", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -62_135_596_800n, max: 253_402_300_799n }), (seconds) => {
        expect(text(seconds, "unix")).toBe(sqlite("datetime(?, 'unixepoch')", seconds));
        expect(text(seconds * 1000n, "unixMs")).toBe(sqlite("datetime(?, 'unixepoch')", seconds));
        expect(text((seconds + 11_644_473_600n) * 1_000_000n, "webkit")).toBe(text(seconds, "unix"));
        expect(text(`${seconds}`, "unix")).toBe(text(seconds, "unix"));
      }),
    );
  });

  it("of Julian days are SQLite's to the millisecond", () => {
    fc.assert(
      fc.property(fc.double({ min: 1_721_426, max: 5_373_484, noNaN: true }), (day) => {
        const own = timeOf(day, "julian") ?? Number.NaN;
        const theirs = Date.parse(`${sqlite("strftime('%Y-%m-%dT%H:%M:%fZ', ?)", day)}`);
        expect(Math.abs(own - theirs)).toBeLessThanOrEqual(1);
      }),
    );
    expect(text(2451545.0, "julian")).toBe("2000-01-01 12:00:00");
  });

  it("of ISO text are SQLite's, in UTC", () => {
    const texts = [
      "2017-07-14",
      "2017-07-14 02:40",
      "2017-07-14T02:40:05",
      "2017-07-14 02:40:05.25",
      "2017-07-14T02:40:05Z",
    ];
    for (const written of [...texts, "2017-07-14 02:40:05+02:00", "2017-07-14 23:40-0130"]) {
      const theirs = sqlite(
        "strftime('%Y-%m-%d %H:%M:%f', ?)",
        written.replace(/(\d\d)(\d\d)$/, (m, h, n) => (written.includes("-0130") ? `${h}:${n}` : m)),
      );
      expect([written, text(written, "isoTime")]).toEqual([written, theirs?.replace(/\.000$/, "")]);
    }
    for (const none of ["2017-13-01", "14.07.2017", "today", ""]) expect(text(none, "isoTime")).toBeNull();
  });

  it("of Apple are seconds since 2001, or nanoseconds where they are that many", () => {
    expect(text(0n, "apple")).toBe("2001-01-01 00:00:00");
    expect(text(694_224_000.5, "apple")).toBe("2023-01-01 00:00:00.500");
    expect(text(694_224_000_000_000_000n, "apple")).toBe("2023-01-01 00:00:00");
  });

  it("outside the calendar are none", () => {
    expect(text(2n ** 62n, "unix")).toBeNull();
    expect(text("soon", "unix")).toBeNull();
    expect(isoTime(Number.NaN)).toBeNull();
  });
});

describe("other formats", () => {
  it.each<[DisplayFormat, Cell, string | null]>([
    ["number", 9007199254740993n, "9,007,199,254,740,993"],
    ["number", -1234567.125, "-1,234,567.125"],
    ["number", 1e21, "1e+21"],
    ["number", "1000", null],
    ["boolean", 1n, "true"],
    ["boolean", "No", "false"],
    ["boolean", 2n, null],
    ["fileSize", 11468n, "11.2 KB"],
    ["fileSize", -1n, null],
    ["hex", 255n, "0xff"],
    ["hex", -1n, "0xffffffffffffffff"],
    ["hex", new Uint8Array([0, 171]), "00ab"],
    ["hex", { storage: "blob", head: new Uint8Array([1]), bytes: 9_000_000 }, "01…"],
    ["hex", "text", null],
    ["uuid", new Uint8Array(16).fill(0xab), "abababab-abab-abab-abab-abababababab"],
    ["uuid", "ABABABABABABABABABABABABABABABAB", "abababab-abab-abab-abab-abababababab"],
    ["uuid", new Uint8Array(15), null],
    ["json", '{ "a" : [1, 12345678901234567890 ], "b c" : "x  y" }', '{"a":[1,12345678901234567890],"b c":"x  y"}'],
    ["json", "{a}", null],
    ["color", "#f80", "#f80"],
    ["color", "red", null],
    ["color", 0xff8800n, "#ff8800"],
  ])("%s of %s", (format, cell, expected) => expect(text(cell, format)).toBe(expected));

  it("leave NULL, empty text and what is not here to the ordinary look", () => {
    for (const format of displayFormatIds) {
      expect(formattedLook(null, format)).toBeNull();
      expect(formattedLook("", format)).toBeNull();
      expect(formattedLook({ storage: "text", head: "x", bytes: 9_000_000 }, format)).toBeNull();
    }
    expect(formattedLook(0x80ff8800n, "color")?.swatch).toBe("#ff880080");
    expect(formattedLook(-1n, "color")?.swatch).toBe("#ffffffff");
  });

  it("are kept by column; what is not known is left out", () => {
    const formats = withFormat(withFormat({}, "a", "unix"), "b", "hex");
    expect(readFormats(JSON.parse(JSON.stringify(formats)))).toEqual({ a: "unix", b: "hex" });
    expect(withFormat(formats, "a", null)).toEqual({ b: "hex" });
    expect(readFormats({ a: "newer", b: 1 })).toEqual({});
    expect(readFormats("x")).toEqual({});
  });
});
