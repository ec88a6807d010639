/** The document as SQL and code, kept up with it. */
import { useEffect, useRef, useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { CompiledQuery } from "../../../src-shared/model/compiled-query.ts";
import type { ModelNames } from "../../../src-shared/model/models.ts";
import type { Query } from "../../../src-shared/model/query.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";

export interface Compiled {
  /** The document it was made of. */
  readonly query: Query;
  readonly result: CompiledQuery | null;
  readonly error: AppErrorData | null;
}

/** The last that was compiled; what is on its way replaces it when it is there. `stamp` differs when the schema does. */
export function useCompiled(client: EngineClient, query: Query, names: ModelNames, stamp: unknown): Compiled | null {
  const [compiled, setCompiled] = useState<Compiled | null>(null);
  const asked = useRef(0);
  useEffect(() => {
    const mine = ++asked.current;
    const take = (next: Compiled) => {
      if (asked.current === mine) setCompiled(next);
    };
    client.ask("queries.compile", { query, names }).then(
      (result) => take({ query, result, error: null }),
      (thrown: unknown) => take({ query, result: null, error: toAppErrorData(thrown) }),
    );
  }, [client, query, names, stamp]);
  return compiled;
}
