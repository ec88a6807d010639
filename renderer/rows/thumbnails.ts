/** Pictures that cells hold, small, for the grid. Decoded once for each value that is on screen. */
import { type Cell, isPreview } from "../../src-shared/model/cell.ts";
import type { EngineClient } from "../rpc/engine-client.ts";
import { pictureType } from "../values/picture-type.ts";
import { type CellAddress, readBytes } from "./read-value.ts";

/** Height of a row that shows pictures, and of what is kept of one, in CSS pixels. */
export const pictureRowHeight = 64;
const keptHeight = 2 * pictureRowHeight;
/** Larger values are not fetched for a look at them, in bytes. */
const largest = 8 * 1024 * 1024;
/** A PNG with more pixels is not decoded: a small file can hold a picture of gigabytes. */
const mostPixels = 64_000_000;
const atOnce = 3;

export class Thumbnails {
  readonly #client: EngineClient;
  readonly #changed: () => void;
  /** null: it is no picture, or cannot be decoded. */
  readonly #known = new WeakMap<object, ImageBitmap | null>();
  #waiting: { readonly cell: object & Cell; readonly address: CellAddress | null }[] = [];
  #running = 0;

  constructor(client: EngineClient, changed: () => void) {
    this.#client = client;
    this.#changed = changed;
  }

  /** The picture; undefined while it is not here, and where there is none. */
  of(cell: Cell, address: CellAddress | null): ImageBitmap | undefined {
    if (typeof cell !== "object" || cell === null) return undefined;
    const known = this.#known.get(cell);
    if (known !== undefined) return known ?? undefined;
    if (!this.#waiting.some((one) => one.cell === cell)) {
      // What was scrolled past is not waited for.
      this.#waiting = [...this.#waiting.slice(-100), { cell, address }];
      void this.#pump();
    }
    return undefined;
  }

  async #pump(): Promise<void> {
    if (this.#running >= atOnce) return;
    const next = this.#waiting.pop();
    if (!next) return;
    this.#running++;
    try {
      this.#known.set(next.cell, await this.#decode(next.cell, next.address));
      this.#changed();
    } catch {
      this.#known.set(next.cell, null);
    } finally {
      this.#running--;
    }
    void this.#pump();
  }

  async #decode(cell: Cell, address: CellAddress | null): Promise<ImageBitmap | null> {
    const preview = isPreview(cell);
    if (preview && (cell.bytes > largest || !address || typeof cell.head === "string")) return null;
    const head = preview ? (cell.head as Uint8Array) : cell;
    if (!(head instanceof Uint8Array) || (head.length > 0 && pictureType(head) === null)) return null;
    const bytes = preview && address ? await readBytes(this.#client, address) : head;
    const type = pictureType(bytes);
    if (type === null || (type === "image/png" && pixelsOf(bytes) > mostPixels)) return null;
    return createImageBitmap(new Blob([new Uint8Array(bytes)], { type }), {
      resizeHeight: keptHeight,
      resizeQuality: "medium",
    });
  }
}

/** Width times height, from the header: https://www.w3.org/TR/png-3/#11IHDR */
function pixelsOf(png: Uint8Array): number {
  if (png.length < 24) return 0;
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return view.getUint32(16) * view.getUint32(20);
}
