/** The bytes SQLite stores of a text, and the text they are. */

export type TextEncoding = "UTF-8" | "UTF-16le" | "UTF-16be";

/** The stored bytes of a text. */
export function encodeText(text: string, encoding: TextEncoding): Buffer {
  if (encoding === "UTF-8") return Buffer.from(text, "utf8");
  const bytes = Buffer.from(text, "utf16le");
  return encoding === "UTF-16be" ? bytes.swap16() : bytes;
}

/** The text of the beginning of a value: a character that is cut at the end is left out, damage becomes U+FFFD. */
export function decodeHead(bytes: Uint8Array, encoding: TextEncoding): string {
  if (encoding === "UTF-8") return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes, { stream: true });
  const even = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  return (encoding === "UTF-16be" ? even.swap16() : even).toString("utf16le").replace(/[\uD800-\uDBFF]$/, "");
}

/**
 * May this string, as better-sqlite3 gave it, stand for stored bytes that are no valid text? Invalid UTF-8 becomes
 * U+FFFD; SQLite makes a character outside the basic plane of a lone surrogate in UTF-16.
 */
export function maybeDamaged(text: string, encoding: TextEncoding): boolean {
  return encoding === "UTF-8" ? text.includes("\uFFFD") : /[\uD800-\uDFFF\uFFFD]/.test(text);
}

/** Is the text exactly what is stored? */
export function isExact(text: string, stored: Uint8Array, encoding: TextEncoding): boolean {
  return encodeText(text, encoding).equals(stored);
}
