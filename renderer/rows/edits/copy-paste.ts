/** Copy and paste of cells and rows. */
import type { Cell, Scalar } from "../../../src-shared/model/cell.ts";
import type { Column, Table } from "../../../src-shared/model/schema.ts";
import type { RowEdit } from "../../../src-shared/model/session.ts";
import type { CellRange, GridSelection } from "../../ui/data-grid/grid-source.ts";
import type { Clipboard, ClipboardContent } from "../../rpc/system-clipboard.ts";
import { plural } from "../../ui/format.ts";
import { readBlobText } from "../../../src-shared/model/cell-text.ts";
import { type CopiedCells, type CopyFormat, copyFormats } from "../../values/copy-formats.ts";
import { cellsOnClipboard, dataOfCells, textOfCells } from "./copied-cells.ts";
import { boundsOf, formTable, isWritable, newRow, pastedValue, setEdit } from "./row-edits.ts";
import { PasteReport } from "./paste-report.ts";
import { rowsBetween } from "./row-ranges.ts";
import { assertFetchable } from "../read-value.ts";
import { cellOf } from "../cell-owners.ts";
import { type GestureContext, gesture, type GestureResult, stage } from "./gesture.ts";
import { selectedRows, shownCell, shownValue } from "./table-gestures.ts";
import { readTsv } from "../../values/tsv.ts";

/** `cells` is what spreadsheets take: tab-separated, without headers. */
export type CopyForm = "cells" | CopyFormat;

/** Puts the selected cells on the clipboard, in one of the formats. */
export function copySelection(
  context: GestureContext,
  clipboard: Clipboard,
  selection: GridSelection,
  form: CopyForm,
): Promise<GestureResult> {
  const { rows } = context;
  return gesture(async () => {
    const bounds = boundsOf(selection.ranges);
    if (!bounds) return null;
    if (!formTable(selection.ranges)) {
      return {
        code: "value.refused",
        message: "The selected cells do not form a table: in some rows other columns are selected than in others.",
        next: "Select the same columns in all rows, or copy one range after the other.",
      };
    }
    const chosen: number[] = [];
    for (let column = bounds.firstColumn; column <= bounds.lastColumn; column++) {
      if (selection.ranges.some((r) => column >= r.firstColumn && column <= r.lastColumn)) chosen.push(column);
    }
    const given = chosen.filter((column) => isWritable(rows.shownColumns[column] ?? { kind: "hidden" }));
    // SQLite computes the others, and takes no INSERT that names them.
    const written = form === "insert" && given.length > 0 ? given : chosen;
    // What cannot be computed has nothing to be copied; where nothing else is selected, that is said.
    const computed = written.filter((column) => rows.shownColumns[column]?.error === undefined);
    const places = computed.length > 0 ? computed : written;
    const names = places.map((column) => {
      const name = rows.shownColumns[column]?.name ?? "";
      return rows.options.titles?.get(name) ?? name;
    });
    const all = await selectedRows(context, selection.ranges);
    assertFetchable(
      all.flatMap((shown) => places.map((column) => shownCell(context, shown, column))),
      "Leave that column out of the selection, or save the value as a file.",
    );
    const values: Scalar[][] = [];
    for (const shown of all) {
      const row: Scalar[] = [];
      for (const column of places) row.push((await shownValue(context, shown, column)) ?? null);
      values.push(row);
    }
    const table = rows.options.copyName ?? rows.table.name;
    await copyValues(clipboard, { table, columns: names, rows: values }, form);
    return null;
  });
}

/** Puts values on the clipboard, in one of the formats. */
export function copyValues(clipboard: Clipboard, copied: CopiedCells, form: CopyForm): Promise<void> {
  if (form !== "cells") return clipboard.write(copyFormats[form].write(copied));
  return clipboard.write(textOfCells(copied.rows), dataOfCells(copied.rows));
}

/** A field that was pasted: text of another program, or a value of our own. */
type Field = { text: string } | { value: Scalar };

function fieldsOf(content: ClipboardContent): Field[][] {
  const own = cellsOnClipboard(content);
  if (own) return own.map((row) => row.map((value) => ({ value })));
  return readTsv(content.text).map((row) => row.map((field) => ({ text: field })));
}

/** How a paste talks with the user. */
export interface PasteTalk {
  /** It is done, and something of it may not have been meant. */
  say?(sentence: string): void;
  /** So many texts are written like BLOBs and go into BLOB columns: are they BLOBs? null: nothing is pasted. */
  asBlobs?(texts: number): Promise<boolean | null>;
}

