/** Starts `other-program.ts` and talks to it. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface WriterState {
  /** Transactions it has committed. */
  readonly writes: number;
  /** Times a lock was in its way and stayed there. */
  readonly busy: number;
}

export class Writer {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  /** Writes `repeated` every so many milliseconds until it is stopped. */
  constructor(path: string, every: number, repeated: string) {
    this.#process = spawn(process.execPath, [
      fileURLToPath(new URL("./other-program.ts", import.meta.url)),
      path,
      String(every),
      repeated,
    ]);
    this.#process.stderr.pipe(process.stderr);
    this.#reader = createInterface({ input: this.#process.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  /** Tells it something, or only asks; gives what it has done so far. */
  async tell(order: { sql?: string; pause?: boolean } = {}): Promise<WriterState> {
    this.#process.stdin.write(`${JSON.stringify(order)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("The other program has ended.");
    return JSON.parse(value) as WriterState;
  }

  stop(): void {
    this.#process.kill();
    this.#reader.close();
  }
}
