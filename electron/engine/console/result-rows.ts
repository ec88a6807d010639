/** Rows of one statement's result: a small result stays in memory, a large one goes to a scratch file. */
import { dirname } from "node:path";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Cell, Scalar } from "../../../src-shared/model/cell.ts";
import { asAppError } from "../engine-error.ts";
import { previewCell, weightOf } from "./preview-cell.ts";
import { SpillFile, type SpillPlace } from "./spill-file.ts";

/** Bytes (about) a result may take in memory before it is written to a file. */
const MEMORY_BYTES = 2 * 1024 * 1024;

export class ResultRows {
  readonly #place: SpillPlace;
  #file: SpillFile | null = null;
  /** Rows that are not in the file: those after it. */
  #tail: Scalar[][] = [];
  #tailBytes = 0;

  /** Nothing is written before it has to be. */
  constructor(place: SpillPlace) {
    this.#place = place;
  }

  get count(): number {
    return (this.#file?.count ?? 0) + this.#tail.length;
  }

  /** Adds a row at the end. Throws an AppError when it has to go to a file and cannot. */
  append(row: Scalar[]): void {
    this.#tail.push(row);
    let bytes = 64;
    for (const value of row) bytes += weightOf(value);
    this.#tailBytes += bytes;
    if (this.#tailBytes > MEMORY_BYTES) this.#spill();
  }

  /** Up to `limit` rows from the 0-based place `offset`; large values as previews. */
  page(offset: number, limit: number): Cell[][] {
    const rows: Cell[][] = [];
    const filed = this.#file?.count ?? 0;
    if (this.#file && offset < filed) {
      for (const row of this.#file.read(offset, limit)) rows.push(row.map(previewCell));
    }
    const from = Math.max(0, offset - filed);
    for (const row of this.#tail.slice(from, from + limit - rows.length)) rows.push(row.map(previewCell));
    return rows;
  }

  /** The row at the 0-based place `offset` with whole values; undefined when there is none. */
  row(offset: number): Scalar[] | undefined {
    const filed = this.#file?.count ?? 0;
    if (!this.#file || offset >= filed) return this.#tail[offset - filed];
    const [row] = this.#file.read(offset, 1);
    return row;
  }

  /** All rows are there: from now on they are in a file that other processes may read. Throws an AppError when it cannot be written. */
  share(): void {
    this.#spill();
    this.#file?.share();
  }

  /** Forgets the rows and removes the file. */
  close(): void {
    this.#file?.close();
    this.#file = null;
    this.#tail = [];
    this.#tailBytes = 0;
  }

  #spill(): void {
    try {
      this.#file ??= new SpillFile(this.#place);
      if (this.#tail.length > 0) this.#file.append(this.#tail);
    } catch (thrown) {
      throw notKept(thrown, dirname(this.#place.path));
    }
    this.#tail = [];
    this.#tailBytes = 0;
  }
}

/** A failure of the scratch file in words that do not blame the user's database. */
function notKept(thrown: unknown, folder: string): unknown {
  const error = asAppError(thrown, { path: folder });
  if (!(error instanceof AppError)) return error;
  return new AppError({
    ...error.data,
    message: "The rows of this result could not be kept in Joinery's scratch folder.",
    next: "Free some space on its disk, or ask for fewer rows.",
  });
}