/** The fields with BLOBs in the place of texts that are written like some, where the user means them; null: nothing is pasted. */
async function withBlobs(
  fields: Field[][],
  columnAt: (place: number) => Column | undefined,
  { asBlobs }: PasteTalk,
): Promise<Field[][] | null> {
  let texts = 0;
  const read = fields.map((row) =>
    row.map((field, place): Field => {
      const bytes = "text" in field && /blob/i.test(columnAt(place)?.type ?? "") ? readBlobText(field.text) : null;
      if (bytes) texts++;
      return bytes ? { value: bytes } : field;
    }),
  );
  if (texts === 0 || !asBlobs) return fields;
  const meant = await asBlobs(texts);
  return meant === null ? null : meant ? read : fields;
}

/**
 * Pastes over the selection, from its first cell: one field fills all selected cells, a table repeats when the selection is
 * a multiple of it, and rows past the end become new ones. Of several ranges each is filled by itself: what lies between
 * them was not selected. One step of the session.
 */
export function pasteOver(
  context: GestureContext,
  clipboard: Clipboard,
  selection: GridSelection,
  talk: PasteTalk = {},
): Promise<GestureResult> {
  return gesture(async () => {
    const fields = fieldsOf(await clipboard.read());
    const wide = widthOf(fields);
    if (selection.ranges.length === 0 || fields.length === 0 || wide === 0) return null;
    const several = selection.ranges.length > 1;
    if (several && !selection.ranges.every((range) => fits(range, fields.length, wide))) {
      return fitsNotAll(fields.length, wide);
    }
    for (const { firstColumn } of selection.ranges) {
      const room = context.rows.columns.length - firstColumn;
      if (wide > room) return tooWide(wide, room);
    }
    const report = new PasteReport();
    const edits: (RowEdit | null)[] = [];
    for (const range of selection.ranges) {
      const columnAt = (place: number): Column | undefined => context.rows.shownColumns[range.firstColumn + place];
      const meant = await withBlobs(fields, columnAt, talk);
      if (!meant) return null;
      // One after the other: as arguments of one call, a hundred thousand of them are too many.
      for (const edit of await pasteAt(context, range, meant, wide, report)) edits.push(edit);
    }
    const failure = await stage(context, `Paste ${plural(edits.length, "cell")}`, edits);
    const words = report.words();
    if (!failure && words) talk.say?.(words);
    return failure;
  });
}

/** Fields of the longest row. */
function widthOf(fields: readonly Field[][]): number {
  return fields.reduce((widest, row) => Math.max(widest, row.length), 0);
}

/** Is this range so many times what is pasted? */
function fits(range: CellRange, height: number, width: number): boolean {
  const [rows, columns] = [range.lastRow - range.firstRow + 1, range.lastColumn - range.firstColumn + 1];
  return rows % height === 0 && columns % width === 0;
}

/** The edits of a paste at one range. */
async function pasteAt(
  context: GestureContext,
  range: CellRange,
  fields: readonly Field[][],
  wide: number,
  report: PasteReport,
): Promise<(RowEdit | null)[]> {
  const { client, rows, cache } = context;
  const whole = fits(range, fields.length, wide);
  // A result has no rows but those it has.
  const most = rows.options.owners ? rows.rowCount - range.firstRow : Number.POSITIVE_INFINITY;
  const height = Math.min(whole ? range.lastRow - range.firstRow + 1 : fields.length, most);
  const width = whole ? range.lastColumn - range.firstColumn + 1 : wide;
  const last = range.firstRow + height - 1;
  const targets = await rowsBetween(client, rows, cache.source, range.firstRow, Math.min(last, rows.rowCount - 1));
  const edits: (RowEdit | null)[] = [];
  const fresh: (Scalar | undefined)[][] = [];
  for (let r = 0; r < height; r++) {
    const source = fields[r % fields.length] ?? [];
    const shown = targets[r];
    const values: (Scalar | undefined)[] = [];
    for (let c = 0; c < width; c++) {
      const column = range.firstColumn + c;
      const spec = rows.shownColumns[column];
      const field = source[c % wide];
      if (!spec || !field) continue;
      const value = valueOf(rows.table, spec, field, shown && cellOf(shown, spec.name, column));
      const edit = shown && setEdit(shown, spec, column, value);
      if (shown) edits.push(edit ?? null);
      else values[column] = value;
      report.add(spec, value, edit !== null);
    }
    if (!shown) fresh.push(values);
  }
  await leaveTakenKeysOpen(context, fresh);
  for (const values of fresh) edits.push(newRow(rows, values));
  return edits;
}

