/** Main's own questions to an engine: few, at the edges of a database's life. Pages ask by ports of theirs. */
import { createBirpc } from "birpc";
import type { EngineParams, EngineProcedure, EngineResult } from "../../src-shared/rpc/engine-contract.ts";
import { type Answer, type AnswererFunctions, type AskerFunctions, valueOf } from "../../src-shared/rpc/envelope.ts";
import type { EngineProcess } from "./engine-process.ts";

/** Asks an engine that has opened its database. Throws an AppError, also when there is no answer in time. */
export async function askEngine<N extends EngineProcedure>(
  engine: EngineProcess,
  name: N,
  params: EngineParams<N>,
  timeoutMs = 2000,
): Promise<EngineResult<N>> {
  const port = engine.connect();
  const rpc = createBirpc<AnswererFunctions, AskerFunctions>(
    { event: () => {} },
    {
      post: (data) => port.postMessage(data),
      on: (receive) => port.on("message", ({ data }) => receive(data)),
      timeout: timeoutMs,
    },
  );
  port.start();
  try {
    return valueOf((await rpc.ask(name, params)) as Answer<EngineResult<N>>);
  } finally {
    rpc.$close();
    port.close();
  }
}
