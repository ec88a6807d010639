/**
 * One open database. Lanes that keep or write something have one engine each, shared by every window that has the database;
 * it is started when first asked for, and again when it ended without being told to. Of the pooled lanes each window has
 * engines of its own, as many as it asks for within limits: one window never waits for what another one reads.
 */
import { randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MessagePortMain } from "electron";
import { AppError, type AppErrorData, toAppErrorData } from "../../src-shared/errors/app-error.ts";
import type { DatabaseSource } from "../../src-shared/model/database.ts";
import { type Lane, pooledLanes } from "../../src-shared/rpc/procedure.ts";
import { invalidRequest } from "./answers.ts";
import { takeEngine } from "./engine-pool.ts";
import type { EndReason, EngineProcess } from "./engine-process.ts";
import { engineGone, keepsEnding } from "./engine-words.ts";
import { folders } from "./folders.ts";
import { log } from "./log.ts";

/** A window's hold on a database. */
export interface DatabaseClient {
  /** Takes the port of a process to the page; `engine` is the process's id. */
  takePort(lane: Lane, engine: number, port: MessagePortMain): void;
  /** Tells the page that a process is gone, or (`engine: null`) could not be started. */
  lostEngine(lane: Lane, engine: number | null, asked: boolean, error: AppErrorData): void;
}

/** An engine that ends this often in this time is not started again until someone asks for it. */
const CRASHES = 3;
const CRASH_WINDOW_MS = 10_000;

const closed = (): AppError =>
  new AppError({ code: "engine.stopped", message: "This database was closed.", next: "Open it again to go on." });

/** What a page has; another object once the page was loaded again. */
interface Hold {
  /** Which process of a shared lane it has a port to. */
  readonly ports: Map<Lane, EngineProcess>;
  /** Its own processes of pooled lanes, by id. */
  readonly own: Map<number, { readonly lane: Lane; readonly engine: EngineProcess }>;
  /** Lanes of its own processes that are being started. */
  readonly starting: Lane[];
}

const newHold = (): Hold => ({ ports: new Map(), own: new Map(), starting: [] });

export class OpenDatabase {
  readonly source: Extract<DatabaseSource, { kind: "file" }>;
  readonly #journalFolder: string;
  /** What one engine makes and another reads (kept orders); engines come and go, so it is not theirs. */
  readonly #sharedFolder = join(folders.spill(), `shared-${randomUUID()}`);
  readonly #engines = new Map<Lane, Promise<EngineProcess>>();
  readonly #clients = new Map<DatabaseClient, Hold>();
  readonly #crashes = new Map<Lane, number[]>();
  /** The reader that showed that the database can be opened; it is the first window's. */
  #first: Promise<EngineProcess> | undefined;
  readonly #closing = new Set<Promise<void>>();
  #closed = false;

  constructor(source: OpenDatabase["source"], journalFolder: string) {
    this.source = source;
    this.#journalFolder = journalFolder;
  }

  /**
   * Opens it, in the process that reads first and in the one that sees what is written: no window reads before that. Throws an
   * AppError that says why it cannot be opened.
   */
  async open(): Promise<void> {
    // Both begin to start now; one after the other they open the file, so that the first says what it found there.
    const [reader, watcher] = [takeEngine(), takeEngine()];
    try {
      this.#first = this.#start("read", reader);
      await this.#first;
    } catch (thrown) {
      watcher.end("closed");
      throw thrown;
    }
    // Without a session the rows can be read all the same; why there is none is said when it is asked for.
    await this.engine("session", watcher).catch(() => log.warn("The session's engine could not be started."));
  }

