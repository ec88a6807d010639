/** Copied cells as the data beside the clipboard's text: NULL, BLOBs and storage classes survive the way into any window of Joinery. */
import * as v from "valibot";
import { fromTagged, toTagged } from "../../../src-shared/model/cell-json.ts";
import { clipboardText } from "../../../src-shared/model/cell-text.ts";
import { type Scalar, ScalarSchema } from "../../../src-shared/model/cell.ts";
import type { ClipboardContent } from "../../rpc/system-clipboard.ts";
import { editorText } from "../../ui/line-ends.ts";
import { writeTsv } from "../../values/tsv.ts";

type Rows = readonly (readonly Scalar[])[];

/** Values that take more characters than these are only copied as text. */
const longest = 64 * 1024 * 1024;

const DataSchema = v.object({ version: v.literal(1), rows: v.array(v.array(v.unknown())) });

/** The text of copied cells: of one cell as it is stored, of several tab-separated and quoted as spreadsheets do. */
export function textOfCells(rows: Rows): string {
  const [first, ...others] = rows;
  if (first?.length === 1 && others.length === 0) return clipboardText(first[0] ?? null);
  return writeTsv(rows.map((row) => row.map(clipboardText)));
}

/** What goes beside the text of these cells; undefined when they are too large for that. */
export function dataOfCells(rows: Rows): string | undefined {
  const data = JSON.stringify({ version: 1, rows: rows.map((row) => row.map(toTagged)) });
  return data.length > longest ? undefined : data;
}

/**
 * The values on the clipboard; null when they are not there, or do not belong to its text. Any program can put something under our
 * name, so nothing is taken that could not be stored, or that the text does not show.
 */
export function cellsOnClipboard({ text, data }: ClipboardContent): Rows | null {
  if (data === null) return null;
  try {
    const rows = v
      .parse(DataSchema, JSON.parse(data))
      .rows.map((row) => row.map((cell) => v.parse(ScalarSchema, fromTagged(cell))));
    return comparable(textOfCells(rows)) === comparable(text) ? rows : null;
  } catch {
    return null;
  }
}

/** Without what the clipboards of some systems change of a text: line ends, halves of surrogate pairs, and all after a NUL. */
function comparable(text: string): string {
  return editorText(text.toWellFormed()).replace(/\0.*$/s, "");
}
