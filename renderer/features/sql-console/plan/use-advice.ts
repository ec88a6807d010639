/** The index a statement would want, asked for when the user wants to know. */
import { useRef, useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../../../src-shared/errors/app-error.ts";
import type { Parameter } from "../../../../src-shared/model/parameter.ts";
import type { Advice } from "../../../../src-shared/model/query-plan.ts";
import type { EngineClient } from "../../../rpc/engine-client.ts";

export interface Advising {
  /** The statement it is about. */
  readonly sql: string;
  /** `performance.now()` when it was asked. */
  readonly began: number;
  readonly state: "asking" | "done" | "failed";
  readonly advice: Advice | null;
  readonly error: AppErrorData | null;
}

export function useAdvice(client: EngineClient) {
  const [advising, setAdvising] = useState<Advising | null>(null);
  const asked = useRef(0);
  const advise = async (sql: string, parameters: readonly Parameter[]): Promise<void> => {
    const mine = ++asked.current;
    const began = performance.now();
    const show = (part: Pick<Advising, "state" | "advice" | "error">) => {
      if (mine === asked.current) setAdvising({ sql, began, ...part });
    };
    show({ state: "asking", advice: null, error: null });
    try {
      const advice = await client.ask("console.advise", { sql, parameters: [...parameters] });
      show({ state: "done", advice, error: null });
    } catch (thrown) {
      show({ state: "failed", advice: null, error: toAppErrorData(thrown) });
    }
  };
  return { advising, advise };
}