  /** The engine of a shared lane, made of a spare process if need be. Throws an AppError when the database cannot be opened (any more). */
  engine(lane: Lane, spare?: EngineProcess): Promise<EngineProcess> {
    if (this.#closed) return Promise.reject(closed());
    const known = this.#engines.get(lane);
    if (known) return known;
    const started = this.#start(lane, spare).then((engine) => {
      void engine.ended.then((why) => this.#ended(lane, engine, why));
      return engine;
    });
    this.#engines.set(lane, started);
    started.catch(() => {
      if (this.#engines.get(lane) === started) this.#engines.delete(lane);
    });
    return started;
  }

  /** Lets a window take part. */
  attach(client: DatabaseClient): void {
    this.#clients.set(client, newHold());
  }

  /** Ends a window's part; gives how many windows are left. */
  detach(client: DatabaseClient): number {
    this.#letGo(this.#clients.get(client));
    this.#clients.delete(client);
    return this.#clients.size;
  }

  /** A window's page was loaded again: its old ports are gone with the old page, and so is what that page asked for. */
  forgetPorts(client: DatabaseClient): void {
    const hold = this.#clients.get(client);
    if (!hold) return;
    this.#letGo(hold);
    this.#clients.set(client, newHold());
  }

  /**
   * Sends a window the port of a shared lane, unless it has the one of the process that runs now; of a pooled lane, that of one
   * process more. Throws like `engine`, and `request.invalid` beyond a pool's limit.
   */
  async connect(client: DatabaseClient, lane: Lane): Promise<void> {
    const hold = this.#clients.get(client);
    try {
      if (pooledLanes[lane] === undefined) await this.#connectShared(client, hold, lane);
      else await this.#connectOwn(client, hold, lane, pooledLanes[lane]);
    } catch (thrown) {
      client.lostEngine(lane, null, false, toAppErrorData(thrown));
      throw thrown;
    }
  }

  /**
   * Writes down a file that the user chose, where the engines find it by its ticket (engine/transfer/ticket.ts): the page is only
   * given the ticket.
   */
  async takeTarget(path: string): Promise<string> {
    const ticket = randomUUID();
    await mkdir(this.#sharedFolder, { recursive: true, mode: 0o700 });
    await writeFile(join(this.#sharedFolder, `target-${ticket}`), path, { mode: 0o600 });
    return ticket;
  }

  /**
   * Ends the process of a shared lane at once, and a fresh one takes its place in every window that used it; or (`engine`) one of
   * a window's own. Resolves when it is gone.
   */
  async stop(client: DatabaseClient, lane: Lane, engine?: number): Promise<void> {
    if (engine === undefined) {
      const shared = await this.#engines.get(lane)?.catch(() => undefined);
      shared?.end("stopped");
      await shared?.ended;
      return;
    }
    const own = this.#takeOwn(client, engine);
    own?.end("stopped");
    await own?.ended;
  }

  /** Lets go of one of a window's own processes: it closes its files and ends. */
  async release(client: DatabaseClient, engine: number): Promise<void> {
    await this.#takeOwn(client, engine)?.close();
  }

  /** Closes all engines and lets them tidy their files away. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const hold of this.#clients.values()) this.#letGo(hold);
    this.#clients.clear();
    const engines = await Promise.allSettled([...this.#engines.values(), ...(this.#first ? [this.#first] : [])]);
    await Promise.all(engines.flatMap((engine) => (engine.status === "fulfilled" ? [engine.value.close()] : [])));
    await Promise.all(this.#closing);
    // What cannot be removed now is removed when the app starts the next time.
    await rm(this.#sharedFolder, { recursive: true, force: true }).catch(() => {});
  }

  async #connectShared(client: DatabaseClient, hold: Hold | undefined, lane: Lane): Promise<void> {
    let engine = await this.engine(lane);
    while (!engine.alive) {
      await engine.ended;
      engine = await this.engine(lane);
    }
    // A page that was loaded since asks itself; a port that came before it listens would be lost.
    const stillAsks = hold !== undefined && this.#clients.get(client) === hold;
    if (!stillAsks || hold.ports.get(lane) === engine) return;
    hold.ports.set(lane, engine);
    client.takePort(lane, engine.id, engine.connect());
  }

  async #connectOwn(client: DatabaseClient, hold: Hold | undefined, lane: Lane, most: number): Promise<void> {
    if (!hold || this.#closed) throw closed();
    const running = [...hold.own.values()].filter((own) => own.lane === lane).length;
    if (running + hold.starting.filter((other) => other === lane).length >= most) {
      throw invalidRequest(`no more than ${most} processes of ${lane}`);
    }
    hold.starting.push(lane);
    try {
      const engine = await this.#fresh(lane);
      if (this.#clients.get(client) !== hold) {
        await engine.close();
        return;
      }
      hold.own.set(engine.id, { lane, engine });
      void engine.ended.then((why) => {
        // Those that were asked to end are told at once by whoever asked.
        if (hold.own.delete(engine.id)) client.lostEngine(lane, engine.id, false, engineGone(lane, why));
      });
      client.takePort(lane, engine.id, engine.connect());
    } finally {
      hold.starting.splice(hold.starting.indexOf(lane), 1);
    }
  }

  /** A process for one window. */
  async #fresh(lane: Lane): Promise<EngineProcess> {
    const first = lane === "read" ? this.#first : undefined;
    if (first) this.#first = undefined;
    const engine = await first?.catch(() => undefined);
    return engine?.alive ? engine : this.#start(lane);
  }

  #takeOwn(client: DatabaseClient, id: number): EngineProcess | undefined {
    const own = this.#clients.get(client)?.own;
    const found = own?.get(id)?.engine;
    own?.delete(id);
    return found;
  }

  #letGo(hold: Hold | undefined): void {
    if (!hold) return;
    const engines = [...hold.own.values()];
    hold.own.clear();
    for (const { engine } of engines) {
      const ending = engine.close().finally(() => this.#closing.delete(ending));
      this.#closing.add(ending);
    }
  }

  async #start(lane: Lane, engine = takeEngine()): Promise<EngineProcess> {
    await engine.open(lane, {
      source: this.source,
      journalFolder: this.#journalFolder,
      sharedFolder: this.#sharedFolder,
      // It is asked little and never for long, so it sees at once what is written; and a page has just one of it.
      watches: lane === "session",
    });
    log.info(`Engine ${engine.pid} serves ${lane}.`);
    if (this.#closed) {
      await engine.close();
      throw closed();
    }
    return engine;
  }

  #ended(lane: Lane, engine: EngineProcess, why: EndReason): void {
    if (this.#closed) return;
    this.#engines.delete(lane);
    const users = [...this.#clients].filter(([, { ports }]) => ports.get(lane) === engine);
    const restart = users.length > 0 && !this.#crashedTooOften(lane, why);
    for (const [client, { ports }] of users) {
      ports.delete(lane);
      client.lostEngine(lane, engine.id, why === "stopped", restart ? engineGone(lane, why) : keepsEnding(lane));
    }
    if (!restart) return;
    for (const [client] of users) void this.connect(client, lane).catch(() => {});
  }

  #crashedTooOften(lane: Lane, why: EndReason): boolean {
    if (why === "stopped") return false;
    const now = Date.now();
    const times = [...(this.#crashes.get(lane) ?? []), now].filter((time) => now - time < CRASH_WINDOW_MS);
    this.#crashes.set(lane, times);
    return times.length >= CRASHES;
  }
}
