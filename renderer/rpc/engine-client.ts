/**
 * Asks the engines of one open database. Each lane has processes of its own (lane-pool.ts), whose ports may go and come at any
 * time.
 */
import { createBirpc } from "birpc";
import { AppError, type AppErrorData } from "../../src-shared/errors/app-error.ts";
import {
  engineContract,
  type EngineParams,
  type EngineProcedure,
  type EngineResult,
} from "../../src-shared/rpc/engine-contract.ts";
import { isDeeperThan } from "../../src-shared/rpc/depth.ts";
import type { EngineEvent, EngineEventName, EngineEvents } from "../../src-shared/rpc/engine-events.ts";
import { type Answer, type AnswererFunctions, type AskerFunctions, valueOf } from "../../src-shared/rpc/envelope.ts";
import { type Lane, lanes } from "../../src-shared/rpc/procedure.ts";
import { type Asking, LanePool, type Patience, type Wire } from "./lane-pool.ts";

/** A port as the page sees it (a DOM MessagePort has these; the tests give Node's). */
export interface ClientPort {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  start(): void;
  close(): void;
}

/** What Electron main does for a client. */
export interface EngineHost {
  /** Has a process of a lane started, one more of a pooled one; its port follows, or `refuse`. */
  need(lane: Lane): void;
  /** Ends one of the window's own processes at once; resolves when it is gone. */
  end(lane: Lane, engine: number): Promise<void>;
  /** Lets one of them go. */
  release(lane: Lane, engine: number): void;
}

const closedError: AppErrorData = {
  code: "engine.stopped",
  message: "This database was closed.",
  next: "Open it again to go on.",
};

/** Lanes whose questions are done as a whole or not at all. */
const ALL_OR_NOTHING: readonly Lane[] = ["session", "models"];
/** Reads that have been going on for so many milliseconds are ended for a write that they keep out. */
const LONG = 500;

/** Levels of a question; of filters, the deepest there are, it takes about a hundred. */
const DEEPEST = 500;

const tooDeep: AppErrorData = {
  code: "sql.syntax",
  message: `What was asked has groups within groups more than ${DEEPEST} deep.`,
  next: "Take groups out of one another.",
};

const inTheWay: AppErrorData = {
  code: "engine.stopped",
  message: "Reading this took long and was stopped, because it kept changes from being written.",
  next: "Read it again when you need it.",
};

/** The lane whose process tells what was written. */
const WATCHES: Lane = "session";

const nobody: EngineHost = { need() {}, end: () => Promise.resolve(), release() {} };

export class EngineClient {
  readonly #pools: Readonly<Record<Lane, LanePool>>;
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  #watched = false;

  constructor(host: EngineHost = nobody, patience?: Patience) {
    const pool = (lane: Lane): [Lane, LanePool] => [
      lane,
      new LanePool(
        lane,
        {
          need: () => host.need(lane),
          end: (engine) => host.end(lane, engine),
          release: (engine) => host.release(lane, engine),
        },
        patience,
      ),
    ];
    this.#pools = Object.fromEntries(lanes.map(pool)) as Record<Lane, LanePool>;
  }

  /** Takes the port of a process of a lane; in one that is not pooled it takes the place of the one before. */
  connect(lane: Lane, port: ClientPort, engine = 0): void {
    const functions: AskerFunctions<EngineEvent> = { event: (event) => this.#emit(event) };
    const rpc = createBirpc<AnswererFunctions, AskerFunctions<EngineEvent>>(functions, {
      post: (data) => port.postMessage(data),
      on: (receive) => {
        port.addEventListener("message", (event) => receive(event.data));
      },
      timeout: -1,
    });
    port.start();
    const wire: Wire = {
      engine,
      ask: (name, params) => rpc.ask(name, params),
      close: () => {
        rpc.$close(new AppError(closedError));
        port.close();
      },
    };
    this.#pools[lane].add(wire, { ...closedError, message: "The engine was restarted.", next: "Try again." });
    if (lane !== WATCHES) return;
    // What was written while there was no such process, nobody saw.
    if (this.#watched) this.#emit({ name: "database.changed", data: { schemaChanged: true } });
    this.#watched = true;
  }

  /**
   * A process of a lane is gone (without `engine`: whichever there is). What it had not answered is asked once more of the
   * next one where it only reads, unless it was what used up the memory; else it fails with `error`.
   */
  disconnect(lane: Lane, error: AppErrorData, engine: number | null = null): void {
    this.#pools[lane].remove(engine, error, error.code !== "engine.outOfMemory");
  }

  /** A process of a lane cannot be had: what waits for it fails with `error`. The next question tries again. */
  refuse(lane: Lane, error: AppErrorData): void {
    this.#pools[lane].refuse(error);
  }

  /**
   * Asks and gives the answer's value; throws an AppError. Waits while the lane has no process yet. A question that only
   * reads is asked again, once, when its process went away under it; not when it was given up (`signal`): then its process
   * was ended because of it.
   */
  async ask<N extends EngineProcedure>(name: N, params: EngineParams<N>, how: Asking = {}): Promise<EngineResult<N>> {
    // It would be lost on the way, and never answered.
    if (isDeeperThan(params, DEEPEST)) throw new AppError(tooDeep);
    const { lane, retry } = engineContract[name];
    const asked = (): Promise<Answer<EngineResult<N>>> =>
      this.#pools[lane].ask(name, params, retry === "safe", how) as Promise<Answer<EngineResult<N>>>;
    const answer = await asked();
    const isLocked = !answer.ok && answer.error.code === "file.locked";
    // Then nothing of it was done.
    if (isLocked && ALL_OR_NOTHING.includes(lane) && (await this.#endLongReads()) > 0) return valueOf(await asked());
    return valueOf(answer);
  }

  /** Listens to one kind of event; gives the function that stops it. */
  on<N extends EngineEventName>(name: N, listener: (data: EngineEvents[N]) => void): () => void {
    const wrapped = (event: EngineEvent) => {
      if (event.name === name) listener(event.data as EngineEvents[N]);
    };
    this.#listeners.add(wrapped);
    return () => this.#listeners.delete(wrapped);
  }

  /** Ends all lanes for good. */
  close(): void {
    for (const pool of Object.values(this.#pools)) pool.close(closedError);
  }

  /** In rollback mode a read keeps all writers from the file for as long as it goes on. */
  async #endLongReads(): Promise<number> {
    const ended = await Promise.all([this.#pools.read, this.#pools.work].map((pool) => pool.endReads(LONG, inTheWay)));
    return ended.reduce((sum, one) => sum + one, 0);
  }

  #emit(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
