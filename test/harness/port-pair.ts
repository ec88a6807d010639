/**
 * The real client and the real server joined by a MessageChannel, without Electron: what a feature's test talks to is
 * what the app runs. One engine serves all lanes here.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { type Engine, openEngine } from "../../electron/engine/engine.ts";
import { type PortLike, serve } from "../../electron/engine-host/serve.ts";
import { EngineClient } from "../../renderer/rpc/engine-client.ts";
import type { DatabaseSource } from "../../src-shared/model/database.ts";
import { type Lane, lanes } from "../../src-shared/rpc/procedure.ts";

export interface JoinedEngine {
  readonly client: EngineClient;
  readonly engine: Engine;
  /** Scratch files, and what in the app the processes of an open database share. */
  readonly folder: string;
  /** Closes both sides and removes the journal and scratch folders unless they were given. */
  close(): void;
}

/** A Node MessagePort as serve() takes it. */
export function nodePort(port: MessagePort): PortLike {
  return { post: (message) => port.postMessage(message), listen: (receive) => port.on("message", receive) };
}

/** Opens a database and joins a client to it. Give `journalFolder` to keep the journal from one joining to the next. */
export function joinEngine(source: DatabaseSource, journalFolder?: string): JoinedEngine {
  const folder = mkdtempSync(join(tmpdir(), "joinery-test-"));
  const served: ReturnType<typeof serve>[] = [];
  const engine = openEngine({
    source,
    journalFolder: journalFolder ?? folder,
    scratchFolder: folder,
    // In the app each event comes from the one process that serves its lane, so here too it is delivered once.
    emit: (event) => served[0]?.emit(event),
  });
  const ports: MessagePort[] = [];
  let engines = 0;
  const connect = (lane: Lane): void => {
    const { port1, port2 } = new MessageChannel();
    served.push(serve(nodePort(port1), engine.handlers));
    ports.push(port1);
    client.connect(lane, port2 as never, ++engines);
  };
  // Who is to be ended here goes on working, as this process is the tests' own; a lane that has nobody left is given another port.
  const client = new EngineClient({ need: connect, end: () => Promise.resolve(), release() {} });
  for (const lane of lanes) connect(lane);
  return {
    client,
    engine,
    folder,
    close() {
      client.close();
      for (const s of served) s.close();
      for (const port of ports) port.close();
      engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
