/**
 * Text files that Joinery did not write: scripts and queries in any encoding. Their bytes become text exactly or not at all; nothing is
 * replaced by U+FFFD without a word. Encoding a text again gives the bytes it came from.
 */
import { AppError } from "../errors/app-error.ts";

/** Every runtime of ours has it, but no library of types that all rooms share. */
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean; ignoreBOM: boolean },
) => { readonly encoding: string; decode(bytes: Uint8Array): string };

/** How a text is stored. The others that `decodeTextFile` reads cannot be written. */
export const writtenEncodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252", "windows-1251"] as const;
export type WrittenEncoding = (typeof writtenEncodings)[number];

export interface TextFile {
  readonly text: string;
  /** A label of the WHATWG Encoding Standard in lower case. */
  readonly encoding: string;
  /** Did it begin with a byte order mark? It is no part of the text. */
  readonly bom: boolean;
}

/** How people call an encoding. */
export const encodingWords: Readonly<Record<WrittenEncoding, string>> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16LE",
  "utf-16be": "UTF-16BE",
  "windows-1252": "Windows-1252 (Western European)",
  "windows-1251": "Windows-1251 (Cyrillic)",
};

/**
 * Bytes 0x80 to 0xFF. Chromium's build of Node leaves such tables out, so TextDecoder is not asked for them; a byte without a
 * character stands for the control character of its number, as in the Encoding Standard.
 * Source: https://encoding.spec.whatwg.org/index-windows-1252.txt, index-windows-1251.txt
 */
const upper = (from: number) => Array.from({ length: 256 - from }, (_, i) => String.fromCharCode(from + i)).join("");
const UPPER: Readonly<Record<"windows-1252" | "windows-1251", string>> = {
  "windows-1252": `€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ${upper(0xa0)}`,
  "windows-1251":
    "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u0098™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя",
};

const BOMS = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
] as const;

/**
 * The text of a file. Without `encoding` it is what its byte order mark says, else UTF-8. Throws an AppError `text.encoding` with the
 * place of the first byte that is not of the encoding and the encoding it may be; a RangeError for an encoding that is not known.
 */
export function decodeTextFile(bytes: Uint8Array, encoding?: string): TextFile {
  const asked = encoding === undefined ? undefined : canonicalEncoding(encoding);
  const marked = BOMS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte));
  const known = asked === "utf-16" ? (marked?.[0] ?? "utf-16le") : (asked ?? marked?.[0] ?? "utf-8");
  const bom = marked?.[0] === known;
  const content = bom ? bytes.subarray(marked[1].length) : bytes;
  if (asked === undefined && !bom) refuseUnmarked(bytes);
  const text = decode(content, known);
  if (text === null) throw notOf(bytes, known, bom ? marked[1].length : 0);
  return { text, encoding: known, bom };
}

/** The encoding a name means, "utf-16" where its byte order is left open. Throws a RangeError for one that is not known. */
export function canonicalEncoding(name: string): string {
  const label = name.trim().toLowerCase();
  if (label === "utf-16" || label === "utf16") return "utf-16";
  return new TextDecoder(label, { fatal: true, ignoreBOM: true }).encoding;
}

/**
 * UTF-8 with every byte that is not kept as U+DC80 to U+DCFF: halves of characters, which no valid text holds. `bytesOfText` gives
 * the bytes back.
 */
export function decodeKeepingBytes(bytes: Uint8Array): string {
  const content = BOMS[0][1].every((byte, at) => bytes[at] === byte) ? bytes.subarray(3) : bytes;
  let text = "";
  for (let from = 0; ; ) {
    const bad = invalidUtf8At(content, from);
    text += utf8(content.subarray(from, bad ?? content.length));
    if (bad === null) return text;
    text += String.fromCharCode(0xdc00 + (content[bad] ?? 0));
    from = bad + 1;
  }
}

/** Is it a byte that `decodeKeepingBytes` kept? */
export const isKeptByte = (unit: number): boolean => unit >= 0xdc80 && unit <= 0xdcff;

/** The bytes of a text of `decodeKeepingBytes`. */
export function bytesOfText(text: string): Uint8Array {
  const bytes = new Bytes(text.length * 3);
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (isKeptByte(code)) bytes.put(code - 0xdc00);
    else bytes.putUtf8(code);
  }
  return bytes.all();
}

