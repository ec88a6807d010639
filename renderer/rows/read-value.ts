/** Whole values, fetched on demand in pieces: pages carry large ones only as previews. */
import { AppError, sentenceEnd } from "../../src-shared/errors/app-error.ts";
import { type Cell, type CellPreview, isPreview, type Scalar } from "../../src-shared/model/cell.ts";
import type { ObjectName } from "../../src-shared/model/names.ts";
import type { CellChunk, RowKey } from "../../src-shared/model/rows.ts";
import type { EngineClient } from "../rpc/engine-client.ts";
import { formatBytes } from "../ui/format.ts";

/** Where a stored value is. */
export interface CellAddress {
  readonly table: ObjectName;
  readonly key: RowKey;
  readonly column: string;
}

/** Larger values are not brought into the page whole, in bytes. */
export const largestWhole = 64 * 1024 * 1024;
/** SQLite loads the whole value for each piece, so there should be few of them. */
const piece = 16 * 1024 * 1024;

/** A piece of a stored value. Throws an AppError. */
export function readChunk(
  client: EngineClient,
  { table, key, column }: CellAddress,
  offset: number,
  length: number,
): Promise<CellChunk> {
  return client.ask("rows.readCell", {
    table: { schema: table.schema, name: table.name },
    key,
    column,
    offset,
    length,
  });
}

/** What a gesture brings into the page of large values in sum, in bytes. */
const largestTogether = 4 * largestWhole;

/**
 * Throws an AppError that names the column when these cells are too large to be fetched for one gesture (`value.tooLarge`), or
 * cannot be computed (`object.unreadable`); before any of them is read. `next` is the other way there is.
 */
export function assertFetchable(cells: Iterable<{ cell: Cell | undefined; column: string }>, next: string): void {
  let together = 0;
  for (const { cell, column } of cells) {
    if (cell === undefined || !isPreview(cell)) continue;
    assertComputed(cell, column, next);
    together += cell.bytes;
    if (cell.bytes <= largestWhole && together <= largestTogether) continue;
    const large = cell.bytes > largestWhole;
    throw new AppError({
      code: "value.tooLarge",
      message: large
        ? `A value of “${column}” has ${formatBytes(cell.bytes)}, and at most ${formatBytes(largestWhole)} are copied.`
        : `The values of “${column}” and the others are more than ${formatBytes(largestTogether)} together.`,
      next,
    });
  }
}

/** Throws an AppError `object.unreadable` for a value that SQLite cannot compute. */
export function assertComputed({ failed }: CellPreview, column: string, next: string): void {
  if (failed === undefined) return;
  throw new AppError({
    code: "object.unreadable",
    message: `A value of “${column}” cannot be computed: ${sentenceEnd(failed)}`,
    next,
    detail: failed,
  });
}

/** All bytes of a value, at most `largestWhole`. Throws an AppError (`value.tooLarge` beyond that). */
export async function readBytes(client: EngineClient, address: CellAddress): Promise<Uint8Array> {
  const first = await readChunk(client, address, 0, piece);
  if (first.bytes > largestWhole) {
    throw new AppError({
      code: "value.tooLarge",
      message: `This value of ${first.bytes.toLocaleString("en-US")} bytes is too large to be shown or copied whole.`,
      next: "Read a part of it with substr() in a SQL console.",
    });
  }
  const whole = new Uint8Array(first.bytes);
  whole.set(first.data);
  for (let at = first.data.length; at < first.bytes; ) {
    const { data } = await readChunk(client, address, at, piece);
    if (data.length === 0) break;
    whole.set(data, at);
    at += data.length;
  }
  return whole;
}

/** A cell's value without a preview's cut. Damaged text comes as its bytes. Throws an AppError. */
export async function wholeValue(client: EngineClient, cell: Cell, address: CellAddress): Promise<Scalar> {
  if (!isPreview(cell)) return cell;
  assertFetchable([{ cell, column: address.column }], "Read a part of it with substr() in a SQL console.");
  const bytes = await readBytes(client, address);
  if (cell.storage === "blob" || cell.damaged) return bytes;
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}
