/**
 * The file of a kept order: the keys of a source's rows in their order, written by the process that builds it and read by
 * the one that answers pages, at the same time.
 *
 *     0     JOINORD1
 *     8     rows known from the beginning on, rows seen, place from which on they are known to the end (each a float64), flags
 *           (uint32), CRC-32 of these 28 bytes
 *     64    length of what follows (uint32), then JSON: which source, which state of the database, which kind of key
 *     4096  a place of 8 bytes a row, little endian: the rowid, or where the key begins in the writer's file `….keys`
 *
 * The head is there before the file has its name. The state is rewritten in place; a reader that meets it half written sees
 * that by its checksum and looks again. Keys are written before the state that counts them.
 */
import { randomUUID } from "node:crypto";
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";
import type { Scalar } from "../../../../src-shared/model/cell.ts";

const MAGIC = "JOINORD1";
const STATE_AT = 8;
const STATE_BYTES = 32;
const META_AT = 64;
const KEYS_AT = 4096;
const COMPLETE = 1;
const TOTAL_EXACT = 2;
const BUFFERED = 32_768;

/** What the order is of. All texts are compared as a whole. */
export interface OrderMeta {
  readonly digest: string;
  /** The state of the database it was made from (`stateStamp`). */
  readonly stamp: string;
  /** Is a key one integer? */
  readonly byRowid: boolean;
}

/** Which writer made a file: its keys are in a file of that name. */
interface WrittenMeta extends OrderMeta {
  readonly writer: string;
}

export interface OrderState {
  /** The keys of so many rows from the first on are there. */
  readonly rows: number;
  /** From this place on, up to `seen`, they are there too; Infinity when they are not. */
  readonly tailFrom: number;
  /** So many rows of the source were seen. */
  readonly seen: number;
  readonly seenAll: boolean;
  readonly complete: boolean;
}

/** What the builder tells of how far it is. */
export type SeenState = Omit<OrderState, "rows" | "tailFrom">;

/** The file of keys of one writer: two processes may build the same order at the same time, and the last one's counts. */
const keysPath = (path: string, writer: string) => `${path}.${writer}.keys`;

export class OrderWriter {
  readonly #path: string;
  readonly #writer = randomUUID();
  readonly #byRowid: boolean;
  readonly #file: number;
  readonly #keys: number | null;
  readonly #places = Buffer.alloc(BUFFERED * 8);
  #buffered = 0;
  #written = 0;
  #keyBytes = 0;
  #keyChunks: Buffer[] = [];
  #known = 0;
  #tailFrom = Number.POSITIVE_INFINITY;

