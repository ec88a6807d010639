/** Two texts that differ never look alike where they stand beside each other. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { distinctLines, shortLine } from "../../../src-shared/values/distinct-lines.ts";

const pair = (before: string, after: string): string => distinctLines([before, after], 40).join(" → ");

it("shows line ends by their kind", () => {
  expect(pair("a\r\nb", "a\nb")).toBe("a ⟨CR⟩↵ b → a ↵ b");
  expect(pair("a\rb", "a\nb")).toBe("a ⟨CR⟩ b → a ↵ b");
  expect(pair("a\rb", "a\r\nb")).toBe("a ⟨CR⟩ b → a ⟨CR⟩↵ b");
});

it("spells out what cannot be seen, or looks like something else", () => {
  expect(pair("a", "a ")).toBe("a → a·");
  expect(pair("a b", "a\u00a0b")).toBe("a·b → a⟨NBSP⟩b");
  expect(pair("a b", "a  b")).toBe("a b → a ·b");
  expect(pair("a\tb", "a  b")).toBe("a⟨TAB⟩b → a··b");
  expect(pair("ab", "a\u200bb")).toBe("ab → a⟨ZWSP⟩b");
  expect(pair("\ufeffab", "ab")).toBe("⟨BOM⟩ab → ab");
  expect(pair("caf\u00e9", "cafe\u0301")).toBe("caf⟨U+00E9⟩ → cafe⟨U+0301⟩");
  expect(pair("paypal", "p\u0430ypal")).toBe("paypal → p⟨U+0430⟩ypal");
  expect(pair("a\u2028b", "a b")).toBe("a⟨LS⟩b → a·b");
});

it("begins shortly before the first difference of long texts", () => {
  const long = "lorem ipsum dolor sit amet ".repeat(20);
  const [before = "", after = ""] = distinctLines([`${long}1 end`, `${long}2 end`], 40);
  expect(before).toBe("…psum dolor sit amet 1 end");
  expect(after).toBe("…psum dolor sit amet 2 end");
});

it("leaves texts as they are where the difference is seen", () => {
  expect(pair("naïve\nyes", "naïve\nno")).toBe("naïve ↵ yes → naïve ↵ no");
  expect(distinctLines(["same ", "same "], 40)).toEqual(["same ", "same "]);
  expect(shortLine("x".repeat(50), 40)).toBe(`${"x".repeat(40)}…`);
});

it("never gives two lines that look the same, whatever the texts", () => {
  const part = fc.constantFrom(
    "a",
    "b",
    " ",
    "\r",
    "\n",
    "\r\n",
    "\t",
    "\u00a0",
    "\u200b",
    "e\u0301",
    "\u00e9",
    "🙂",
    "\ud83d",
  );
  const texts = fc.array(part, { maxLength: 60 }).map((parts) => parts.join(""));
  const seen = (line: string) => line.normalize("NFC").replaceAll("\u200b", "").replace(/\s+/g, " ").trim();
  fc.assert(
    fc.property(texts, texts, texts, (head, a, b) => {
      const [before = "", after = ""] = distinctLines([head + a, head + b], 40);
      if (a !== b) expect(seen(before)).not.toBe(seen(after));
    }),
    { numRuns: 2000 },
  );
});
