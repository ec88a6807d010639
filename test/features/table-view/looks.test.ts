/** Values as they are drawn, written and read back. */
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prettyJson } from "../../../renderer/values/pretty-json.ts";
import { fileEnding, pictureType } from "../../../renderer/values/picture-type.ts";
import { hexLines } from "../../../renderer/values/hex-lines.ts";
import { lookOf } from "../../../renderer/values/cell-look.ts";
import { copyFormats } from "../../../renderer/values/copy-formats.ts";
import { rowWords, totalWords } from "../../../renderer/rows-view/table-status.tsx";
import { nextOrder, readFilter, keptFilter } from "../../../renderer/rows/view-state.ts";
import { sameScalar, type Scalar } from "../../../src-shared/model/cell.ts";
import { oneLine } from "../../../src-shared/model/cell-text.ts";

const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constant(null),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.double({ noNaN: true }),
  fc.string({ unit: "binary" }),
  fc.constantFrom("it's", "a\0b", "\0", "''", "line\nline"),
  fc.uint8Array({ maxLength: 20 }),
);

describe("looks", () => {
  const text = { type: "TEXT" };

  it("control characters are signs, and said by name", () => {
    expect(lookOf("a\0b", text)).toEqual({
      text: "a␀b",
      kind: "text",
      hint: "Holds the control character NUL (U+0000, shown as ␀).",
    });
    expect(lookOf("\x7f\x07\0\x1b", text).hint).toBe(
      "Holds the control characters NUL (U+0000, shown as ␀), BEL (U+0007, shown as ␇), ESC (U+001B, shown as ␛), DEL (U+007F, shown as ␡).",
    );
    expect(lookOf("a\tb\r\nc", text).hint).toBeUndefined();
  });

  it.each([
    ["null", "NULL", null],
    ["empty", "", ""],
    ["integer", "5", 5n],
    ["real", "5.0", 5],
    ["real", "-Inf", Number.NEGATIVE_INFINITY],
    ["text", "5", "5"],
    ["text", "two ↵ lines", "two\nlines"],
    ["json", '{"a":1}', '{"a":1}'],
    ["text", "{not json", "{not json"],
    ["blob", "BLOB 11.2 KB", new Uint8Array(11_469)],
    ["text", "abc…", { storage: "text", head: "abc", bytes: 9_000_000 }],
    ["blob", "TEXT 8.6 MB", { storage: "text", head: "", bytes: 9_000_000 }],
    ["damaged", "caf\ufffd", { storage: "text", head: "caf\ufffd", bytes: 4, damaged: true }],
    ["blob", "BLOB 2.0 KB", { storage: "blob", head: new Uint8Array(), bytes: 2000 }],
  ] as const)("%s: %s", (kind, words, cell) => {
    expect(lookOf(cell, text)).toMatchObject({ kind, text: words });
  });

  it("shows 0 and 1 as a check mark only where the column says so", () => {
    expect(lookOf(1n, { type: "BOOLEAN" }).kind).toBe("boolean");
    expect(lookOf(2n, { type: "BOOLEAN" }).kind).toBe("integer");
    expect(lookOf(1n, { type: "INTEGER" }).kind).toBe("integer");
  });

  it("leaves no control character in a line", () => {
    // oxlint-disable-next-line no-control-regex
    fc.assert(fc.property(fc.string({ unit: "binary" }), (t) => !/[\u0000-\u001f\u007f]/.test(oneLine(t))));
  });
});

