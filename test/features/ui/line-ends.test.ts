/** A text that is edited in a field keeps the line ends of what is not edited. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editorText, keepLineEnds, lineEndsOf, placeInText } from "../../../renderer/ui/line-ends.ts";

/** Edits `stored` as a field would: its text has LF only. */
const edit = (stored: string, change: (shown: string) => string, pasted = ""): string =>
  keepLineEnds(stored, change(editorText(stored)), pasted);

describe("line ends of an edited text", () => {
  it("stay as they are stored, each of them", () => {
    expect(edit("a\r\nb", (shown) => `${shown}!`)).toBe("a\r\nb!");
    expect(edit("a\rb", (shown) => `!${shown}`)).toBe("!a\rb");
    expect(edit("a\r\nb\rc\nd\r\n", (shown) => shown.replace("c", "see"))).toBe("a\r\nb\rsee\nd\r\n");
    expect(edit("a\r\nb\rc\nd\r\n", (shown) => shown)).toBe("a\r\nb\rc\nd\r\n");
    expect(edit("one\ntwo", (shown) => `${shown}\nthree`)).toBe("one\ntwo\nthree");
  });

  it("stay where several lines were edited, added and removed in between", () => {
    const stored = "1\r\n2\n3\r4\r\n5\n6\r\n7";
    const shown = (text: string) => text.replace("1", "one").replace("6", "six");
    expect(edit(stored, shown)).toBe("one\r\n2\n3\r4\r\n5\nsix\r\n7");
    expect(edit(stored, (text) => shown(text).replace("3\n", ""))).toBe("one\r\n2\n4\r\n5\nsix\r\n7");
    expect(edit(stored, (text) => shown(text).replace("3", "3\nnew"))).toBe("one\r\n2\n3\rnew\r\n4\r\n5\nsix\r\n7");
    // As many lines as before, and others.
    expect(edit(stored, (text) => shown(text).replace("2\n", "").replace("5", "5\nnew"))).toBe(
      "one\r\n3\r4\r\n5\nnew\r\nsix\r\n7",
    );
  });

  it("are for new lines the prevailing ones of the text, or of what is pasted where it has none", () => {
    expect(edit("a\r\nb", (shown) => `${shown}\nc`)).toBe("a\r\nb\r\nc");
    expect(edit("a\rb\rc\nd", (shown) => `${shown}\ne`)).toBe("a\rb\rc\nd\re");
    expect(edit("one line", (shown) => `${shown}\nc`)).toBe("one line\nc");
    expect(edit("one line", (shown) => `${shown}x\ny`, "x\r\ny")).toBe("one linex\r\ny");
    expect(edit("a\nb", (shown) => `${shown}x\ny`, "x\r\ny")).toBe("a\nbx\ny");
    // All of it is what was pasted.
    expect(edit("a\nb", () => "x\ny\nz", "x\r\ny\rz")).toBe("x\r\ny\rz");
  });

  it("never change anything but line ends, whatever is edited", () => {
    const part = fc.constantFrom("a", "b", "\r\n", "\r", "\n", "\0", "\u2028", "\ufeff", " ", "\t");
    const texts = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(texts, texts, (stored, typed) => {
        const shown = editorText(typed);
        expect(editorText(keepLineEnds(stored, shown))).toBe(shown);
        expect(keepLineEnds(stored, editorText(stored))).toBe(stored);
      }),
    );
    // One edit at one place leaves both sides as they are.
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        expect(keepLineEnds(`${before}#${after}`, editorText(`${before}#!${after}`))).toBe(`${before}#!${after}`);
      }),
    );
  });

  it("are found at their places and by their kinds", () => {
    const stored = "a\r\nb\rc\nd";
    const places = Array.from({ length: editorText(stored).length + 1 }, (_, i) => placeInText(stored, i));
    expect(places).toEqual([0, 1, 3, 4, 5, 6, 7, 8]);
    expect(lineEndsOf("a\nb\r\nc\r\nd\re")).toEqual(["\r\n", "\n", "\r"]);
  });
});
