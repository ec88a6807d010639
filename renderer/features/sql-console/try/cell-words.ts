/** A cell as a short text, and whether two are the same. Pure. */
import { type Cell, isPreview, sameScalar } from "../../../../src-shared/model/cell.ts";
import { bytesToHex } from "../../../../src-shared/model/cell-json.ts";
import { plainText } from "../../../../src-shared/model/cell-text.ts";
import { distinctLines, shortLine } from "../../../../src-shared/values/distinct-lines.ts";
import { formatBytes } from "../../../ui/format.ts";

export interface CellWords {
  readonly text: string;
  readonly kind: "null" | "number" | "text" | "blob";
}

/** Characters shown of a text. */
const MOST = 200;

export function cellWords(cell: Cell): CellWords {
  if (cell === null) return { text: "NULL", kind: "null" };
  if (typeof cell === "bigint" || typeof cell === "number") {
    return { text: plainText(cell, "NULL"), kind: "number" };
  }
  if (typeof cell === "string") return { text: shortLine(cell, MOST), kind: "text" };
  if (cell instanceof Uint8Array) return { text: hex(cell), kind: "blob" };
  const { storage, head, bytes } = cell;
  return typeof head === "string"
    ? { text: `${shortLine(head, MOST)}… (${formatBytes(bytes)})`, kind: "text" }
    : { text: `${storage.toUpperCase()} of ${formatBytes(bytes)}`, kind: "blob" };
}

/** Two values that differ, beside each other: texts that would look alike are spelled out where they differ. */
export function changedWords(before: Cell, after: Cell): readonly [CellWords, CellWords] {
  const words = [cellWords(before), cellWords(after)] as const;
  if (typeof before !== "string" || typeof after !== "string") return words;
  const [was = "", is = ""] = distinctLines([before, after], MOST);
  return [
    { ...words[0], text: was },
    { ...words[1], text: is },
  ];
}

function hex(bytes: Uint8Array): string {
  return `x'${bytesToHex(bytes.subarray(0, 16))}${bytes.length > 16 ? "…" : ""}'`;
}

/** The same storage class and value; of values too large for a page, as far as their beginnings and lengths tell. */
export function sameCell(a: Cell, b: Cell): boolean {
  if (!isPreview(a) || !isPreview(b)) return sameScalar(a, b);
  return a.bytes === b.bytes && sameScalar(a.head, b.head);
}
