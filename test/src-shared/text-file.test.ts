/** Text files in any encoding: their bytes become text exactly or not at all, and the bytes again. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toAppErrorData } from "../../src-shared/errors/app-error.ts";
import {
  bytesOfText,
  decodeKeepingBytes,
  decodeTextFile,
  encodeTextFile,
  invalidUtf8At,
  withLineEndsOf,
  writtenEncodings,
} from "../../src-shared/formats/text-file.ts";

const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part)))),
  );
const errorOf = (work: () => unknown) => {
  try {
    work();
  } catch (thrown) {
    return toAppErrorData(thrown);
  }
  throw new Error("It did not fail");
};

describe("decodeTextFile", () => {
  test("reads what a byte order mark says, and UTF-8 without one", () => {
    expect(decodeTextFile(bytes("é"))).toEqual({ text: "é", encoding: "utf-8", bom: false });
    expect(decodeTextFile(bytes([0xef, 0xbb, 0xbf], "é"))).toEqual({ text: "é", encoding: "utf-8", bom: true });
    expect(decodeTextFile(bytes([0xff, 0xfe, 0xe9, 0, 0x3d, 0xd8, 0, 0xde]))).toEqual({
      text: "é😀",
      encoding: "utf-16le",
      bom: true,
    });
    expect(decodeTextFile(bytes([0xfe, 0xff, 0, 0xe9]))).toEqual({ text: "é", encoding: "utf-16be", bom: true });
    expect(decodeTextFile(new Uint8Array()).text).toBe("");
    // A mark inside is a character of the text.
    expect(decodeTextFile(bytes("a\uFEFFb")).text).toBe("a\uFEFFb");
  });

  test("refuses what is no UTF-8, with the place and the encoding it reads like", () => {
    const latin = errorOf(() => decodeTextFile(bytes("select 1;\nselect 'caf", [0xe9], "'")));
    expect(latin.code).toBe("text.encoding");
    expect(latin.message).toBe(
      "The text is not UTF-8: byte 22 is 0xE9, which it cannot be there. It reads like Windows-1252 (Western European).",
    );
    expect(latin.place).toEqual({ statement: 0, offset: 21, line: 2, column: 12 });
    const cyrillic = errorOf(() => decodeTextFile(bytes("select '", [0xcc, 0xee, 0xf1, 0xea, 0xe2, 0xe0], "'")));
    expect(cyrillic.cause).toBe("windows-1251");
    const wide = errorOf(() => decodeTextFile(new Uint8Array(Buffer.from("select 'é' from t", "utf16le"))));
    expect(wide.cause).toBe("utf-16le");
    expect(
      errorOf(() => decodeTextFile(new Uint8Array(Buffer.from("select 1 from t", "utf16le").swap16()))).cause,
    ).toBe("utf-16be");
    // Bytes that are no text in any encoding get no advice of one.
    for (const blob of [
      [0xde, 0xad, 0xbe, 0xef],
      [0xff, 0xfe, 0x00, 0x01, 0x81],
      [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00],
      [0xff, 0xd8, 0xff, 0xe0, 0x10],
    ]) {
      const { cause, message } = errorOf(() => decodeTextFile(bytes("insert into t values ('", blob, "');")));
      expect(cause).toBeUndefined();
      expect(message).toMatch(/which it cannot be there\. It reads like bytes that are no text\.$/);
    }
    const signs = errorOf(() =>
      decodeTextFile(bytes("select '", [0xab], "na", [0xef], "ve", [0xbb, 0x20, 0x97], " 5 ", [0x80], "'")),
    );
    expect(signs.cause).toBe("windows-1252");
    // Half a character, and half a unit.
    expect(errorOf(() => decodeTextFile(bytes([0xff, 0xfe, 0x3d, 0xd8]))).code).toBe("text.encoding");
    expect(errorOf(() => decodeTextFile(bytes([0xff, 0xfe, 0x3d]))).code).toBe("text.encoding");
  });

  test("reads the encoding one names", () => {
    expect(decodeTextFile(bytes([0x80, 0x92, 0xe9]), "Windows-1252").text).toBe("€’é");
    expect(decodeTextFile(bytes([0xe9]), "latin1").text).toBe("é");
    expect(decodeTextFile(bytes([0xcc, 0xee]), "windows-1251").text).toBe("Мо");
    expect(decodeTextFile(new Uint8Array(Buffer.from("é", "utf16le")), "utf-16").text).toBe("é");
    expect(decodeTextFile(bytes([0xfe, 0xff, 0, 0xe9]), "utf-16").text).toBe("é");
    expect(() => decodeTextFile(bytes("a"), "klingon")).toThrow(RangeError);
  });

  test("its tables are those of the standard", () => {
    for (const name of ["windows-1252", "windows-1251"] as const) {
      const all = Uint8Array.from({ length: 256 }, (_, at) => at);
      expect(decodeTextFile(all, name).text).toBe(new TextDecoder(name).decode(all));
      expect(encodeTextFile(decodeTextFile(all, name).text, name, false)).toEqual(all);
    }
  });
});

const anyText = fc
  .array(fc.oneof(fc.nat(0x2fff), fc.constantFrom(0x1f600, 0xfeff, 0xfffd, 0x10ffff)), { maxLength: 20 })
  .map((codes) => String.fromCodePoint(...codes));

test("any text comes back as the bytes it was", () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom(...writtenEncodings), fc.boolean(), (text, encoding, bom) => {
      if (encoding.startsWith("windows")) {
        const all = [...text].map((character) => (character.codePointAt(0) ?? 0) & 0xff);
        const single = decodeTextFile(Uint8Array.from(all), encoding);
        expect([...encodeTextFile(single.text, encoding, false)]).toEqual(all);
        return;
      }
      const file = encodeTextFile(text, encoding, bom);
      const read = decodeTextFile(file, encoding);
      // A text may begin with the character that a mark is.
      const marked = bom || text.startsWith("\uFEFF");
      expect(read).toEqual({ text: bom ? text : text.replace(/^\uFEFF/, ""), encoding, bom: marked });
      expect(encodeTextFile(read.text, encoding, read.bom)).toEqual(file);
    }),
  );
});

test("any bytes are kept", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(255), fc.constantFrom(0xe2, 0x82, 0xac, 0xf0, 0x9f, 0xed, 0xa0))), (list) => {
      const file = Uint8Array.from(list);
      const text = decodeKeepingBytes(file);
      const skipped = list[0] === 0xef && list[1] === 0xbb && list[2] === 0xbf ? 3 : 0;
      expect([...bytesOfText(text)]).toEqual(list.slice(skipped));
      const valid = Buffer.from(Buffer.from(file).toString("utf8")).equals(Buffer.from(file));
      expect(invalidUtf8At(file, 0) === null).toBe(valid);
    }),
    { numRuns: 500 },
  );
});

test("what an encoding does not have is refused with its place", () => {
  const error = errorOf(() => encodeTextFile("a\nb → c", "windows-1252", false));
  expect(error.message).toBe("Line 2 holds “→” (U+2192), which Windows-1252 (Western European) does not have.");
  expect(errorOf(() => encodeTextFile("a\ud800", "utf-8", false)).message).toBe(
    "Line 1 holds half a character (U+D800), which no file can hold.",
  );
});

test("line ends stay those of the file", () => {
  expect(withLineEndsOf("a\nb\nc", "a\r\nb\r\nx")).toBe("a\r\nb\r\nc");
  expect(withLineEndsOf("a\nnew\nb\n", "a\nb\r\n")).toBe("a\nnew\nb\r\n");
  expect(withLineEndsOf("a\n1\n2\nz\n", "a\r\nb\r\nz\n")).toBe("a\r\n1\r\n2\r\nz\n");
  expect(withLineEndsOf("a\nb", "")).toBe("a\nb");
  expect(withLineEndsOf("a\nb", "x\ry\rz")).toBe("a\rb");
  const same = "a\r\nb\nc\r\r\n\n";
  expect(withLineEndsOf(same.replace(/\r\n|\r/g, "\n"), same)).toBe(same);
});
