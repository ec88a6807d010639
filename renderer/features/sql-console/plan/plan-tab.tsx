/** The tab of a plan: its steps, and what an index would do for them. */
import type { ReactNode } from "react";
import type { Advice } from "../../../../src-shared/model/query-plan.ts";
import type { EngineClient } from "../../../rpc/engine-client.ts";
import { askShell } from "../../../rpc/shell-client.ts";
import { formatBytes, plural } from "../../../ui/format.ts";
import type { ConsoleLane } from "../console-lane.ts";
import { AdviceView } from "./advice-view.tsx";
import { PlanView } from "./plan-view.tsx";
import { useAdvice } from "./use-advice.ts";
import type { Plan } from "./use-plan.ts";

interface PlanTabProps {
  readonly client: EngineClient;
  readonly lane: ConsoleLane;
  readonly plan: Plan;
  readonly busy: boolean;
  readonly onGoTo: (offset: number) => void;
  /** Runs a script that the user confirmed, then shows the plan again. */
  readonly onCreate: (sql: string) => void;
}

export function PlanTab({ client, lane, plan, busy, onGoTo, onCreate }: PlanTabProps): ReactNode {
  const { advising, advise } = useAdvice(client);
  const { sql, parameters } = plan;
  const create = async ({ indexes, bytes }: Advice) => {
    const script = indexes.map((index) => `${index.sql};`).join("\n");
    const button = await askShell("dialog.ask", {
      message: `Create ${plural(indexes.length, "index", "indexes")}?`,
      detail: `${script}\n\nThe file grows by about ${formatBytes(bytes)}, and writing to the table takes a little longer.`,
      buttons: ["Create", "Cancel"],
      defaultButton: 0,
      cancelButton: 1,
    });
    if (button === 0) onCreate(script);
  };
  return (
    <PlanView
      plan={plan}
      onGoTo={onGoTo}
      advice={
        <AdviceView
          advising={advising}
          busy={busy}
          onAsk={() => void advise(sql, parameters)}
          onStop={() => void lane.endProcess()}
          onCreate={(advice) => void create(advice)}
        />
      }
    />
  );
}
