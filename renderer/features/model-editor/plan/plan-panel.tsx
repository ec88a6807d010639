/** What applying the draft would do: each operation with its way, its cost, what it touches, its SQL, and what is in the way. */
import { Copy, TriangleAlert, X } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { useStore } from "zustand";
import type { PlannedStep, Refusal, RefusalChoice, SchemaPlan } from "../../../../src-shared/model/schema-change.ts";
import { askShell } from "../../../rpc/shell-client.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorWords } from "../../../ui/error-words.tsx";
import { formatCount, plural } from "../../../ui/format.ts";
import { useEditor } from "../editor-context.tsx";
import { Choices } from "./choices.tsx";
import { DryRunResult } from "./dry-run-result.tsx";
import styles from "./plan.module.css";
import type { PlanStore } from "./plan-store.ts";
import { neededSqlite, operationWords, reversibleWords, routeHints, routeWords, scriptOfPlan } from "./plan-words.ts";

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

interface PlanPanelProps {
  readonly plans: PlanStore;
  readonly onClose: () => void;
}

/** Asks for the plan as long as it is open. */
export function PlanPanel({ plans, onClose }: PlanPanelProps): ReactNode {
  const { draft } = useEditor();
  const { plan, busy, dryRun, error } = useStore(plans.store);
  const { settled } = useStore(draft.store);
  useEffect(() => {
    if (settled.length > 0) void plans.plan();
  }, [plans, settled]);
  return (
    <section className={styles.panel} aria-label="Plan" data-testid="plan-panel" tabIndex={-1}>
      <header className={styles.bar}>
        <h2>Plan</h2>
        {plan && <Summary plan={plan} />}
        <span className={styles.gap} />
        {plan && (
          <Button look="quiet" onPress={() => void askShell("clipboard.write", { text: scriptOfPlan(plan) })}>
            <Copy {...icon} /> Copy SQL
          </Button>
        )}
        {plan && neededSqlite(plan) !== null && (
          <Button look="quiet" onPress={() => void copyForOlder(plans)}>
            <Copy {...icon} /> For older SQLite
          </Button>
        )}
        <Button look="quiet" square aria-label="Close the plan" onPress={onClose}>
          <X {...icon} />
        </Button>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */}
      <div className={styles.steps} tabIndex={0} role="group" aria-label="Steps of the plan">
        {error && <ErrorWords error={error} actions={<Button onPress={() => void plans.plan()}>Plan again</Button>} />}
        {busy === "plan" && <p className={styles.note}>Looking at the rows…</p>}
        {busy === "dryRun" && <p className={styles.note}>Trying it on a copy of the file…</p>}
        {dryRun && <DryRunResult dryRun={dryRun} />}
        {settled.length === 0 && <p className={styles.note}>Nothing in the file would be changed.</p>}
        {plan && (
          <>
            {plan.refusals.map((refusal) => (
              <Refused key={refusal.message} refusal={refusal} />
            ))}
            {plan.warnings.map((warning) => (
              <p key={warning} className={styles.warning}>
                <TriangleAlert {...icon} /> {warning}
              </p>
            ))}
            <ol className={styles.list}>
              {plan.steps.map((step) => (
                <Step key={step.operation} step={step} />
              ))}
            </ol>
            {plan.reverse.length > 0 && (
              <details className={styles.down}>
                <summary>The way back: {plural(plan.reverse.length, "operation")}</summary>
                <ol>
                  {plan.reverse.map((operation, at) => (
                    // oxlint-disable-next-line react/no-array-index-key -- the place in the list is what it is
                    <li key={at} title={"sql" in operation ? operation.sql : undefined}>
                      {operationWords(operation)}
                    </li>
                  ))}
                </ol>
              </details>
            )}
          </>
        )}
      </div>
    </section>
  );
}

async function copyForOlder(plans: PlanStore): Promise<void> {
  const plan = await plans.forOlder();
  if (plan) await askShell("clipboard.write", { text: scriptOfPlan(plan) });
}

function Summary({ plan }: { plan: SchemaPlan }): ReactNode {
  if (plan.refusals.length > 0) return <span className={styles.summary}>cannot be applied as it is</span>;
  const rows = plan.steps.reduce((sum, step) => sum + step.rows, 0);
  return (
    <span className={styles.summary}>
      {plural(plan.steps.length, "step")}, in one transaction ·{" "}
      {rows === 0 ? "no row is rewritten" : `${plural(rows, "row")} rewritten`} · {reversibleWords[plan.reversible]}
    </span>
  );
}

function Step({ step }: { step: PlannedStep }): ReactNode {
  return (
    <li className={styles.step}>
      <div className={styles.line}>
        <span className={styles.title}>{step.title}</span>
        <span className={styles.badge} data-route={step.route} title={routeHints[step.route]}>
          {routeWords[step.route]}
        </span>
        {step.needs !== null && <span className={styles.figure}>SQLite {step.needs} or newer</span>}
        {step.rows > 0 && <span className={styles.figure}>{plural(step.rows, "row")}</span>}
        {step.reversible !== "exact" && (
          <span className={styles.badge} data-reversible={step.reversible}>
            {reversibleWords[step.reversible]}
          </span>
        )}
      </div>
      {step.touched.map(({ what, count, examples }) => (
        <p key={what} className={styles.touched} data-lost={step.reversible !== "exact" || undefined}>
          <b>{formatCount(count)}</b> {what}
          {examples.length > 0 && <span>: {examples.join(", ")}</span>}
        </p>
      ))}
      <pre className={styles.sql}>{step.sql.map((sql) => `${sql};`).join("\n")}</pre>
    </li>
  );
}

function Refused({ refusal }: { refusal: Refusal }): ReactNode {
  const { draft, keep } = useEditor();
  const { settled } = useStore(draft.store);
  const choose = ({ label, operations }: RefusalChoice) => {
    const { operation } = refusal;
    const all = operation === null ? [...settled, ...operations] : settled.toSpliced(operation, 1, ...operations);
    void keep({ label, operations: all, replaces: true });
  };
  return (
    <ErrorWords
      error={refusal}
      look="line"
      actions={refusal.choices.length > 0 && <Choices choices={refusal.choices} onChoose={choose} />}
    />
  );
}