/** The bytes of a text. Throws an AppError `text.encoding` for the first character that the encoding does not have. */
export function encodeTextFile(text: string, encoding: WrittenEncoding, bom: boolean): Uint8Array {
  const mark = bom ? (BOMS.find(([name]) => name === encoding)?.[1] ?? []) : [];
  const bytes = new Bytes(mark.length + text.length * 3);
  for (const byte of mark) bytes.put(byte);
  const single = encoding === "windows-1252" || encoding === "windows-1251" ? UPPER[encoding] : null;
  let at = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const upperAt = code < 0x80 || single === null ? 0 : single.indexOf(character);
    if ((code >= 0xd800 && code <= 0xdfff) || upperAt < 0) throw cannotHold(text, at, encoding);
    if (single !== null) bytes.put(code < 0x80 ? code : upperAt + 0x80);
    else if (encoding === "utf-8") bytes.putUtf8(code);
    else
      for (let unit = 0; unit < character.length; unit++)
        bytes.putUnit(character.charCodeAt(unit), encoding === "utf-16le");
    at += character.length;
  }
  return bytes.all();
}

/** Bytes that are put one after another. */
class Bytes {
  readonly #bytes: Uint8Array;
  #length = 0;

  /** Room for so many bytes at most. */
  constructor(most: number) {
    this.#bytes = new Uint8Array(most);
  }

  put(byte: number): void {
    this.#bytes[this.#length++] = byte;
  }

  putUnit(unit: number, littleEndian: boolean): void {
    const [low, high] = [unit & 0xff, unit >> 8];
    this.put(littleEndian ? low : high);
    this.put(littleEndian ? high : low);
  }

  putUtf8(code: number): void {
    if (code < 0x80) return this.put(code);
    if (code < 0x800) this.put(0xc0 | (code >> 6));
    else {
      if (code < 0x10000) this.put(0xe0 | (code >> 12));
      else {
        this.put(0xf0 | (code >> 18));
        this.put(0x80 | ((code >> 12) & 0x3f));
      }
      this.put(0x80 | ((code >> 6) & 0x3f));
    }
    this.put(0x80 | (code & 0x3f));
  }

