/** Asks for the mistakes of a text when its typing pauses; one question at a time, and only the newest text counts. */
import type { ScriptMark } from "../../../src-shared/model/sql-words.ts";

/** Milliseconds of silence before a text is checked. */
const PAUSE = 500;
/** A longer text is a dump: it is not sent with every pause. UTF-16 units. */
const LONGEST = 200_000;

interface CheckerOptions {
  /** The text now; null when there is none to look at, or when it cannot be checked now (a script is running). */
  readonly text: () => string | null;
  readonly ask: (sql: string) => Promise<readonly ScriptMark[]>;
  readonly onMarks: (text: string, marks: readonly ScriptMark[]) => void;
}

export class ScriptChecker {
  readonly #options: CheckerOptions;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #asking = false;
  #again = false;
  #closed = false;

  constructor(options: CheckerOptions) {
    this.#options = options;
  }

  /** The text, or what it is checked against, is another one. */
  changed(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), PAUSE);
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #check(): Promise<void> {
    this.#timer = null;
    if (this.#asking) {
      this.#again = true;
      return;
    }
    const text = this.#options.text();
    if (text === null || text.length > LONGEST) return;
    this.#asking = true;
    try {
      const marks = text.trim() === "" ? [] : await this.#options.ask(text);
      if (!this.#closed && this.#options.text() === text) this.#options.onMarks(text, marks);
    } catch {
      // Nothing was asked for by hand: what fails here (a file that is gone) is said when the script is run.
    } finally {
      this.#asking = false;
      if (this.#again && !this.#closed) this.changed();
      this.#again = false;
    }
  }
}
