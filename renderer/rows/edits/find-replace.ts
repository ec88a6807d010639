/** Finding and replacing text over the rows of a view. What is replaced is staged, all of it as one step. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { type Cell, isPreview } from "../../../src-shared/model/cell.ts";
import { editText } from "../../../src-shared/model/cell-text.ts";
import type { RowFilter } from "../../../src-shared/model/row-filter.ts";
import { rowKeyText } from "../../../src-shared/model/rows.ts";
import type { RowEdit } from "../../../src-shared/model/session.ts";
import { isFresh } from "../../rpc/staged-index.ts";
import type { CellPlace } from "../../ui/data-grid/grid-source.ts";
import { plural } from "../../ui/format.ts";
import { isWritable, setEdit } from "./row-edits.ts";
import { mostRows } from "./row-ranges.ts";
import { type GestureContext, stage } from "./gesture.ts";
import { cellOf, type ShownRow } from "../cell-owners.ts";
import { storingAffinity, typedValue } from "../../values/typed-value.ts";

/** What is looked for. */
export interface Wanted {
  readonly text: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
  /** Only in this column; null: in all that are shown. */
  readonly column: string | null;
}

const pageSize = 2000;
/** Cells whose stored value fits and whose staged one does not are passed over, so many. */
const mostPassed = 1000;

function columnsOf({ rows }: GestureContext, { column }: Wanted): string[] {
  return column === null ? rows.columns.map(({ name }) => name) : [column];
}

/**
 * The next cell after (before) `from` that holds the text, as it is shown; from the other end when there is none, and null
 * when there is none at all. Throws an AppError.
 */
export async function findNext(
  context: GestureContext,
  wanted: Wanted,
  from: CellPlace | null,
  direction: "forward" | "backward",
): Promise<{ readonly cell: CellPlace; readonly wrapped: boolean } | null> {
  const { client, cache, rows } = context;
  const columns = columnsOf(context, wanted);
  const { text, regex, caseSensitive } = wanted;
  const top = { row: 0, column: -1 };
  const end = { row: Math.max(0, rows.fileRows - 1), column: columns.length };
  const nameAt = from && rows.columns[from.column]?.name;
  let at = from
    ? { row: Math.min(from.row, end.row), column: placeFrom(columns, nameAt ?? null, direction) }
    : direction === "forward"
      ? top
      : end;
  let wrapped = false;
  for (let passed = 0; passed < mostPassed; passed++) {
    const question = { source: cache.source, columns, text, regex, caseSensitive, direction };
    const found = await client.ask("rows.find", { ...question, from: at });
    if (!found) {
      if (wrapped) return null;
      wrapped = true;
      at = direction === "forward" ? top : end;
      continue;
    }
    const cell = { row: found.row, column: rows.placeOf(columns[found.column] ?? "") };
    if (await stillHolds(context, cell, wanted)) return { cell, wrapped };
    at = found;
  }
  return null;
}

/** Where to go on from a column: behind it, or before it when it is not among those. */
function placeFrom(columns: readonly string[], name: string | null, direction: "forward" | "backward"): number {
  const place = name === null ? -1 : columns.indexOf(name);
  if (place >= 0) return place;
  return direction === "forward" ? -1 : columns.length;
}

/** What is staged over a stored value that was found may be something else. */
async function stillHolds(context: GestureContext, { row, column }: CellPlace, wanted: Wanted): Promise<boolean> {
  const shown = context.rows.at(row);
  const value = context.rows.value(row, column);
  if (!shown?.staged || value === undefined || isPreview(value)) return true;
  const text = textOf(value);
  if (text === null) return false;
  // Whatever it is replaced by: something that is not in it changes it.
  const [after] = await replacedTexts(context, wanted, [text], `${text}\u0001`);
  return after !== text;
}

/** A value's text as it is searched: NULL and BLOBs have none. */
function textOf(value: Cell | undefined): string | null {
  if (value === undefined || value === null || value instanceof Uint8Array || isPreview(value)) return null;
  return editText(value);
}

async function replacedTexts(
  { client }: GestureContext,
  { text, regex, caseSensitive }: Wanted,
  texts: string[],
  replacement: string,
): Promise<string[]> {
  const answer = await client.ask("rows.replaceTexts", { texts, text, regex, caseSensitive, replacement });
  return answer.texts;
}

/** What was replaced: how many cells, and how many were too large to be. */
export interface Replaced {
  readonly cells: number;
  readonly tooLarge: number;
}

