/**
 * Asks the engine of one open database. Each lane has its own port to its own process; a port may be replaced at any time
 * because the process behind it was ended and started again.
 */
import { createBirpc } from "birpc";
import { AppError, type AppErrorData } from "../../src-shared/errors/app-error.ts";
import {
  engineContract,
  type EngineParams,
  type EngineProcedure,
  type EngineResult,
} from "../../src-shared/rpc/engine-contract.ts";
import type { EngineEvent, EngineEventName, EngineEvents } from "../../src-shared/rpc/engine-events.ts";
import { type Answer, type AnswererFunctions, type AskerFunctions, valueOf } from "../../src-shared/rpc/envelope.ts";
import type { Lane } from "../../src-shared/rpc/procedure.ts";

/** A port as the page sees it (a DOM MessagePort has these; the tests give Node's). */
export interface ClientPort {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  start(): void;
  close(): void;
}

interface Wire {
  readonly ask: (name: string, params: unknown) => Promise<unknown>;
  /** Rejects what is still unanswered. */
  readonly end: (error: Error) => void;
  readonly port: ClientPort;
}

type Waiting = { resolve: (wire: Wire) => void; reject: (error: Error) => void };

const closedError: AppErrorData = {
  code: "engine.stopped",
  message: "This database was closed.",
  next: "Open it again to go on.",
};

export class EngineClient {
  readonly #wires = new Map<Lane, Wire>();
  readonly #waiting = new Map<Lane, Waiting[]>();
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  readonly #needLane: (lane: Lane) => void;
  #closed = false;

  /** `needLane` is called when a question waits for a lane that has no port yet; it should have one made. */
  constructor(needLane: (lane: Lane) => void = () => {}) {
    this.#needLane = needLane;
  }

  /** Takes the port of a lane; the first one, or the one of its next process. */
  connect(lane: Lane, port: ClientPort): void {
    this.disconnect(lane, { ...closedError, message: "The engine was restarted.", next: "Try again." });
    const functions: AskerFunctions<EngineEvent> = { event: (event) => this.#emit(event) };
    const rpc = createBirpc<AnswererFunctions, AskerFunctions<EngineEvent>>(functions, {
      post: (data) => port.postMessage(data),
      on: (receive) => {
        port.addEventListener("message", (event) => receive(event.data));
      },
      timeout: -1,
    });
    port.start();
    const wire: Wire = { ask: (name, params) => rpc.ask(name, params), end: (error) => rpc.$close(error), port };
    this.#wires.set(lane, wire);
    for (const waiting of this.#waiting.get(lane) ?? []) waiting.resolve(wire);
    this.#waiting.delete(lane);
  }

  /** The process of a lane is gone: what it had not answered fails with `error`; new questions wait for the next port. */
  disconnect(lane: Lane, error: AppErrorData): void {
    const wire = this.#wires.get(lane);
    if (!wire) return;
    this.#wires.delete(lane);
    wire.end(new AppError(error));
    wire.port.close();
  }

  /** A lane cannot be had: what waits for it fails with `error`. The next question tries again. */
  refuse(lane: Lane, error: AppErrorData): void {
    for (const waiting of this.#waiting.get(lane) ?? []) waiting.reject(new AppError(error));
    this.#waiting.delete(lane);
  }

  /**
   * Asks and gives the answer's value; throws an AppError. Waits while the lane has no process yet. A question that only
   * reads is asked again, once, when its process went away under it; not when `signal` was aborted before that: then its
   * process was ended because of it.
   */
  async ask<N extends EngineProcedure>(
    name: N,
    params: EngineParams<N>,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<EngineResult<N>> {
    const { lane, retry } = engineContract[name];
    for (let attempt = 0; ; attempt++) {
      const wire = await this.#wire(lane);
      try {
        return valueOf((await wire.ask(name, params)) as Answer<EngineResult<N>>);
      } catch (thrown) {
        const lost = this.#wires.get(lane) !== wire;
        if (lost && retry === "safe" && attempt === 0 && !this.#closed && !signal?.aborted) continue;
        throw thrown;
      }
    }
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
    this.#closed = true;
    for (const lane of this.#wires.keys()) this.disconnect(lane, closedError);
    for (const list of this.#waiting.values()) for (const w of list) w.reject(new AppError(closedError));
    this.#waiting.clear();
  }

  #wire(lane: Lane): Promise<Wire> {
    const wire = this.#wires.get(lane);
    if (wire) return Promise.resolve(wire);
    if (this.#closed) return Promise.reject(new AppError(closedError));
    return new Promise((resolve, reject) => {
      const list = this.#waiting.get(lane) ?? [];
      list.push({ resolve, reject });
      this.#waiting.set(lane, list);
      if (list.length === 1) this.#needLane(lane);
    });
  }

  #emit(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
