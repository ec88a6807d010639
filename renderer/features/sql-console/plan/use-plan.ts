/** The plan that a console shows. */
import { useRef, useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../../../src-shared/errors/app-error.ts";
import type { Parameter } from "../../../../src-shared/model/parameter.ts";
import type { PlanNode } from "../../../../src-shared/model/query-plan.ts";
import type { EngineClient } from "../../../rpc/engine-client.ts";

export interface Plan {
  /** Another one each time it is asked for. */
  readonly id: number;
  readonly sql: string;
  /** Where `sql` begins in the editor. */
  readonly offset: number;
  /** What its parameters were given. */
  readonly parameters: readonly Parameter[];
  /** Null while SQLite is asked. */
  readonly nodes: readonly PlanNode[] | null;
  readonly error: AppErrorData | null;
}

/** The plan asked for last, how to ask and how to put it away; a newer question wins over an older answer. */
export function usePlan(client: EngineClient) {
  const [plan, setPlan] = useState<Plan | null>(null);
  const asked = useRef(0);
  const explain = async (sql: string, offset: number, parameters: Parameter[]): Promise<void> => {
    const mine = ++asked.current;
    const show = (part: Pick<Plan, "nodes" | "error">) => {
      if (mine === asked.current) setPlan({ id: mine, sql, offset, parameters, ...part });
    };
    show({ nodes: null, error: null });
    try {
      show({ nodes: (await client.ask("console.plan", { sql, parameters })).nodes, error: null });
    } catch (thrown) {
      show({ nodes: null, error: toAppErrorData(thrown) });
    }
  };
  /** Shows none; an answer that is on its way is not shown either. */
  const forget = () => {
    asked.current++;
    setPlan(null);
  };
  return { plan, explain, forget };
}