  /** Makes the file, with no rows. Throws what the file system throws. */
  constructor(path: string, meta: OrderMeta) {
    this.#path = path;
    this.#byRowid = meta.byRowid;
    removeOrder(path);
    const json = Buffer.from(JSON.stringify({ ...meta, writer: this.#writer } satisfies WrittenMeta));
    if (META_AT + 4 + json.length > KEYS_AT) throw new RangeError("The head of an order file is too long");
    const head = Buffer.alloc(KEYS_AT);
    head.write(MAGIC, 0, "latin1");
    stateBytes({ rows: 0, tailFrom: Number.POSITIVE_INFINITY, seen: 0, seenAll: false, complete: false }).copy(
      head,
      STATE_AT,
    );
    head.writeUInt32LE(json.length, META_AT);
    json.copy(head, META_AT + 4);
    this.#keys = meta.byRowid ? null : openSync(keysPath(path, this.#writer), "w");
    const part = `${path}.${this.#writer}.part`;
    this.#file = openSync(part, "w");
    writeSync(this.#file, head, 0, head.length, 0);
    renameSync(part, path);
  }

  /** Keys written so far. */
  get count(): number {
    return this.#written + this.#buffered;
  }

  add(rowid: bigint): void {
    if (this.#buffered === BUFFERED) this.#flush();
    this.#places.writeBigInt64LE(rowid, this.#buffered * 8);
    this.#buffered++;
  }

  addKey(key: readonly Scalar[]): void {
    if (this.#byRowid) return this.add(key[0] as bigint);
    const bytes = serialize(key);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    this.add(BigInt(this.#keyBytes));
    this.#keyChunks.push(length, bytes);
    this.#keyBytes += 4 + bytes.length;
  }

  /** Adds the last rows of all, of which there are `total`. */
  addTail(keys: readonly Scalar[][], total: number): void {
    this.restart();
    this.#written = total - keys.length;
    for (const key of keys) this.addKey(key);
    this.restart();
    this.#tailFrom = total - keys.length;
  }

  /** Begins at the first row again: what was known of the first rows stays known, and the same is written over it. */
  restart(): void {
    this.#flush();
    this.#written = 0;
  }

  /** Lets readers see what was added. */
  publish(state: SeenState): void {
    this.#flush();
    this.#known = Math.max(this.#known, this.#written);
    const bytes = stateBytes({ ...state, rows: this.#known, tailFrom: this.#tailFrom });
    writeSync(this.#file, bytes, 0, bytes.length, STATE_AT);
  }

  close(): void {
    closeSync(this.#file);
    if (this.#keys !== null) closeSync(this.#keys);
  }

  /** Closes, and removes the file, unless another writer's has taken its place. */
  discard(): void {
    const ours = isSameFile(this.#file, this.#path);
    this.close();
    if (ours) removeOrder(this.#path);
    else rmSync(keysPath(this.#path, this.#writer), { force: true });
  }

  #flush(): void {
    if (this.#keys !== null && this.#keyChunks.length > 0) {
      writeAll(this.#keys, Buffer.concat(this.#keyChunks), null);
      this.#keyChunks = [];
    }
    writeAll(this.#file, this.#places.subarray(0, this.#buffered * 8), KEYS_AT + this.#written * 8);
    this.#written += this.#buffered;
    this.#buffered = 0;
  }
}

export class OrderReader {
  readonly meta: OrderMeta;
  readonly #file: number;
  readonly #keys: number | null;

  /** Opens a file; null when there is none, or it is none of ours. */
  static open(path: string): OrderReader | null {
    let file: number | null = null;
    try {
      file = openSync(path, "r");
      const head = readBytes(file, 0, KEYS_AT);
      if (head.toString("latin1", 0, MAGIC.length) !== MAGIC) throw new TypeError("Not an order file");
      const json = head.toString("utf8", META_AT + 4, META_AT + 4 + head.readUInt32LE(META_AT));
      const meta = JSON.parse(json) as WrittenMeta;
      return new OrderReader(meta, file, meta.byRowid ? null : openSync(keysPath(path, meta.writer), "r"));
    } catch {
      // Not there, half removed by its builder, or damaged: then there is no order, and pages are found without.
      if (file !== null) closeSync(file);
      return null;
    }
  }

  private constructor(meta: OrderMeta, file: number, keys: number | null) {
    this.meta = meta;
    this.#file = file;
    this.#keys = keys;
  }

  /** How far it is now. Throws when it stays unreadable. */
  state(): OrderState {
    for (let attempt = 0; attempt < 50; attempt++) {
      const bytes = readBytes(this.#file, STATE_AT, STATE_BYTES);
      if (bytes.readUInt32LE(28) !== crc32(bytes.subarray(0, 28))) continue;
      const flags = bytes.readUInt32LE(24);
      return {
        rows: bytes.readDoubleLE(0),
        seen: bytes.readDoubleLE(8),
        tailFrom: bytes.readDoubleLE(16),
        complete: (flags & COMPLETE) !== 0,
        seenAll: (flags & TOTAL_EXACT) !== 0,
      };
    }
    throw new Error("The state of an order file cannot be read");
  }

  /** Is this still the file at that path? */
  isAt(path: string): boolean {
    return isSameFile(this.#file, path);
  }

  /** The keys of rows from a place on; all of them must be known. */
  read(offset: number, limit: number): Scalar[][] {
    const places = this.#places(offset, limit);
    const keys = this.#keys;
    if (keys === null) return Array.from(places, (rowid) => [rowid]);
    return Array.from(places, (at) => {
      const length = readBytes(keys, Number(at), 4).readUInt32LE();
      return deserialize(readBytes(keys, Number(at) + 4, length)) as Scalar[];
    });
  }

  /** The place of a row among those that are known; null when it is not among them. A rowid is compared in large steps. */
  find(key: readonly Scalar[], same: (a: readonly Scalar[], b: readonly Scalar[]) => boolean): number | null {
    const { rows } = this.state();
    const step = this.#keys === null ? 1_000_000 : 1000;
    for (let offset = 0; offset < rows; offset += step) {
      const limit = Math.min(step, rows - offset);
      const at =
        this.#keys === null
          ? this.#places(offset, limit).indexOf(key[0] as bigint)
          : this.read(offset, limit).findIndex((other) => same(other, key));
      if (at >= 0) return offset + at;
    }
    return null;
  }

  close(): void {
    closeSync(this.#file);
    if (this.#keys !== null) closeSync(this.#keys);
  }

  #places(offset: number, limit: number): BigInt64Array {
    const bytes = readBytes(this.#file, KEYS_AT + offset * 8, limit * 8);
    // All machines that Electron runs on are little endian.
    return new BigInt64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3);
  }
}

/** Removes an order and what belongs to it; a process that has it open can go on reading it. */
export function removeOrder(path: string): void {
  rmSync(path, { force: true });
  const folder = dirname(path);
  const begins = `${basename(path)}.`;
  for (const file of readdirSync(folder)) {
    if (file.startsWith(begins)) rmSync(join(folder, file), { force: true });
  }
}

function isSameFile(file: number, path: string): boolean {
  const there = statSync(path, { bigint: true, throwIfNoEntry: false });
  return there?.ino === fstatSync(file, { bigint: true }).ino;
}

function stateBytes(state: OrderState): Buffer {
  const bytes = Buffer.alloc(STATE_BYTES);
  bytes.writeDoubleLE(state.rows, 0);
  bytes.writeDoubleLE(state.seen, 8);
  bytes.writeDoubleLE(state.tailFrom, 16);
  bytes.writeUInt32LE((state.complete ? COMPLETE : 0) | (state.seenAll ? TOTAL_EXACT : 0), 24);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 28)), 28);
  return bytes;
}

function writeAll(file: number, bytes: Buffer, position: number | null): void {
  let done = 0;
  while (done < bytes.length) {
    done += writeSync(file, bytes, done, bytes.length - done, position === null ? null : position + done);
  }
}

/** Exactly so many bytes, in memory of their own (aligned to 8). Throws when the file ends before. */
function readBytes(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.from(new ArrayBuffer(length));
  let done = 0;
  while (done < length) {
    const read = readSync(file, bytes, done, length - done, position + done);
    if (read === 0) throw new RangeError("An order file ends too early");
    done += read;
  }
  return bytes;
}
