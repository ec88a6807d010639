/**
 * The real client with real processes behind every lane, as Electron main gives them to a window: what cannot be shown with
 * one engine (port-pair.ts) is shown here, that a read which never ends holds up nothing else and can be ended.
 */
import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ClientPort, EngineClient } from "../../renderer/rpc/engine-client.ts";
import type { Patience } from "../../renderer/rpc/lane-pool.ts";
import { type Lane, pooledLanes } from "../../src-shared/rpc/procedure.ts";
import type { AppErrorData } from "../../src-shared/errors/app-error.ts";

const file = fileURLToPath(new URL("engine-process.ts", import.meta.url));

export interface ProcessEngines {
  readonly client: EngineClient;
  /** What was started and still runs, by lane, the oldest first. */
  running(lane: Lane): ChildProcess[];
  /** How many were ever started for a lane, and ended by the client. */
  readonly counts: { started: number; ended: number; released: number; most: number };
  /** Ends a process as a crash does. */
  crash(process: ChildProcess): void;
  close(): void;
}

const crashed: AppErrorData = { code: "engine.crashed", message: "It ended unexpectedly.", next: "Try again." };

/** A process's IPC as the client takes it. */
function portOf(child: ChildProcess): ClientPort {
  return {
    postMessage: (message) => void (child.connected && child.send(message as never)),
    addEventListener: (_type, listener) => void child.on("message", (data) => listener({ data })),
    start() {},
    close: () => void child.removeAllListeners("message"),
  };
}

/** Opens a database file; each process starts when its lane needs it. */
export function processEngines(path: string, patience?: Patience): ProcessEngines {
  const folder = mkdtempSync(join(tmpdir(), "joinery-processes-"));
  const running = new Map<ChildProcess, { lane: Lane; engine: number }>();
  const counts = { started: 0, ended: 0, released: 0, most: 0 };
  const start = (lane: Lane): void => {
    const engine = ++counts.started;
    const options = {
      source: { kind: "file", path, readOnly: false },
      journalFolder: folder,
      sharedFolder: folder,
      scratchFolder: join(folder, `${engine}`),
      watches: lane === "session",
    };
    const child = fork(file, [JSON.stringify(options)], { serialization: "advanced" });
    running.set(child, { lane, engine });
    const reads = [...running.values()].filter((one) => pooledLanes[one.lane] !== undefined).length;
    counts.most = Math.max(counts.most, reads);
    child.once("exit", () => {
      if (running.delete(child)) client.disconnect(lane, crashed, engine);
    });
    // As main does: a port comes once the database is open behind it.
    child.once("message", () => {
      // What they read never ends: the test itself is to have its turn.
      if (child.pid !== undefined) setPriority(child.pid, 10);
      client.connect(lane, portOf(child), engine);
    });
  };
  const end = (engine: number): Promise<void> => {
    const found = [...running].find(([, one]) => one.engine === engine)?.[0];
    if (!found) return Promise.resolve();
    running.delete(found);
    return new Promise((resolve) => {
      found.once("exit", () => resolve());
      found.kill("SIGKILL");
    });
  };
  const client: EngineClient = new EngineClient(
    {
      need: (lane) => setImmediate(() => start(lane)),
      async end(_lane, engine) {
        counts.ended++;
        await end(engine);
      },
      release(_lane, engine) {
        counts.released++;
        void end(engine);
      },
    },
    patience,
  );
  return {
    client,
    counts,
    running: (lane) => [...running].filter(([, one]) => one.lane === lane).map(([child]) => child),
    crash: (child) => void child.kill("SIGKILL"),
    close() {
      client.close();
      for (const child of running.keys()) child.kill("SIGKILL");
      running.clear();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
