/**
 * How a column's values are shown, besides by their storage class: a Unix time as a date, a BLOB as a UUID. Only the look
 * changes; what is edited, copied and stored is the value. A value that does not fit is shown as it is.
 */
import { bytesToHex } from "../../src-shared/model/cell-json.ts";
import { realText } from "../../src-shared/model/cell-text.ts";
import { type Cell, isPreview } from "../../src-shared/model/cell.ts";
import type { CellLook } from "../ui/data-grid/grid-source.ts";
import { formatBytes, groupDigits } from "../ui/format.ts";
import { pictureType } from "./picture-type.ts";
import { isoTime, timeFormats, timeOf, type TimeFormat } from "./time-of.ts";

/** A way to show values. */
interface DisplayFormatRecord {
  readonly title: string;
  /** What a header says of it, where that is not its id. */
  readonly word?: string;
  /** null: the value does not fit. */
  readonly look: (cell: Cell) => CellLook | null;
}

const times = Object.fromEntries(
  Object.entries(timeFormats).map(([format, title]) => [
    format,
    { title, word: "time", look: (cell) => timeLook(cell, format as TimeFormat) } satisfies DisplayFormatRecord,
  ]),
) as Record<TimeFormat, DisplayFormatRecord>;

/** The formats by their ids, which are kept. */
export const displayFormats = {
  number: { title: "Digits grouped", look: numberLook },
  boolean: { title: "Yes or no", word: "yes/no", look: booleanLook },
  ...times,
  fileSize: { title: "File size", word: "size", look: sizeLook },
  hex: { title: "Hexadecimal", look: hexLook },
  uuid: { title: "UUID", look: uuidLook },
  json: { title: "JSON on one line", look: jsonLook },
  color: { title: "Colour", word: "colour", look: colorLook },
  picture: { title: "Picture", look: pictureLook },
} satisfies Record<string, DisplayFormatRecord>;
export type DisplayFormat = keyof typeof displayFormats;

export const displayFormatIds = Object.keys(displayFormats) as DisplayFormat[];

const recordOf = (format: DisplayFormat | OwnSqlFormat): DisplayFormatRecord | undefined =>
  (displayFormats as Record<string, DisplayFormatRecord>)[format];

/** An expression of the user's own, kept with this before it. */
const ownSql = "sql:";
export type OwnSqlFormat = `sql:${string}`;

/** The SQL of a format of the user's own; null for all others. */
export function sqlOf(format: DisplayFormat | OwnSqlFormat): string | null {
  return format.startsWith(ownSql) ? format.slice(ownSql.length) : null;
}

/** A format that shows what this expression gives. */
export function sqlFormat(sql: string): OwnSqlFormat {
  return `${ownSql}${sql}`;
}

/** What a header says of it, in a word. */
export function shortName(format: DisplayFormat | OwnSqlFormat): string {
  return sqlOf(format) !== null ? "SQL" : (recordOf(format)?.word ?? format);
}

/** More bytes of a BLOB are not written out in a cell. */
const longestHex = 64;

/** How the cell looks in this format; null when it does not fit. */
export function formattedLook(cell: Cell, format: DisplayFormat | OwnSqlFormat): CellLook | null {
  return cell === null || cell === "" ? null : (recordOf(format)?.look(cell) ?? null);
}

function timeLook(cell: Cell, format: TimeFormat): CellLook | null {
  if (isPreview(cell) || cell instanceof Uint8Array || cell === null) return null;
  const time = timeOf(cell, format);
  const text = time === null ? null : isoTime(time);
  return text === null ? null : { text, kind: typeof cell === "string" ? "text" : "integer" };
}

function numberLook(cell: Cell): CellLook | null {
  if (typeof cell === "bigint") return { text: cell.toLocaleString("en-US"), kind: "integer" };
  if (typeof cell !== "number" || !Number.isFinite(cell)) return null;
  // All its digits, as without the format; only the whole part is grouped.
  const text = groupDigits(realText(cell));
  return { text, kind: "real" };
}

function booleanLook(cell: Cell): CellLook | null {
  const words: Record<string, boolean> = { "1": true, "0": false, true: true, false: false, t: true, f: false };
  const more: Record<string, boolean> = { yes: true, no: false, y: true, n: false, on: true, off: false };
  if (typeof cell !== "bigint" && typeof cell !== "string" && typeof cell !== "number") return null;
  const value = { ...words, ...more }[String(cell).toLowerCase()];
  return value === undefined ? null : { text: String(value), kind: "boolean" };
}

function sizeLook(cell: Cell): CellLook | null {
  if (typeof cell !== "bigint" && typeof cell !== "number") return null;
  return cell >= 0 && Number.isFinite(Number(cell)) ? { text: formatBytes(Number(cell)), kind: "integer" } : null;
}

function hexLook(cell: Cell): CellLook | null {
  if (typeof cell === "bigint") return { text: `0x${BigInt.asUintN(64, cell).toString(16)}`, kind: "integer" };
  const bytes =
    cell instanceof Uint8Array ? cell : isPreview(cell) && cell.head instanceof Uint8Array ? cell.head : null;
  if (!bytes || bytes.length === 0) return null;
  const cut = isPreview(cell) || bytes.length > longestHex;
  return { text: `${bytesToHex(bytes.subarray(0, longestHex))}${cut ? "…" : ""}`, kind: "blob" };
}

function uuidLook(cell: Cell): CellLook | null {
  const hex = cell instanceof Uint8Array ? bytesToHex(cell) : typeof cell === "string" ? cell : "";
  if (!/^[0-9a-f]{32}$/i.test(hex)) return null;
  return { text: hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"), kind: "text" };
}

/** Blanks between its parts go, inside its texts they stay; numbers are not touched, so that large ones stay exact. */
function jsonLook(cell: Cell): CellLook | null {
  if (typeof cell !== "string" || cell.length > 4000) return null;
  try {
    JSON.parse(cell);
  } catch {
    return null;
  }
  const text = cell.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, quoted: string | undefined) => quoted ?? "");
  return { text: text.slice(0, 500), kind: "json" };
}

/** What stands there until the picture does. */
function pictureLook(cell: Cell): CellLook | null {
  const bytes =
    cell instanceof Uint8Array ? cell : isPreview(cell) && cell.head instanceof Uint8Array ? cell.head : null;
  const type = bytes && pictureType(bytes);
  if (!type) return null;
  const size = cell instanceof Uint8Array ? cell.length : isPreview(cell) ? cell.bytes : 0;
  return { text: `${type.slice("image/".length).toUpperCase()} ${formatBytes(size)}`, kind: "blob" };
}

/** `#rgb`, `#rrggbb`, `#rrggbbaa`, or an integer 0xRRGGBB (with more bits: 0xAARRGGBB). */
function colorLook(cell: Cell): CellLook | null {
  if (typeof cell === "string") {
    const hex = /^#?([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(cell.trim())?.[1];
    return hex === undefined ? null : { text: cell, kind: "text", swatch: `#${hex}` };
  }
  if (typeof cell !== "bigint" || cell < -(2n ** 31n) || cell >= 2n ** 32n) return null;
  const hex = BigInt.asUintN(32, cell).toString(16).padStart(8, "0");
  const [alpha, rgb] = [hex.slice(0, 2), hex.slice(2)];
  return { text: `#${rgb}`, kind: "text", swatch: alpha === "00" ? `#${rgb}` : `#${rgb}${alpha}` };
}
