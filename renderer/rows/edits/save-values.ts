/** Values saved as files. Large ones the engine writes: they do not come through the page. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { type Cell, isPreview, type Scalar } from "../../../src-shared/model/cell.ts";
import { editText } from "../../../src-shared/model/cell-text.ts";
import type { ShellParams, ShellResult } from "../../../src-shared/rpc/shell-contract.ts";
import { givenUp } from "../../rpc/lane-pool.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { CellRange } from "../../ui/data-grid/grid-source.ts";
import { plural } from "../../ui/format.ts";
import { fileEnding } from "../../values/picture-type.ts";
import { type CellAddress, readChunk } from "../read-value.ts";
import type { GestureContext } from "./gesture.ts";
import { selectedRows } from "./table-gestures.ts";
import { cellOf, type ShownRow } from "../cell-owners.ts";

type WriteQuestion = "files.begin" | "files.next" | "files.ticket" | "files.append" | "files.end";
/** Asks main to write; `askShell`, except in tests. */
export type WriteFiles = <N extends WriteQuestion>(name: N, params: ShellParams<N>) => Promise<ShellResult<N>>;

/** Whose values are written, and how that is asked for. */
export interface SaveContext extends Pick<GestureContext, "client" | "handle"> {
  readonly ask: WriteFiles;
  /** Ends it: what was written of the last file goes. */
  readonly signal: AbortSignal;
}

/** More files are not written in one go. */
const mostFiles = 10_000;

/** A value to be saved: what is staged, or where it is stored. */
export interface SavedValue {
  readonly cell: Cell;
  readonly address: CellAddress | null;
}

/** A column's name as the name of a file on any system. */
export function fileName(name: string): string {
  // oxlint-disable-next-line no-control-regex
  return name.replaceAll(/[\u0000-\u001f<>:"/\\|?*]/g, "_").slice(0, 100) || "value";
}

/** The ending that suits a value; its first bytes are read for that. */
export async function endingOf(client: EngineClient, { cell, address }: SavedValue): Promise<string> {
  if (cell instanceof Uint8Array) return fileEnding(cell);
  if (!isPreview(cell) || (cell.storage === "text" && !cell.damaged)) return "txt";
  if (cell.head instanceof Uint8Array && cell.head.length >= 16) return fileEnding(cell.head);
  return address ? fileEnding((await readChunk(client, address, 0, 64)).data) : "bin";
}

/** Writes a value into the file that was begun. Throws an AppError (`engine.stopped` when it was ended). */
async function writeValue(context: SaveContext, id: string, { cell, address }: SavedValue): Promise<void> {
  const { ask, handle } = context;
  if (isPreview(cell)) await saveStored(context, await ask("files.ticket", { id, handle }), address);
  else await ask("files.append", { id, data: bytesOf(cell) });
}

/** The engine writes a stored value to the file of a ticket. Throws an AppError (`engine.stopped` when it was ended). */
export async function saveStored(
  { client, signal }: Pick<SaveContext, "client" | "signal">,
  ticket: string,
  address: CellAddress | null,
): Promise<void> {
  if (!address) {
    throw new AppError({
      code: "row.notAddressable",
      message: "This large value cannot be fetched, because its row has no key.",
      next: "Select it in a SQL console instead.",
    });
  }
  const { table, key, column } = address;
  try {
    const place = { schema: table.schema, name: table.name };
    await client.ask("transfer.saveValue", { ticket, table: place, key, column }, { signal });
  } catch (thrown) {
    // Its process may have been ended: what it left beside the file goes.
    client.ask("transfer.giveUp", { ticket }).catch(() => {});
    throw thrown;
  }
}

function bytesOf(value: Scalar): Uint8Array<ArrayBuffer> {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  return new TextEncoder().encode(typeof value === "string" ? value : (editText(value) ?? ""));
}

/** Saves one value where the user says; null when that was cancelled, else the file's name. Throws an AppError. */
export async function saveValue(context: SaveContext, column: string, value: SavedValue): Promise<string | null> {
  const { client, ask } = context;
  const ending = await endingOf(client, value);
  const begun = await ask("files.begin", { suggestedName: `${fileName(column)}.${ending}` });
  if (!begun) return null;
  await closing(ask, begun.id, () => writeValue(context, begun.id, value));
  return begun.name;
}

/** Closes the file whatever happens; what is unfinished does not stay. */
async function closing(ask: WriteFiles, id: string, write: () => Promise<void>): Promise<void> {
  let done = false;
  try {
    await write();
    done = true;
  } finally {
    await ask("files.end", { id, done });
  }
}

/**
 * Saves the selected values as files in a folder that the user picks, each named by its row's key and its column; NULLs
 * are passed over. Gives a sentence about it, null when it was cancelled. Throws an AppError.
 */
export async function saveSelected(
  context: GestureContext,
  { ask, signal }: Pick<SaveContext, "ask" | "signal">,
  ranges: readonly CellRange[],
): Promise<string | null> {
  const { client, handle, rows } = context;
  const values: { readonly name: string; readonly value: SavedValue }[] = [];
  for (const range of ranges) {
    for (const shown of await selectedRows(context, [range])) {
      for (let column = range.firstColumn; column <= range.lastColumn; column++) {
        const found = valueAt(context, shown, column);
        if (found) values.push(found);
      }
    }
  }
  if (values.length === 0 || values.length > mostFiles) {
    throw new AppError({
      code: "value.tooLarge",
      message:
        values.length === 0
          ? "There is nothing to save: all these cells are NULL."
          : `${plural(values.length, "value")} would be as many files.`,
      next: values.length === 0 ? "Select cells that hold a value." : `Select at most ${plural(mostFiles, "cell")}.`,
    });
  }
  const begun = await ask("files.begin", { suggestedName: null });
  if (!begun) return null;
  const { id } = begun;
  await closing(ask, id, async () => {
    for (const { name, value } of values) {
      if (signal.aborted) throw new AppError(givenUp);
      await ask("files.next", { id, name: `${name}.${await endingOf(client, value)}` });
      await writeValue({ client, handle, ask, signal }, id, value);
    }
  });
  return `${plural(values.length, "value")} of ${rows.options.copyName ?? rows.table.name} saved in ${begun.name}`;
}

function valueAt({ rows }: GestureContext, shown: ShownRow, column: number) {
  const spec = rows.shownColumns[column];
  if (!spec) return null;
  const cell = cellOf(shown, spec.name, column);
  if (cell === undefined || cell === null) return null;
  const key = shown.file?.key ?? null;
  const isStored = cell === shown.file?.cells[column];
  const address = key && isStored ? { table: rows.table, key, column: spec.name } : null;
  const rowName = key?.map((part) => keyWord(part)).join("-") || "new";
  return { name: fileName(`${rowName} ${spec.name}`), value: { cell, address } };
}

/** A key's value within a file's name. */
function keyWord(value: Scalar): string {
  return (value instanceof Uint8Array ? "blob" : String(value)).slice(0, 40);
}
