/**
 * One open database: up to one engine a lane, shared by every window that has it. A lane's process is started when first
 * asked for, and again when it ended without being told to.
 */
import { randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MessagePortMain } from "electron";
import { AppError, type AppErrorData, toAppErrorData } from "../../src-shared/errors/app-error.ts";
import type { DatabaseSource } from "../../src-shared/model/database.ts";
import type { Lane } from "../../src-shared/rpc/procedure.ts";
import { takeEngine } from "./engine-pool.ts";
import type { EndReason, EngineProcess } from "./engine-process.ts";
import { engineGone, keepsEnding } from "./engine-words.ts";
import { folders } from "./folders.ts";
import { log } from "./log.ts";

/** A window's hold on a database. */
export interface DatabaseClient {
  /** Takes the port of a lane's process to the page. */
  takePort(lane: Lane, port: MessagePortMain): void;
  /** Tells the page that a lane's process is gone. */
  lostEngine(lane: Lane, asked: boolean, error: AppErrorData): void;
}

/** An engine that ends this often in this time is not started again until someone asks for it. */
const CRASHES = 3;
const CRASH_WINDOW_MS = 10_000;

const closed = (): AppError =>
  new AppError({ code: "engine.stopped", message: "This database was closed.", next: "Open it again to go on." });

export class OpenDatabase {
  readonly source: Extract<DatabaseSource, { kind: "file" }>;
  readonly #journalFolder: string;
  /** What one engine makes and another reads (kept orders); engines come and go, so it is not theirs. */
  readonly #sharedFolder = join(folders.spill(), `shared-${randomUUID()}`);
  readonly #engines = new Map<Lane, Promise<EngineProcess>>();
  /** Which process each page has a port to. */
  readonly #clients = new Map<DatabaseClient, Map<Lane, EngineProcess>>();
  readonly #crashes = new Map<Lane, number[]>();
  #closed = false;

  constructor(source: OpenDatabase["source"], journalFolder: string) {
    this.source = source;
    this.#journalFolder = journalFolder;
  }

  /** The engine of a lane, started if need be. Throws an AppError when the database cannot be opened (any more). */
  engine(lane: Lane): Promise<EngineProcess> {
    if (this.#closed) return Promise.reject(closed());
    const known = this.#engines.get(lane);
    if (known) return known;
    const started = this.#start(lane);
    this.#engines.set(lane, started);
    started.catch(() => {
      if (this.#engines.get(lane) === started) this.#engines.delete(lane);
    });
    return started;
  }

  /** Lets a window take part. */
  attach(client: DatabaseClient): void {
    this.#clients.set(client, new Map());
  }

  /** Ends a window's part; gives how many windows are left. */
  detach(client: DatabaseClient): number {
    this.#clients.delete(client);
    return this.#clients.size;
  }

  /** A window's page was loaded again: its old ports are gone with the old page, and so is what that page asked for. */
  forgetPorts(client: DatabaseClient): void {
    if (this.#clients.has(client)) this.#clients.set(client, new Map());
  }

  /** Sends a window the port of a lane, unless it has the one of the process that runs now. Throws like `engine`. */
  async connect(client: DatabaseClient, lane: Lane): Promise<void> {
    const ports = this.#clients.get(client);
    try {
      let engine = await this.engine(lane);
      while (!engine.alive) {
        await engine.ended;
        engine = await this.engine(lane);
      }
      // A page that was loaded since asks itself; a port that came before it listens would be lost.
      const stillAsks = ports !== undefined && this.#clients.get(client) === ports;
      if (!stillAsks || ports.get(lane) === engine) return;
      ports.set(lane, engine);
      client.takePort(lane, engine.connect());
    } catch (thrown) {
      client.lostEngine(lane, false, toAppErrorData(thrown));
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

  /** Ends a lane's process at once; a fresh one takes its place in every window that used it. */
  async stop(lane: Lane): Promise<void> {
    const engine = await this.#engines.get(lane)?.catch(() => undefined);
    engine?.end("stopped");
    await engine?.ended;
  }

  /** Closes all engines and lets them tidy their files away. */
  async close(): Promise<void> {
    this.#closed = true;
    const engines = await Promise.allSettled(this.#engines.values());
    await Promise.all(engines.flatMap((engine) => (engine.status === "fulfilled" ? [engine.value.close()] : [])));
    // What cannot be removed now is removed when the app starts the next time.
    await rm(this.#sharedFolder, { recursive: true, force: true }).catch(() => {});
  }

  async #start(lane: Lane): Promise<EngineProcess> {
    const engine = takeEngine();
    await engine.open(this.source, this.#journalFolder, this.#sharedFolder);
    log.info(`Engine ${engine.pid} serves ${lane}.`);
    if (this.#closed) {
      await engine.close();
      throw closed();
    }
    void engine.ended.then((why) => this.#ended(lane, engine, why));
    return engine;
  }

  #ended(lane: Lane, engine: EngineProcess, why: EndReason): void {
    if (this.#closed) return;
    this.#engines.delete(lane);
    const users = [...this.#clients].filter(([, ports]) => ports.get(lane) === engine);
    const restart = users.length > 0 && !this.#crashedTooOften(lane, why);
    for (const [client, ports] of users) {
      ports.delete(lane);
      client.lostEngine(lane, why === "stopped", restart ? engineGone(lane, why) : keepsEnding(lane));
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
