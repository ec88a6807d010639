import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csv } from "../../src-shared/formats/csv.ts";
import { realText } from "../../src-shared/model/cell-text.ts";
import { distinctNames, ndjson } from "../../src-shared/formats/json.ts";
import { displayWidth, fitWidth, visibleText } from "../../src-shared/formats/visible-text.ts";
import type { Scalar } from "../../src-shared/model/cell.ts";

const scalar = fc.oneof(
  fc.constant(null),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.double({ noNaN: true }),
  fc.string({ unit: fc.constantFrom("a", '"', ",", "\r", "\n", "é", "😀", "\0", "\\", "'") }),
  fc.uint8Array({ maxLength: 8 }),
) as fc.Arbitrary<Scalar>;

/** A value back from what `json` makes of it. */
function fromJson(value: unknown): unknown {
  const tagged = value as Record<string, string> | null;
  if (typeof value !== "object" || tagged === null) return value;
  if (tagged.$integer !== undefined) return BigInt(tagged.$integer);
  if (tagged.$real !== undefined) return Number(tagged.$real);
  return Uint8Array.from(tagged.$blob?.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

describe("JSON", () => {
  test("gives every value back", () => {
    fc.assert(
      fc.property(fc.array(scalar, { minLength: 1, maxLength: 5 }), (row) => {
        const format = ndjson();
        format.begin(
          row.map((_, i) => `c${i}`),
          [],
          true,
        );
        const values = Object.values(JSON.parse(format.row(row)) as object).map(fromJson);
        const numbers = row.map((value) =>
          typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value,
        );
        expect(values).toEqual(numbers);
      }),
    );
  });

  test("names become distinct, and stay as they are where they can", () => {
    expect(distinctNames(["a", "a", "a_2", "a", "", ""])).toEqual(["a", "a_3", "a_2", "a_4", "", "_2"]);
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "a_2", "a_3", "b", "")), (names) => {
        expect(new Set(distinctNames(names)).size).toBe(names.length);
      }),
    );
  });
});

test("CSV records can be read back by the rules of RFC 4180", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom("a", '"', ",", "\r", "\n", " ") }), { minLength: 1 }),
      (row) => {
        const record = csv.row(row);
        expect(record.endsWith("\r\n")).toBe(true);
        const fields = [...record.slice(0, -2).matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)];
        expect(
          fields.map(([, quoted, plain]) => (quoted === undefined ? plain : quoted.replaceAll('""', '"'))),
        ).toEqual(row);
      },
    ),
  );
});

test("reals read back as the same REAL", () => {
  expect([1, -0, 0.1, 1e21, 5e-324, -1e20].map(realText)).toEqual([
    "1.0",
    "-0.0",
    "0.1",
    "1e+21",
    "5e-324",
    "-100000000000000000000.0",
  ]);
});

describe("text for a terminal", () => {
  test("has no control characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(visibleText(text)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      }),
    );
  });

  test.each([
    ["abc", 3],
    ["é", 1],
    ["日本", 4],
    ["😀", 2],
    ["👨‍👩‍👧", 2],
    ["", 0],
  ])("%j takes %i columns", (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test("is cut to the width with an ellipsis, never inside a character", () => {
    expect(fitWidth("abcdef", 6)).toBe("abcdef");
    expect(fitWidth("abcdefg", 6)).toBe("abcde…");
    expect(fitWidth("日本語", 5)).toBe("日本…");
    expect(fitWidth("👨‍👩‍👧👨‍👩‍👧", 3)).toBe("👨‍👩‍👧…");
  });
});
