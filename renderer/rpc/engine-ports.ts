/** The engine client of each open database, by handle. Ports come from main as `engine-port` window messages. */
import { toAppErrorData } from "../../src-shared/errors/app-error.ts";
import type { EnginePortMessage } from "../../src-shared/rpc/shell-contract.ts";
import { EngineClient } from "./engine-client.ts";
import { askShell, onShell } from "./shell-client.ts";

const clients = new Map<string, EngineClient>();

/** The client of an open database; made when first asked for. */
export function engineOf(handle: string): EngineClient {
  let client = clients.get(handle);
  if (!client) {
    const made: EngineClient = new EngineClient({
      // When it fails, the questions that wait for it fail with the reason.
      need: (lane) => {
        askShell("engine.connect", { handle, lane }).catch((thrown: unknown) =>
          made.refuse(lane, toAppErrorData(thrown)),
        );
      },
      end: (lane, engine) => askShell("engine.stop", { handle, lane, engine }),
      // Where it is gone already, there is nothing to let go of.
      release: (lane, engine) => void askShell("engine.release", { handle, lane, engine }).catch(() => {}),
    });
    client = made;
    clients.set(handle, client);
  }
  return client;
}

/** Ends the client of a database that is closed: what waits fails. */
export function forgetEngine(handle: string): void {
  clients.get(handle)?.close();
  clients.delete(handle);
}

/** Takes ports from main and lets go of those whose process is gone. Gives the function that stops it. */
export function listenForEnginePorts(): () => void {
  const receive = (event: MessageEvent<Partial<EnginePortMessage> | null>) => {
    // Only our own page posts here (preload, same origin); a port without its label is none of ours.
    if (event.source !== window || event.data?.type !== "engine-port") return;
    const { handle, lane, engine } = event.data;
    const port = event.ports[0];
    if (handle && lane && engine !== undefined && port) engineOf(handle).connect(lane, port, engine);
  };
  window.addEventListener("message", receive);
  const stopListening = onShell("engine.gone", ({ handle, lane, engine, error }) => {
    if (engine !== null) engineOf(handle).disconnect(lane, error, engine);
  });
  return () => {
    window.removeEventListener("message", receive);
    stopListening();
  };
}
