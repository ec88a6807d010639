/**
 * The least that could answer the page: better-sqlite3's rows, sent as they are through a port of the kind the engine has, with
 * a number to tell answers apart and nothing else.
 */
import { MessageChannel } from "node:worker_threads";

export interface RawPort<P> {
  ask(params: P): Promise<unknown[][]>;
  close(): void;
}

/** A port behind which `read` answers. */
export function rawPort<P>(read: (params: P) => unknown): RawPort<P> {
  const { port1, port2 } = new MessageChannel();
  const waiting = new Map<number, (rows: unknown[][]) => void>();
  let next = 0;
  port1.on("message", ({ id, params }: { id: number; params: P }) => {
    port1.postMessage({ id, rows: read(params) });
  });
  port2.on("message", ({ id, rows }: { id: number; rows: unknown[][] }) => {
    waiting.get(id)?.(rows);
    waiting.delete(id);
  });
  return {
    ask: (params) =>
      new Promise((resolve) => {
        const id = next++;
        waiting.set(id, resolve);
        port2.postMessage({ id, params });
      }),
    close: () => port1.close(),
  };
}
