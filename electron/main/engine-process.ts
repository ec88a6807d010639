/** One engine: a process that opens one database, answers on ports and can be ended at any moment (decision D1). */
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from "electron";
import { AppError, type AppErrorData } from "../../src-shared/errors/app-error.ts";
import type { Lane } from "../../src-shared/rpc/procedure.ts";
import type { FromHost, HostOptions, ToHost } from "../../src-shared/rpc/host-protocol.ts";
import { engineEnvironment } from "./engine-env.ts";
import { builtFiles, folders } from "./folders.ts";
import { log } from "./log.ts";

/**
 * Why a process ended. Told by who ended it: Electron reports exit code 0 for a killed process and for a finished one.
 * `memory`: it had used too much, or V8 said so itself; `crowded`: all together had.
 */
export type EndReason = "stopped" | "closed" | "memory" | "crowded" | "crashed";

/** Time an engine has to close its files before it is ended all the same. */
const CLOSE_MS = 1000;

const running = new Set<EngineProcess>();
let made = 0;

/** Every engine that runs now. */
export const runningEngines: ReadonlySet<EngineProcess> = running;

export class EngineProcess {
  /** Tells it from every other one of this run of Joinery. */
  readonly id = ++made;
  #lane: Lane | null = null;
  readonly #process: UtilityProcess;
  readonly #spill = join(folders.spill(), randomUUID());
  readonly #ended: Promise<EndReason>;
  #why: EndReason | undefined;
  #alive = true;

  /** Starts the process; it loads SQLite and waits. The app must be ready. */
  constructor() {
    this.#process = utilityProcess.fork(builtFiles.engineHost, [], {
      serviceName: "Joinery engine",
      env: engineEnvironment(process.env),
      stdio: "pipe",
    });
    running.add(this);
    // Both are read, or a full pipe would stop the process. What they say may hold values: only that they spoke is logged.
    this.#process.stdout?.resume();
    this.#process.stderr?.on("data", (data: Buffer) => log.warn(`An engine wrote ${data.length} bytes to its errors.`));
    this.#process.on("error", (_type, location) => {
      log.error("V8 ended an engine.", location);
      this.#why ??= "memory";
    });
    this.#ended = new Promise((resolve) => {
      let pid: number | undefined;
      this.#process.once("spawn", () => {
        pid = this.#process.pid;
      });
      this.#process.once("exit", (code) => {
        this.#alive = false;
        running.delete(this);
        rmSync(this.#spill, { recursive: true, force: true });
        const why = this.#why ?? "crashed";
        log.info(`Engine ${pid} ended: ${why} (code ${code}).`);
        resolve(why);
      });
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Settles when the process is gone. */
  get ended(): Promise<EndReason> {
    return this.#ended;
  }

  /** What it serves; null for a spare one, which has opened nothing. */
  get lane(): Lane | null {
    return this.#lane;
  }

  /** Opens a database for a lane. Throws an AppError that says why it cannot be opened; the process is ended then. */
  async open(lane: Lane, options: Omit<HostOptions, "scratchFolder">): Promise<void> {
    this.#lane = lane;
    const answered = new Promise<FromHost>((resolve) => {
      this.#process.once("message", (message: FromHost) => resolve(message));
    });
    this.#tell({ type: "open", options: { ...options, scratchFolder: this.#spill } });
    const answer = await Promise.race([answered, this.#ended]);
    if (typeof answer !== "string" && answer.type === "opened") return;
    this.end("closed");
    throw new AppError(typeof answer === "string" ? endedWhileOpening : answer.error);
  }

  /** Makes a channel to the engine and gives the end that asks. */
  connect(): MessagePortMain {
    const { port1, port2 } = new MessageChannelMain();
    this.#tell({ type: "connect" }, [port1]);
    return port2;
  }

  /** Ends the process at once, whatever SQLite is doing. What was not committed is rolled back by whoever opens next. */
  end(why: EndReason): void {
    if (!this.#alive) return;
    this.#why ??= why;
    this.#process.kill();
  }

  /** Lets the engine close its files, which removes -wal and -shm where it may; ends it when that takes too long. */
  async close(): Promise<void> {
    if (!this.#alive) return;
    this.#why ??= "closed";
    this.#tell({ type: "close" });
    const timer = setTimeout(() => this.end("closed"), CLOSE_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  #tell(message: ToHost, ports: MessagePortMain[] = []): void {
    if (this.#alive) this.#process.postMessage(message, ports);
  }
}

const endedWhileOpening: AppErrorData = {
  code: "engine.crashed",
  message: "Joinery's engine crashed while it opened this file.",
  next: "Try again; if it happens twice, open a copy of the file and report what happened.",
};