  all(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}

/**
 * A text with the line ends that another version of it had: lines that stand at the beginning or end of both keep theirs, the others get
 * the one `before` has most.
 */
export function withLineEndsOf(text: string, before: string): string {
  const old = linesOf(before);
  const now = linesOf(text);
  const counts = new Map<string, number>();
  for (const { end } of old) if (end !== "") counts.set(end, (counts.get(end) ?? 0) + 1);
  const usual = [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? "\n";
  const shared = Math.min(old.length, now.length);
  let head = 0;
  while (head < shared && old[head]?.line === now[head]?.line) head++;
  let tail = 0;
  while (tail < shared - head && old.at(-1 - tail)?.line === now.at(-1 - tail)?.line) tail++;
  return now
    .map(({ line, end }, at) => {
      const same = at < head ? old[at] : at >= now.length - tail ? old[old.length - (now.length - at)] : undefined;
      return line + (end === "" ? "" : same?.end ? same.end : usual);
    })
    .join("");
}

function linesOf(text: string): { line: string; end: string }[] {
  return [...text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)].map(([, line = "", end = ""]) => ({ line, end }));
}

/** Without a mark, text with zero bytes at every other place is UTF-16, which UTF-8 would read as text with NUL characters. */
function refuseUnmarked(bytes: Uint8Array): void {
  const head = bytes.subarray(0, 4096);
  const zeros = [0, 0];
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const most = head.length / 8;
  const [even = 0, odd = 0] = zeros;
  if (head.length < 4 || Math.max(even, odd) <= most || Math.min(even, odd) * 8 > Math.max(even, odd)) return;
  const guess = odd > even ? "utf-16le" : "utf-16be";
  throw new AppError({
    code: "text.encoding",
    message: `The text is not UTF-8: it has a NUL byte at every other place, as ${encodingWords[guess]} has, and no byte order mark.`,
    next: "Say which encoding it is in, or save it as UTF-8.",
    cause: guess,
    place: { statement: 0, offset: 0, line: 1, column: 1 },
  });
}

function decode(bytes: Uint8Array, encoding: string): string | null {
  if (encoding === "utf-8") return invalidUtf8At(bytes, 0) === null ? utf8(bytes) : null;
  if (encoding === "windows-1252" || encoding === "windows-1251") {
    return joined(bytes.length, (at) => {
      const byte = bytes[at] ?? 0;
      return byte < 0x80 ? byte : UPPER[encoding].charCodeAt(byte - 0x80);
    });
  }
  if (encoding === "utf-16le" || encoding === "utf-16be") {
    const [low, high] = encoding === "utf-16le" ? [0, 1] : [1, 0];
    const text = joined(bytes.length >> 1, (at) => (bytes[2 * at + low] ?? 0) | ((bytes[2 * at + high] ?? 0) << 8));
    return bytes.length % 2 === 0 && text.isWellFormed() ? text : null;
  }
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Text of UTF-16 units, put together in pieces that a call can take. */
function joined(length: number, unitAt: (at: number) => number): string {
  const pieces: string[] = [];
  for (let from = 0; from < length; from += 8192) {
    const units = Array.from({ length: Math.min(8192, length - from) }, (_, i) => unitAt(from + i));
    pieces.push(String.fromCharCode(...units));
  }
  return pieces.join("");
}

const utf8 = (bytes: Uint8Array): string => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

/**
 * The first byte from `from` on that is not UTF-8; null when all are.
 * Source: https://www.unicode.org/versions/Unicode16.0.0/ table 3-7, Well-Formed UTF-8 Byte Sequences
 */
export function invalidUtf8At(bytes: Uint8Array, from: number): number | null {
  for (let at = from; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) {
      at++;
      continue;
    }
    const more =
      lead >= 0xc2 && lead <= 0xdf ? 1 : lead >= 0xe0 && lead <= 0xef ? 2 : lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
    if (more === 0) return at;
    const second = bytes[at + 1] ?? 0;
    const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most) return at;
    for (let next = 2; next <= more; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return at;
    at += more + 1;
  }
  return null;
}

function notOf(bytes: Uint8Array, encoding: string, skipped: number): AppError {
  if (encoding !== "utf-8") {
    return new AppError({
      code: "text.encoding",
      message: `The text is not ${encoding.toUpperCase()}: some of its bytes are no characters of it.`,
      next: "Say another encoding, or save it as UTF-8.",
      place: { statement: 0, offset: null, line: null, column: null },
    });
  }
  const content = bytes.subarray(skipped);
  const at = invalidUtf8At(content, 0) ?? 0;
  const before = utf8(content.subarray(0, at));
  const lines = before.split(/\r\n|\r|\n/);
  const hex = (content[at] ?? 0).toString(16).toUpperCase().padStart(2, "0");
  const guess = guessed(content);
  const reads = guess === null ? "It reads like bytes that are no text" : `It reads like ${encodingWords[guess]}`;
  return new AppError({
    code: "text.encoding",
    message: `The text is not UTF-8: byte ${at + skipped + 1} is 0x${hex}, which it cannot be there. ${reads}.`,
    next: "Say which encoding it is in, or save it as UTF-8.",
    ...(guess === null ? {} : { cause: guess }),
    place: { statement: 0, offset: before.length, line: lines.length, column: (lines.at(-1) ?? "").length + 1 },
  });
}

/** Letters, blanks, and what is written between them. */
const WRITTEN = /^[\p{L}\p{Zs}‚„…‘’“”«»–—¡¿§°€№´·]$/u;

/**
 * By the letters that the bytes from 0x80 on would be: Cyrillic text has most of them in words of their own. null: in either encoding
 * they are signs that no text has next to each other, or other bytes are control characters.
 */
function guessed(bytes: Uint8Array): "windows-1252" | "windows-1251" | null {
  const isControl = (byte: number) => byte === 0x7f || (byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1a].includes(byte));
  if (bytes.some(isControl)) return null;
  const guess = byLetters(bytes);
  let written = 0;
  let others = 0;
  for (const byte of bytes) {
    if (byte < 0x80) continue;
    if (WRITTEN.test(UPPER[guess][byte - 0x80] ?? "")) written++;
    else others++;
  }
  return written > 3 * others ? guess : null;
}

function byLetters(bytes: Uint8Array): "windows-1252" | "windows-1251" {
  let words = 0;
  let single = 0;
  for (let at = 0; at < bytes.length; at++) {
    if ((bytes[at] ?? 0) < 0xc0) continue;
    if ((bytes[at - 1] ?? 0) >= 0xc0 || (bytes[at + 1] ?? 0) >= 0xc0) words++;
    else single++;
  }
  return words > 2 * single ? "windows-1251" : "windows-1252";
}

function cannotHold(text: string, at: number, encoding: WrittenEncoding): AppError {
  const lines = text.slice(0, at).split(/\r\n|\r|\n/);
  const code = text.codePointAt(at) ?? 0;
  const half = code >= 0xd800 && code <= 0xdfff;
  const named = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const line = lines.length;
  return new AppError({
    code: "text.encoding",
    message: half
      ? `Line ${line} holds half a character (${named}), which no file can hold.`
      : `Line ${line} holds “${String.fromCodePoint(code)}” (${named}), which ${encodingWords[encoding]} does not have.`,
    next: half ? "Remove it and save again." : "Save the text as UTF-8, or remove the character.",
    place: { statement: 0, offset: at, line, column: (lines.at(-1) ?? "").length + 1 },
  });
}