describe("copy as INSERT", () => {
  it("gives the same values back, in the same storage classes, whatever the names", () => {
    const db = new Database(":memory:");
    db.defaultSafeIntegers(true);
    const name = 'a "table" .x; --';
    const column = "__proto__ ] as y";
    db.exec(`CREATE TABLE "${name.replaceAll('"', '""')}"("${column}")`);
    fc.assert(
      fc.property(fc.array(scalar, { minLength: 1, maxLength: 5 }), (values) => {
        // UTF-8 has no lone surrogates; SQLite would store their replacement.
        fc.pre(values.every((v) => typeof v !== "string" || v.isWellFormed()));
        const quoted = `"${name.replaceAll('"', '""')}"`;
        db.exec(`DELETE FROM ${quoted}`);
        db.exec(copyFormats.insert.write({ table: name, columns: [column], rows: values.map((value) => [value]) }));
        const back = db.prepare(`SELECT * FROM ${quoted} ORDER BY rowid`).raw().all() as Scalar[][];
        expect(back.map(([value], i) => sameScalar(value ?? null, values[i] ?? null))).toEqual(values.map(() => true));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("pretty JSON", () => {
  it("changes only blanks: integers beyond 2^53, repeated names and escapes stay", () => {
    const text = '{"a":9007199254740993,"a":1.10,"s":"x\\u0041, {} : [","e":[],"o":{},"n":[1,[2,null]]}';
    const pretty = prettyJson(text);
    expect(pretty).toContain("9007199254740993");
    expect(pretty).toContain("1.10");
    expect(pretty?.match(/"a"/g)).toHaveLength(2);
    expect(pretty).toContain('"e": []');
    expect(JSON.parse(pretty ?? "")).toEqual(JSON.parse(text));
  });

  it("is the same value for any JSON, and null for anything else", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const pretty = prettyJson(text);
        if (/^\s*[[{]/.test(text)) expect(JSON.parse(pretty ?? "null")).toEqual(JSON.parse(text));
        else expect(pretty).toBeNull();
      }),
    );
    expect(prettyJson("{a: 1}")).toBeNull();
    expect(prettyJson("[1, 2")).toBeNull();
  });
});

describe("bytes", () => {
  it("knows pictures by their first bytes", () => {
    const of = (...bytes: number[]) => new Uint8Array([...bytes, 0, 0, 0, 0]);
    expect(pictureType(of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))).toBe("image/png");
    expect(pictureType(of(0xff, 0xd8, 0xff, 0xe0))).toBe("image/jpeg");
    expect(pictureType(new TextEncoder().encode("GIF89a…"))).toBe("image/gif");
    expect(pictureType(new TextEncoder().encode("RIFF1234WEBPVP8 "))).toBe("image/webp");
    expect(pictureType(new TextEncoder().encode("RIFF1234WAVEfmt "))).toBeNull();
    expect(pictureType(new Uint8Array())).toBeNull();
    expect(fileEnding(of(0xff, 0xd8, 0xff))).toBe("jpg");
    expect(fileEnding(new TextEncoder().encode("%PDF-1.7"))).toBe("pdf");
  });

  it("writes hexadecimal lines", () => {
    const data = new Uint8Array([0, 65, 66, 127, 255, 32, 10, 200, 33]);
    expect(hexLines(data, 4096)).toEqual([
      { offset: "00001000", bytes: "00 41 42 7f ff 20 0a c8", characters: "·AB·· ··" },
      { offset: "00001008", bytes: "21", characters: "!" },
    ]);
  });
});

describe("status and state", () => {
  it("says how sure a number of rows is", () => {
    expect(totalWords({ rows: 3503, quality: "exact" }, undefined)).toBe("3,503 rows");
    expect(totalWords({ rows: 1, quality: "exact" }, undefined)).toBe("1 row");
    expect(totalWords({ rows: 9_999_000, quality: "estimate" }, undefined)).toBe("≈ 9,999,000 rows");
    const whole = { rows: 1400, quality: "exact" } as const;
    expect(totalWords({ rows: 974, quality: "exact" }, whole)).toBe("974 of 1,400 rows");
    expect(totalWords({ rows: 400, quality: "atLeast" }, { ...whole, quality: "estimate" })).toBe(
      "400+ of ≈ 1,400 rows",
    );
    // Not known of how many.
    expect(totalWords({ rows: 1, quality: "exact" }, null)).toBe("1 row shown");
    const waiting = { total: { rows: 0, quality: "atLeast" }, totalKnown: false, error: null } as const;
    expect(rowWords(waiting, undefined)).toBe("counting…");
    const error = { code: "engine.stopped", message: "Stopped.", next: "Read again." } as const;
    expect(rowWords({ ...waiting, error }, undefined)).toBe("not counted");
    expect(rowWords({ ...waiting, error, totalKnown: true }, undefined)).toBe("0+ rows");
  });

  it("sorts up, down, not at all; Shift keeps the other columns", () => {
    let order = nextOrder([], "a", false);
    expect(order).toEqual([{ column: "a", direction: "asc" }]);
    order = nextOrder(order, "b", true);
    order = nextOrder(order, "a", true);
    expect(order).toEqual([
      { column: "a", direction: "desc" },
      { column: "b", direction: "asc" },
    ]);
    expect(nextOrder(order, "a", true)).toEqual([{ column: "b", direction: "asc" }]);
    expect(nextOrder(order, "b", false)).toEqual([{ column: "b", direction: "desc" }]);
  });

  it("keeps filters with their exact values, and leaves out what no longer fits", () => {
    const filter = [
      { column: "a", operator: "=" as const, value: 9007199254740993n },
      { column: "gone", operator: "=" as const, value: "x" },
    ];
    const state = JSON.parse(JSON.stringify({ filter: keptFilter(filter) }));
    expect(readFilter(state, ["a"])).toEqual([filter[0]]);
    expect(readFilter({ filter: [{ column: "a", operator: "drop", value: null }] }, ["a"])).toEqual([]);
  });
});
