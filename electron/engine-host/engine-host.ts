/**
 * The process of an engine (Electron utilityProcess): opens one database when Electron main says so, then answers on every
 * port main sends. It has no window and no way out but those ports. No SIGTERM handler is installed: `kill()` has to end
 * it at once, whatever SQLite is doing.
 */
import type { MessagePortMain, ParentPort } from "electron";
import { toAppErrorData } from "../../src-shared/errors/app-error.ts";
import type { EngineEvent } from "../../src-shared/rpc/engine-events.ts";
import type { FromHost, HostOptions, ToHost } from "../../src-shared/rpc/host-protocol.ts";
import { type Engine, openEngine } from "../engine/engine.ts";
import { type ServedPort, serve } from "./serve.ts";

const parent: ParentPort = process.parentPort;
const served = new Set<ServedPort>();
let engine: Engine | undefined;

function tell(message: FromHost): void {
  parent.postMessage(message);
}

function emit(event: EngineEvent): void {
  for (const port of served) port.emit(event);
}

function open(options: HostOptions): void {
  try {
    engine = openEngine({ ...options, emit });
    tell({ type: "opened" });
  } catch (thrown) {
    // The process's own edge, like serve.ts: what cannot be opened is an answer for the user.
    tell({ type: "failed", error: toAppErrorData(thrown) });
  }
}

function connect(port: MessagePortMain | undefined): void {
  if (!engine || !port) return;
  const server = serve(
    {
      post: (message) => port.postMessage(message),
      listen: (receive) => port.on("message", (event) => receive(event.data)),
    },
    engine.handlers,
  );
  served.add(server);
  port.on("close", () => {
    served.delete(server);
    server.close();
  });
  port.start();
}

parent.on("message", ({ data, ports }) => {
  const message = data as ToHost;
  if (message.type === "open") open(message.options);
  else if (message.type === "connect") connect(ports[0]);
  else {
    // SQLite's last connection tidies its -wal and -shm away; that is why closing is not killing.
    engine?.close();
    process.exit(0);
  }
});
