/**
 * What the page wants back after a restart (tabs, SQL texts, widths), kept beside the session's journal. Values are JSON
 * by key; a change is on disk within a second (reliability: what was typed outlives a kill of anything).
 */
import type { EngineClient } from "./engine-client.ts";
import type { WorkspaceKey } from "./workspace-keys.ts";

/** Time from a change until it is sent, in milliseconds: typing is one write, and a second is kept. */
const DELAY = 400;

export class WorkspaceStore {
  readonly #client: EngineClient;
  readonly #values: Map<string, string>;
  readonly #waiting = new Map<string, string | null>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #writing: Promise<void> = Promise.resolve();

  private constructor(client: EngineClient, items: readonly { key: string; value: string }[]) {
    this.#client = client;
    this.#values = new Map(items.map(({ key, value }) => [key, value]));
  }

  /** Reads all that is kept of a database. Throws an AppError. */
  static async read(client: EngineClient): Promise<WorkspaceStore> {
    return new WorkspaceStore(client, await client.ask("workspace.read", undefined));
  }

  /** A kept value, or undefined; also for text that is no JSON (written by a newer Joinery, damaged). */
  get<T>(key: WorkspaceKey): T | undefined {
    const text = this.#values.get(key);
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text) as T;
    } catch {
      return undefined;
    }
  }

  /** All keys that begin so. */
  keys(prefix: string): string[] {
    return [...this.#values.keys()].filter((key) => key.startsWith(prefix));
  }

  /** Keeps a value that JSON can carry; undefined forgets it. */
  set(key: WorkspaceKey, value: unknown): void {
    const text = value === undefined ? null : JSON.stringify(value);
    if ((this.#values.get(key) ?? null) === text) return;
    if (text === null) this.#values.delete(key);
    else this.#values.set(key, text);
    this.#waiting.set(key, text);
    this.#timer ??= setTimeout(() => void this.flush(), DELAY);
  }

  /** Sends what waits now; resolves when it is on disk, or when that failed (it is then sent with the next change). */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.size === 0) return this.#writing;
    const items = [...this.#waiting].map(([key, value]) => ({ key, value }));
    this.#waiting.clear();
    // One after the other: an older write must never land on a newer one.
    this.#writing = this.#writing.then(async () => {
      try {
        await this.#client.ask("workspace.write", { items });
      } catch {
        // The process of the lane was ended under it. What is newer waits already and wins.
        for (const { key, value } of items) if (!this.#waiting.has(key)) this.#waiting.set(key, value);
        this.#timer ??= setTimeout(() => void this.flush(), 5 * DELAY);
      }
    });
    return this.#writing;
  }

  /** Stops the clock; nothing more is sent. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting.clear();
  }
}