function valueOf(table: Table, column: Column, field: Field, before: Cell | undefined): Scalar {
  return "value" in field ? field.value : pastedValue(table, column, field.text, before);
}

/** Most keys that are looked up in one question. */
const keysAtOnce = 5000;

/** Pastes as new rows at the end. A first line with the names of columns says which is which. */
export function pasteRows(context: GestureContext, clipboard: Clipboard, talk: PasteTalk = {}): Promise<GestureResult> {
  const { rows } = context;
  return gesture(async () => {
    const [head, ...rest] = fieldsOf(await clipboard.read());
    if (!head) return null;
    const names = head.map((field) => ("text" in field ? field.text.trim() : null));
    const places = names.map((name) => rows.shownColumns.findIndex((column) => column.name === name));
    const named = places.length > 0 && places.every((place) => place >= 0);
    const placeOf = (i: number): number => (named ? (places[i] ?? -1) : i);
    const body = await withBlobs(named ? rest : [head, ...rest], (i) => rows.shownColumns[placeOf(i)], talk);
    if (!body) return null;
    const wide = widthOf(body);
    const room = named ? rows.shownColumns.length : rows.columns.length;
    if (wide > room) return tooWide(wide, room);
    const report = new PasteReport();
    const pasted = body.map((fields): (Scalar | undefined)[] => {
      const values: (Scalar | undefined)[] = [];
      fields.forEach((field, i) => {
        const place = placeOf(i);
        const spec = rows.shownColumns[place];
        if (!spec) return;
        const value = valueOf(rows.table, spec, field, undefined);
        values[place] = value;
        report.add(spec, value);
      });
      return values;
    });
    await leaveTakenKeysOpen(context, pasted);
    const edits = pasted.map((values): RowEdit => newRow(rows, values));
    const failure = await stage(context, `Paste ${plural(edits.length, "row")}`, edits);
    const words = report.words();
    if (!failure && words) talk.say?.(words);
    return failure;
  });
}

/** Where a row has such a key already, or one pasted before it, the database makes another one, as it does of duplicated rows. */
async function leaveTakenKeysOpen(
  { client, rows, session }: GestureContext,
  pasted: (Scalar | undefined)[][],
): Promise<void> {
  const { identity, schema, name } = rows.table;
  const place = identity.kind === "rowid" && identity.column !== null ? rows.placeOf(identity.column) : -1;
  if (place < 0 || identity.kind !== "rowid" || identity.column === null) return;
  const { column } = identity;
  const wanted = new Set<bigint>();
  for (const values of pasted) if (typeof values[place] === "bigint") wanted.add(values[place]);
  const taken = new Set<Scalar>();
  for (const { values, rowid } of session.store.getState().index.table(rows.table)?.fresh ?? []) {
    taken.add(values.find((v) => v.column === column)?.value ?? rowid ?? null);
  }
  const keys = [...wanted].map((key): Scalar[] => [key]);
  for (let from = 0; from < keys.length; from += keysAtOnce) {
    const some = keys.slice(from, from + keysAtOnce);
    const found = await client.ask("rows.keysOf", { table: { schema, name }, columns: [column], values: some });
    found.keys.forEach((key, i) => key && taken.add(some[i]?.[0] ?? null));
  }
  for (const values of pasted) {
    const key = values[place];
    // NULL asks for a new one by itself; what is no integer is refused, with words.
    if (typeof key !== "bigint") continue;
    if (taken.has(key)) values[place] = undefined;
    else taken.add(key);
  }
}

function tooWide(wide: number, room: number): GestureResult {
  return {
    code: "value.refused",
    message: `The clipboard holds ${plural(wide, "column")}, but there is room for ${room} from here on.`,
    next: "Select a cell further to the left, or copy fewer columns.",
  };
}

function fitsNotAll(height: number, width: number): GestureResult {
  return {
    code: "value.refused",
    message: `The clipboard holds ${plural(height, "row")} of ${plural(width, "column")}, which do not fit each of the selected ranges.`,
    next: "Select one cell or one range to paste at, or copy a single value to fill them all.",
  };
}
