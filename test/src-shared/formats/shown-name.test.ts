import * as fc from "fast-check";
import { expect, test } from "vitest";
import { oneLine } from "../../../src-shared/model/cell-text.ts";
import { shownName, withMarksShown } from "../../../src-shared/formats/shown-name.ts";

test.each([
  ["movies", "movies"],
  ["", "(no name)"],
  ["\u202egpj.exe", "⟨RLO⟩gpj.exe"],
  ["mo\u200bvies", "mo⟨U+200B⟩vies"],
  ["a\u200e\u061c\u2066b", "a⟨LRM⟩⟨ALM⟩⟨LRI⟩b"],
  ["\u200d\u200c", "⟨U+200D⟩⟨U+200C⟩"],
  [" ", "⟨U+0020⟩"],
  ["\u00a0\u3000", "⟨U+00A0⟩⟨U+3000⟩"],
  ["two\r\nlines\tand\u0007bell", "two ↵ lines and⟨U+0007⟩bell"],
  // What people write with is no mark.
  ["👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"],
  ["نام\u200cها", "نام\u200cها"],
  ["שלום عالم", "שלום عالم"],
])("%j is shown as %j", (name, shown) => {
  expect(shownName(name)).toBe(shown);
});

test("a long name is cut, a sentence keeps its lines", () => {
  expect(shownName("x".repeat(300))).toBe(`${"x".repeat(200)}…`);
  expect(withMarksShown("There is no “\u202egpj.exe”.\nCheck it.")).toBe("There is no “⟨RLO⟩gpj.exe”.\nCheck it.");
  expect(oneLine("a\u202eb\nc")).toBe("a⟨RLO⟩b ↵ c");
});

test("no name reorders what stands beside it, and none is invisible", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      const shown = shownName(name);
      expect(shown).not.toMatch(/[\p{Bidi_Control}\p{Cc}]/u);
      expect(shown).toMatch(/[^\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u);
    }),
  );
});
