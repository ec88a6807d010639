/** Values as text: for reading in a cell, for editing, for the clipboard. */
import { type Cell, isPreview, type Scalar } from "./cell.ts";
import { bytesToHex, hexToBytes } from "./cell-json.ts";
import { markOf } from "../formats/shown-name.ts";

/**
 * A REAL as SQLite writes it for people: the shortest text that reads back as the same number, told from an INTEGER by its point or
 * exponent; `Inf` and `-Inf`.
 */
export function realText(real: number): string {
  if (!Number.isFinite(real)) return real > 0 ? "Inf" : "-Inf";
  const text = Object.is(real, -0) ? "-0" : String(real);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** A BLOB as SQLite's literal: `x'00ff'`. */
export function blobText(bytes: Uint8Array): string {
  return `x'${bytesToHex(bytes)}'`;
}

/** A value as plain text: numbers and texts as they are, BLOBs as literals, NULL as given. */
export function plainText(value: Scalar, ifNull: string): string {
  if (value === null) return ifNull;
  return value instanceof Uint8Array ? blobText(value) : (editText(value) ?? "");
}

/** The whole value as the text an editor begins with; null when it cannot be edited as one line of text (BLOB, preview). */
export function editText(cell: Cell): string | null {
  if (cell === null) return "";
  if (typeof cell === "string") return cell;
  if (typeof cell === "bigint") return cell.toString();
  if (typeof cell === "number") return realText(cell);
  return null;
}

/** The value as the clipboard carries it: NULL is nothing. Previews give what they hold. */
export function clipboardText(cell: Cell): string {
  if (cell === null || !isPreview(cell)) return plainText(cell, "");
  return typeof cell.head === "string" ? cell.head : blobText(cell.head);
}

/** The bytes of a text that is written like a BLOB (`x'00ff'`); null for any other. */
export function readBlobText(text: string): Uint8Array | null {
  const hex = /^\s*x'((?:[0-9a-f]{2})*)'\s*$/i.exec(text)?.[1];
  return hex === undefined ? null : hexToBytes(hex);
}

/** Signs of the three line ends: CRLF, CR and LF are three different texts. */
const lineEnds: Record<string, string> = { "\r\n": " ⟨CR⟩↵ ", "\r": " ⟨CR⟩ ", "\n": " ↵ " };

/** What the control characters are called that `oneLine` shows by a sign; tabs and line ends are told without words. */
const CONTROLS =
  "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US".split(
    " ",
  );

/** Which control characters a text holds, as a sentence; null when it holds none. */
export function controlWords(text: string): string | null {
  // oxlint-disable-next-line no-control-regex
  const found = [...new Set(text.match(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g) ?? [])].sort();
  if (found.length === 0) return null;
  const words = found.slice(0, 5).map((c) => {
    const code = c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    return `${CONTROLS[c.charCodeAt(0)] ?? "DEL"} (U+${code}, shown as ${oneLine(c)})`;
  });
  const more = found.length > words.length ? ` and ${found.length - words.length} more` : "";
  return `Holds the control character${found.length > 1 ? "s" : ""} ${words.join(", ")}${more}.`;
}

/** Control characters as visible signs, so that one line shows that there are more, and nothing is read in a wrong order. */
export function oneLine(text: string): string {
  return (
    text
      .replace(/\r\n?|\n/g, (end) => lineEnds[end] ?? end)
      // oxlint-disable-next-line no-control-regex
      .replace(/[\u0000-\u001f\u007f]/g, (c) =>
        c === "\t" ? "  " : String.fromCharCode(c === "\u007f" ? 0x2421 : 0x2400 + c.charCodeAt(0)),
      )
      .replace(/[\u202a-\u202e\u2066-\u2069]/g, markOf)
  );
}
