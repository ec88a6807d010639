/** The other end of `work-process.ts`. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { AppError, type AppErrorData } from "../../src-shared/errors/app-error.ts";
import type { EngineParams, EngineProcedure, EngineResult } from "../../src-shared/rpc/engine-contract.ts";
import type { EngineEvent } from "../../src-shared/rpc/engine-events.ts";

interface Message {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: AppErrorData;
  readonly event?: EngineEvent;
  readonly ready?: true;
}

export class Worker {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  readonly ready: Promise<void>;
  /** Called with what the process tells unasked. */
  onEvent: (event: EngineEvent) => void = () => {};
  #next = 0;

  /** Starts a process for the database at `path`; it shares `sharedFolder` with the engine that reads. */
  constructor(path: string, sharedFolder: string) {
    const file = fileURLToPath(new URL("work-process.ts", import.meta.url));
    this.#child = fork(file, [path, sharedFolder], { serialization: "advanced" });
    this.ready = new Promise((resolve) => {
      this.#child.on("message", (message: Message) => {
        if (message.ready) return resolve();
        if (message.event) return this.onEvent(message.event);
        const waiting = this.#waiting.get(message.id ?? -1);
        this.#waiting.delete(message.id ?? -1);
        if (message.error) waiting?.reject(new AppError(message.error));
        else waiting?.resolve(message.result);
      });
    });
  }

  ask<N extends EngineProcedure>(name: N, params: EngineParams<N>): Promise<EngineResult<N>> {
    return this.#ask(name, params) as Promise<EngineResult<N>>;
  }

  /** The most memory it has used, in bytes. */
  memory(): Promise<number> {
    return this.#ask("memory", undefined) as Promise<number>;
  }

  end(): void {
    this.#child.kill();
  }

  #ask(name: string, params: unknown): Promise<unknown> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, name, params });
    });
  }
}
