/** Copy and paste of cells and rows. */
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { RowEdit } from "../../../src-shared/model/session.ts";
import type { GridSelection } from "../../ui/data-grid/grid-source.ts";
import { plural } from "../../ui/format.ts";
import { type Clipboard, recall, remember } from "./clipboard.ts";
import { clipboardText } from "../../../src-shared/model/cell-text.ts";
import { type CopyFormat, copyFormats } from "./copy-formats/copy-formats.ts";
import { boundsOf, insertEdit, pastedValue, setEdit } from "./row-edits.ts";
import { rowsBetween } from "./row-ranges.ts";
import { type GestureContext, gesture, type GestureResult, selectedRows, shownValue, stage } from "./table-gestures.ts";
import { readTsv, writeTsv } from "./tsv.ts";

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
    const places: number[] = [];
    for (let column = bounds.firstColumn; column <= bounds.lastColumn; column++) {
      if (selection.ranges.some((r) => column >= r.firstColumn && column <= r.lastColumn)) places.push(column);
    }
    const names = places.map((column) => {
      const name = rows.shownColumns[column]?.name ?? "";
      return rows.options.titles?.get(name) ?? name;
    });
    const values: Scalar[][] = [];
    for (const shown of await selectedRows(context, selection.ranges)) {
      const row: Scalar[] = [];
      for (const column of places) row.push((await shownValue(context, shown, column)) ?? null);
      values.push(row);
    }
    if (form !== "cells") {
      await clipboard.write(
        copyFormats[form].write({ table: rows.options.copyName ?? rows.table.name, columns: names, rows: values }),
      );
      return null;
    }
    const text = writeTsv(values.map((row) => row.map(clipboardText)));
    await clipboard.write(text);
    remember(text, values);
    return null;
  });
}

/** A field that was pasted: text of another program, or a value of our own. */
type Field = { text: string } | { value: Scalar };

function fieldsOf(text: string): Field[][] {
  const own = recall(text);
  if (own) return own.map((row) => row.map((value) => ({ value })));
  return readTsv(text).map((row) => row.map((field) => ({ text: field })));
}

/**
 * Pastes over the selection, from its first cell: one field fills all selected cells, a table repeats when the selection is
 * a multiple of it, and rows past the end become new ones. One step of the session.
 */
export function pasteOver(
  context: GestureContext,
  clipboard: Clipboard,
  selection: GridSelection,
): Promise<GestureResult> {
  const { client, rows, cache } = context;
  return gesture(async () => {
    const bounds = boundsOf(selection.ranges);
    const fields = fieldsOf(await clipboard.read());
    const wide = Math.max(0, ...fields.map((row) => row.length));
    if (!bounds || fields.length === 0 || wide === 0) return null;
    const room = rows.columns.length - bounds.firstColumn;
    if (wide > room) return tooWide(wide, room);
    const selected = [bounds.lastRow - bounds.firstRow + 1, bounds.lastColumn - bounds.firstColumn + 1] as const;
    const fits = selected[0] % fields.length === 0 && selected[1] % wide === 0;
    // A result has no rows but those it has.
    const most = rows.options.owners ? rows.rowCount - bounds.firstRow : Number.POSITIVE_INFINITY;
    const height = Math.min(fits ? selected[0] : fields.length, most);
    const width = fits ? selected[1] : wide;
    const last = bounds.firstRow + height - 1;
    const targets = await rowsBetween(client, rows, cache.source, bounds.firstRow, Math.min(last, rows.rowCount - 1));
    const edits: (RowEdit | null)[] = [];
    for (let r = 0; r < height; r++) {
      const source = fields[r % fields.length] ?? [];
      const shown = targets[r];
      const values: (Scalar | undefined)[] = [];
      for (let c = 0; c < width; c++) {
        const column = bounds.firstColumn + c;
        const spec = rows.shownColumns[column];
        const field = source[c % wide];
        if (!spec || !field) continue;
        const before = shown?.file?.cells[column];
        const value = "value" in field ? field.value : pastedValue(rows.table, spec, field.text, before);
        if (shown) edits.push(setEdit(shown, spec, column, value));
        else values[column] = value;
      }
      if (!shown) edits.push(insertEdit(rows.table, crypto.randomUUID(), rows.shownColumns, values));
    }
    return stage(context, `Paste ${plural(height * width, "cell")}`, edits);
  });
}

/** Pastes as new rows at the end. A first line with the names of columns says which is which. */
export function pasteRows(context: GestureContext, clipboard: Clipboard): Promise<GestureResult> {
  const { rows } = context;
  return gesture(async () => {
    const [head, ...rest] = fieldsOf(await clipboard.read());
    if (!head) return null;
    const names = head.map((field) => ("text" in field ? field.text.trim() : null));
    const places = names.map((name) => rows.shownColumns.findIndex((column) => column.name === name));
    const named = places.length > 0 && places.every((place) => place >= 0);
    const body = named ? rest : [head, ...rest];
    const wide = Math.max(0, ...body.map((row) => row.length));
    const room = named ? rows.shownColumns.length : rows.columns.length;
    if (wide > room) return tooWide(wide, room);
    const edits = body.map((fields): RowEdit => {
      const values: (Scalar | undefined)[] = [];
      fields.forEach((field, i) => {
        const place = named ? (places[i] ?? -1) : i;
        const spec = rows.shownColumns[place];
        if (spec) values[place] = "value" in field ? field.value : pastedValue(rows.table, spec, field.text, undefined);
      });
      return insertEdit(rows.table, crypto.randomUUID(), rows.shownColumns, values);
    });
    return stage(context, `Paste ${plural(edits.length, "row")}`, edits);
  });
}

function tooWide(wide: number, room: number): GestureResult {
  return {
    code: "value.refused",
    message: `The clipboard holds ${plural(wide, "column")}, but there is room for ${room} from here on.`,
    next: "Select a cell further to the left, or copy fewer columns.",
  };
}
