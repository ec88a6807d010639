/** A file that is written beside its place and put there when it is whole. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import type { Target } from "./ticket.ts";

/** Characters gathered before they are written. */
const BUFFER = 256 * 1024;

export class PartFile {
  readonly #target: Target;
  readonly #file: number;
  #waiting: string[] = [];
  #characters = 0;
  /** Bytes written. */
  bytes = 0;

  /** Throws what the file system throws. */
  constructor(target: Target) {
    this.#target = target;
    this.#file = openSync(target.part, "w");
  }

  write(text: string): void {
    this.#waiting.push(text);
    this.#characters += text.length;
    if (this.#characters > BUFFER) this.#flush();
  }

  /** Bytes as they are, behind what was written before. */
  writeBytes(data: Uint8Array): void {
    this.#flush();
    this.#writeNow(data);
  }

  /** All is written: the file takes its place, that of an older one too. */
  finish(): void {
    this.#flush();
    fsyncSync(this.#file);
    closeSync(this.#file);
    renameSync(this.#target.part, this.#target.path);
  }

  /** What was written goes; what was at its place stays. */
  discard(): void {
    closeSync(this.#file);
    rmSync(this.#target.part, { force: true });
  }

  #flush(): void {
    this.#writeNow(Buffer.from(this.#waiting.join(""), "utf8"));
    this.#waiting = [];
    this.#characters = 0;
  }

  #writeNow(data: Uint8Array): void {
    for (let at = 0; at < data.length; ) at += writeSync(this.#file, data, at);
    this.bytes += data.length;
  }
}
