/** Where a kept order is, by what it is of: two processes come to the same name without asking each other. */
import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { bytesToHex } from "../../../../src-shared/model/cell-json.ts";
import { activeFilter } from "../../../../src-shared/model/row-filter.ts";
import type { RowSource } from "../../../../src-shared/model/rows.ts";
import type { Connections } from "../../connection/connections.ts";
import { removeOrder } from "./order-file.ts";

/** Orders that stay on disk: one of ten million rows is 80 MB. */
const KEPT = 8;

/** Of a SHA-256 in hexadecimal digits. */
const DIGEST_LENGTH = 64;

/** A text that is the same for the same source: table, order, and the conditions that count. */
export function digestOf(source: RowSource): string {
  const { table, order, filter } = source;
  const json = JSON.stringify([table.schema, table.name, order, activeFilter(filter)], (_key, value: unknown) => {
    if (typeof value === "bigint") return { integer: value.toString() };
    if (value instanceof Uint8Array) return { blob: bytesToHex(value) };
    if (typeof value === "number" && !(Number.isFinite(value) && !Object.is(value, -0)))
      return { real: Object.is(value, -0) ? "-0" : String(value) };
    return value;
  });
  return createHash("sha256").update(json).digest("hex");
}

/**
 * A text that differs when the file was written, the same in every process (`data_version` counts for each connection on
 * its own). By stat: every commit writes the file or its WAL.
 */
export function stateStamp(connections: Connections): string {
  const path = connections.realPath;
  if (path === null) return `memory ${connections.version().data}`;
  return ["", "-wal"]
    .map((suffix) => {
      const stat = statSync(path + suffix, { bigint: true, throwIfNoEntry: false });
      // An empty WAL and none are the same: the first reader makes one.
      return stat && (suffix === "" || stat.size > 0n)
        ? `${stat.dev}.${stat.ino}.${stat.size}.${stat.mtimeNs}`
        : "none";
    })
    .join(" ");
}

/** The folder that the processes of one open database share for their orders. */
export class OrderFolder {
  readonly #folder: string;
  readonly #wantFiles = new Map<string, number>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  path(digest: string): string {
    return join(this.#folder, `${digest}.order`);
  }

  /** Makes room for one more: the oldest go. */
  prepare(): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const orders = readdirSync(this.#folder)
      .filter((file) => file.endsWith(".order"))
      .map((file) => join(this.#folder, file))
      .map((path) => ({ path, at: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
      .toSorted((a, b) => b.at - a.at);
    for (const { path } of orders.slice(KEPT - 1)) removeOrder(path);
  }

  /**
   * Writes down what a view wants now (null: nothing), for the process that builds: it gives up what nobody wants. In place,
   * because making a file would take as long as reading the page.
   */
  want(view: string, digest: string | null): void {
    writeSync(this.#wantFile(view), (digest ?? "").padEnd(DIGEST_LENGTH), 0, "latin1");
  }

  /** Does a view want nothing that is built, as it is written down by now? */
  wantsNothing(view: string): boolean {
    const neverDid = !this.#wantFiles.has(view) && !existsSync(this.#wantPath(view));
    return neverDid || this.wants(view, "".padEnd(DIGEST_LENGTH));
  }

  /** Does a view want this order? */
  wants(view: string, digest: string): boolean {
    const bytes = Buffer.alloc(DIGEST_LENGTH);
    // A second look, in case the first met it half written.
    for (let look = 0; look < 3; look++) {
      readSync(this.#wantFile(view), bytes, 0, DIGEST_LENGTH, 0);
      if (bytes.toString("latin1") === digest) return true;
    }
    return false;
  }

  /** The view is gone. */
  forget(view: string): void {
    const file = this.#wantFiles.get(view);
    if (file !== undefined) closeSync(file);
    this.#wantFiles.delete(view);
    rmSync(this.#wantPath(view), { force: true });
  }

  close(): void {
    for (const file of this.#wantFiles.values()) closeSync(file);
    this.#wantFiles.clear();
  }

  #wantFile(view: string): number {
    let file = this.#wantFiles.get(view);
    if (file === undefined) {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      file = openSync(this.#wantPath(view), constants.O_RDWR | constants.O_CREAT, 0o600);
      this.#wantFiles.set(view, file);
    }
    return file;
  }

  #wantPath(view: string): string {
    return join(this.#folder, `${createHash("sha256").update(view).digest("hex").slice(0, 32)}.want`);
  }
}
