/** Standard output, written in pieces, waiting for whoever reads it: a slow reader must not make us hold the result. */
import { asAppError } from "../engine/engine-error.ts";
import { CommandError } from "./command-error.ts";
import { exitCodes } from "./exit-codes.ts";

const PIECE = 64 * 1024;

/** The reader of our output is gone (`joinery … | head`): end quietly. */
export class OutputClosed extends CommandError {
  constructor() {
    super({ code: "engine.stopped", message: "The output was closed.", next: "Nothing." }, exitCodes.outputClosed);
  }
}

export class Output {
  readonly #stream: NodeJS.WritableStream;
  #pending = "";
  #failure: Error | null = null;

  constructor(stream: NodeJS.WritableStream = process.stdout) {
    this.#stream = stream;
    // Without a listener Node would end the process with a stack.
    stream.on("error", (error) => this.#fail(error));
  }

  /** Writes text, now or with what follows. Waits while the reader is behind. Throws OutputClosed when it is gone. */
  async write(text: string): Promise<void> {
    this.#pending += text;
    if (this.#pending.length >= PIECE) await this.flush();
  }

  /** Hands over everything written so far. Throws OutputClosed when the reader is gone. */
  async flush(): Promise<void> {
    const text = this.#pending;
    this.#pending = "";
    if (text !== "" && this.#failure === null) {
      // The callback comes when the system took the text, so no more than one piece waits in memory.
      const error = await new Promise<Error | null | undefined>((resolve) => this.#stream.write(text, resolve));
      if (error) this.#fail(error);
    }
    if (this.#failure !== null) throw this.#failure;
  }

  #fail(error: Error): void {
    const closed = (error as NodeJS.ErrnoException).code === "EPIPE";
    this.#failure ??= closed ? new OutputClosed() : (asAppError(error) as Error);
  }
}
