/** An engine in a process of its own that can be ended, served over Node's IPC: `process-engines.ts` starts it. */
import { openEngine } from "../../electron/engine/engine.ts";
import { serve } from "../../electron/engine-host/serve.ts";
import type { HostOptions } from "../../src-shared/rpc/host-protocol.ts";

const options = JSON.parse(process.argv[2] ?? "") as HostOptions;
const port = serve(
  { post: (message) => process.send?.(message), listen: (receive) => process.on("message", receive) },
  openEngine({ ...options, emit: (event) => port.emit(event) }).handlers,
);
process.send?.("opened");
process.on("disconnect", () => process.exit());
