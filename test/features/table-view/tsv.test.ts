import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTsv, writeTsv } from "../../../renderer/values/tsv.ts";

const field = fc.string({ unit: fc.constantFrom("a", "é", "🦈", '"', "\t", "\n", "\r", " ", ",") });

describe("tab-separated text", () => {
  it("comes back as it was written", () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 4 })
          .chain((width) =>
            fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
          ),
        (rows) => {
          // One empty field alone is the empty text, which is no row; a last empty row looks like the line break before it.
          fc.pre(rows.at(-1)?.join("") !== "" || (rows.at(-1)?.length ?? 0) > 1);
          expect(readTsv(writeTsv(rows))).toEqual(rows);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each([
    [
      "a\tb\nc\td\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "a\tb\r\nc\td\r\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    ["a\rb", [["a"], ["b"]]],
    ['"two\nlines"\tx', [["two\nlines", "x"]]],
    ['"say ""hi"""', [['say "hi"']]],
    ['12" disk\t"open', [['12" disk', '"open']]],
    ['"half" quoted', [['"half" quoted']]],
    ["\t", [["", ""]]],
    ["", []],
    ["x", [["x"]]],
  ])("reads %j", (text, rows) => {
    expect(readTsv(text)).toEqual(rows);
  });
});
