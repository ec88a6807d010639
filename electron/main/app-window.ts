/** A window of Joinery: its page, and the databases it has open under handles of its own. */
import { randomUUID } from "node:crypto";
import { BrowserWindow, nativeTheme, type WebContents } from "electron";
import { shellChannels } from "../../src-shared/rpc/shell-channels.ts";
import type { EnginePortMessage, OpenedDatabase, ShellEvent } from "../../src-shared/rpc/shell-contract.ts";
import { invalidRequest } from "./answers.ts";
import { appPage } from "./app-protocol.ts";
import type { DatabasePlace } from "./database-place.ts";
import type { DatabaseClient, OpenDatabase } from "./open-database.ts";
import { log } from "./log.ts";
import { displayName } from "./open-databases.ts";
import { webPreferences } from "./security.ts";
import type { Bounds } from "./window-bounds.ts";

/** Something to open once the page is there to be told. `target` is how the user named it. */
export interface OpenRequest {
  readonly target: string;
  readonly place: () => DatabasePlace | Promise<DatabasePlace>;
  readonly table?: string | undefined;
}

/** As long as a page has to take what is being typed before its window closes, in milliseconds. */
const SETTLE_MS = 4000;

interface Held {
  readonly database: OpenDatabase;
  readonly client: DatabaseClient;
  table?: string | undefined;
}

export class AppWindow {
  readonly window: BrowserWindow;
  /** What the command line or the last session wants opened here; taken by the page's `database.restore`. */
  waiting: OpenRequest[] = [];
  /** Settles when what waited has been opened, also what waited for a page that was loaded again meanwhile. */
  opening: Promise<void> = Promise.resolve();
  /** What could not be opened here last, for another try. */
  failed: { readonly place: DatabasePlace; readonly table?: string | undefined } | null = null;
  /** What of it failed and the page does not know yet: how the user named it, and why. */
  readonly failures: [target: string, thrown: unknown][] = [];
  /** The page has asked for its databases: later ones are told by event. */
  restored = false;
  /** As the page last described itself. */
  staged = 0;
  /** A console of it has a transaction open, which ends with the window. */
  transactionOpen = false;
  /** Takes the page's answer to `window.closing`. */
  pageAnswered: (refused: number) => void = () => {};
  enabledCommands: Readonly<Record<string, boolean>> = {};
  readonly painted: Promise<void>;
  readonly setPainted: () => void;
  readonly #held = new Map<string, Held>();

  constructor(bounds: Bounds | { width: number; height: number }) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.painted = promise;
    this.setPainted = resolve;
    const made = Date.now();
    const started = process.getCreationTime() ?? made;
    void promise.then(() => {
      const [since, sinceStart] = [Date.now() - made, Math.round(Date.now() - started)];
      log.info(`What a window was opened for is on screen: after ${since} ms, ${sinceStart} ms from Joinery's start.`);
    });
    this.window = new BrowserWindow({
      ...bounds,
      minWidth: 640,
      minHeight: 420,
      show: false,
      title: "Joinery",
      // The page's own colours, so that nothing flashes before its first paint.
      backgroundColor: nativeTheme.shouldUseDarkColors ? "#16171c" : "#ffffff",
      webPreferences,
    });
  }

  get contents(): WebContents {
    return this.window.webContents;
  }

  load(): void {
    this.contents.on("did-navigate", () => {
      this.restored = false;
      for (const { database, client } of this.#held.values()) database.forgetPorts(client);
    });
    // A page that is gone while it loads is reloaded by whoever watches for crashes.
    void this.window.loadURL(appPage).catch(() => {});
  }

  send(event: ShellEvent): void {
    if (!this.window.isDestroyed()) this.contents.send(shellChannels.event, event);
  }

  /**
   * Asks the page to take what is being typed, and waits for what it has asked of its engines. Gives how many texts are refused,
   * and would be lost: none also for a page that is not there or does not answer in time.
   */
  settle(): Promise<number> {
    if (!this.restored || this.contents.isDestroyed() || this.contents.isCrashed()) return Promise.resolve(0);
    const { promise, resolve } = Promise.withResolvers<number>();
    this.pageAnswered = resolve;
    const given = (): void => resolve(0);
    const timer = setTimeout(given, SETTLE_MS);
    this.contents.once("render-process-gone", given);
    this.send({ name: "window.closing" });
    return promise.finally(() => {
      clearTimeout(timer);
      this.pageAnswered = () => {};
      if (!this.contents.isDestroyed()) this.contents.off("render-process-gone", given);
    });
  }

  /** Takes an open database into this window; one it has already keeps its handle. */
  hold(database: OpenDatabase, table?: string): OpenedDatabase {
    for (const [handle, held] of this.#held) {
      if (held.database !== database) continue;
      held.table = table;
      return describe(handle, held);
    }
    const handle = randomUUID();
    const client: DatabaseClient = {
      takePort: (lane, engine, port) => {
        const message: EnginePortMessage = { type: "engine-port", handle, lane, engine };
        if (!this.window.isDestroyed()) this.contents.postMessage(shellChannels.port, message, [port]);
      },
      lostEngine: (lane, engine, asked, error) =>
        this.send({ name: "engine.gone", handle, lane, engine, asked, error }),
    };
    const held: Held = { database, client, table };
    this.#held.set(handle, held);
    database.attach(client);
    return describe(handle, held);
  }

  /** Lets go of a database; gives it when no other window has it either. */
  release(handle: string): OpenDatabase | undefined {
    const { database, client } = this.held(handle);
    this.#held.delete(handle);
    return database.detach(client) === 0 ? database : undefined;
  }

  /** What a handle of the page stands for. Throws `request.invalid` for one that is not this window's. */
  held(handle: string): Held {
    const held = this.#held.get(handle);
    if (!held) throw invalidRequest("unknown database handle");
    return held;
  }

  handles(): string[] {
    return [...this.#held.keys()];
  }

  /** The databases this window has, for a page that was loaded again. */
  describeAll(): OpenedDatabase[] {
    return [...this.#held].map(([handle, held]) => describe(handle, held));
  }
}

function describe(handle: string, { database, table }: Held): OpenedDatabase {
  const { path, readOnly, scratch } = database.source;
  return {
    handle,
    name: displayName(database),
    path: scratch ? null : path,
    readOnly,
    ...(table === undefined ? {} : { table }),
  };
}