/** Replaces in one cell, if it holds the text. Throws an AppError. */
export async function replaceAt(
  context: GestureContext,
  wanted: Wanted,
  replacement: string,
  { row, column }: CellPlace,
): Promise<Replaced> {
  const shown = context.rows.at(row);
  const name = context.rows.shownColumns[column]?.name;
  if (!shown || name === undefined) return { cells: 0, tooLarge: 0 };
  return replaceIn(context, [shown], { ...wanted, column: name }, replacement);
}

/** Replaces in all rows of the view, and in staged ones. Throws an AppError, also when they are too many. */
export async function replaceAll(context: GestureContext, wanted: Wanted, replacement: string): Promise<Replaced> {
  return replaceIn(context, await matchingRows(context, wanted), wanted, replacement);
}

async function matchingRows(context: GestureContext, wanted: Wanted): Promise<ShownRow[]> {
  const { client, cache, rows, session } = context;
  const operator = wanted.regex ? "regex" : "contains";
  const any = columnsOf(context, wanted).map((column): RowFilter => {
    return { column, operator, value: wanted.text, ...(wanted.caseSensitive ? { caseSensitive: true } : {}) };
  });
  const source = { ...cache.source, filter: [...cache.source.filter, { any }] };
  const found = new Map<string, ShownRow>();
  for (let offset = 0; ; offset += pageSize) {
    const page = rows.arrangedPage(await client.ask("rows.readPage", { source, offset, limit: pageSize }));
    page.rows.forEach((cells, i) => {
      const key = page.keys?.[i] ?? null;
      const keyText = key && rowKeyText(key);
      const shown = rows.shownOf({ cells, key, keyText, generation: 0, estimated: false });
      found.set(keyText ?? `${offset + i}`, shown);
    });
    if (page.rows.length < pageSize) break;
    if (found.size >= mostRows) throw tooMany();
  }
  const plain = cache.source.filter.length === 0;
  const staged = session.store.getState().index.table(rows.table);
  const added = (staged?.fresh ?? []).map((row): ShownRow => ({ ref: row.row, file: undefined, staged: row }));
  // A stored value that does not hold the text may be staged to: known only where all rows are shown.
  const changed = plain && staged ? [...staged.byKey].filter(([key]) => !found.has(key)).map(([, row]) => row) : [];
  const others = changed.map(
    (row): ShownRow => ({ ref: isFresh(row.row) ? null : row.row, file: undefined, staged: row }),
  );
  return [...found.values(), ...others, ...added];
}

async function replaceIn(
  context: GestureContext,
  shownRows: readonly ShownRow[],
  wanted: Wanted,
  replacement: string,
): Promise<Replaced> {
  const { rows } = context;
  const places = columnsOf(context, wanted).map((name) => rows.placeOf(name));
  const cells: { shown: ShownRow; place: number; value: Cell; text: string }[] = [];
  let tooLarge = 0;
  for (const shown of shownRows) {
    if (shown.staged?.state === "deleted") continue;
    for (const place of places) {
      const column = rows.shownColumns[place];
      if (!column || !isWritable(column)) continue;
      const value = cellOf(shown, column.name, place);
      if (value !== undefined && isPreview(value) && value.storage === "text" && value.failed === undefined) tooLarge++;
      const text = textOf(value);
      if (text !== null && value !== undefined) cells.push({ shown, place, value, text });
    }
  }
  const edits: (RowEdit | null)[] = [];
  for (let at = 0; at < cells.length; at += 5000) {
    const some = cells.slice(at, at + 5000);
    const after = await replacedTexts(
      context,
      wanted,
      some.map(({ text }) => text),
      replacement,
    );
    some.forEach(({ shown, place, value, text }, i) => {
      const column = rows.shownColumns[place];
      const next = after[i];
      if (!column || next === undefined || next === text) return;
      edits.push(setEdit(shown, column, place, typedValue(next, storingAffinity(rows.table, column), value)));
    });
  }
  const failure = await stage(context, `Replace in ${plural(edits.length, "cell")}`, edits);
  if (failure) throw new AppError(failure);
  return { cells: edits.length, tooLarge };
}

function tooMany(): AppError {
  return new AppError({
    code: "value.tooLarge",
    message: `The text is in more than ${mostRows.toLocaleString("en-US")} rows, which is too much for one gesture.`,
    next: "Filter the rows first, or use UPDATE with replace() in a SQL console.",
  });
}
