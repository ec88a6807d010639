/** A query plan: its steps as a tree, the costly ones marked. */
import type { ReactNode } from "react";
import { plural } from "../../../ui/format.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorWords } from "../../../ui/error-words.tsx";
import { countMarks, markWords, type PlanStep, planTree, rowsVisited } from "./plan-tree.ts";
import styles from "./plan.module.css";
import type { Plan } from "./use-plan.ts";

interface PlanViewProps {
  readonly plan: Plan;
  /** Brings a place of the editor into view. */
  readonly onGoTo: (offset: number) => void;
  /** What an index would do, below the steps. */
  readonly advice: ReactNode;
}

export function PlanView({ plan, onGoTo, advice }: PlanViewProps): ReactNode {
  const { sql, offset, nodes, error } = plan;
  const steps = nodes && planTree(nodes);
  const visited = steps && steps.length > 0 ? rowsVisited(steps) : null;
  const at = error?.place?.offset;
  return (
    // It may be longer than its panel: the keyboard scrolls what has the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- axe: scrollable-region-focusable
    <section className={styles.plan} aria-label="Query plan" data-testid="plan" tabIndex={0}>
      <div className={styles.head}>
        <code className={styles.sql} title={sql.slice(0, 2000)}>
          {sql.replace(/\s+/g, " ").slice(0, 300)}
        </code>
        {steps &&
          countMarks(steps).map(([mark, n]) => (
            <span key={mark} className={styles.mark} data-mark={mark}>
              {n > 1 ? `${n} × ` : ""}
              {markWords[mark]}
            </span>
          ))}
        {visited !== null && (
          <span
            className={styles.estimate}
            title="From ANALYZE's figures where it ran, else from the ends of the tables"
          >
            ≈ {plural(Math.round(visited), "row")} visited
          </span>
        )}
      </div>
      {error && (
        <ErrorWords
          error={error}
          actions={at != null && <Button onPress={() => onGoTo(offset + at)}>Go to line</Button>}
        />
      )}
      {steps?.length === 0 && <p className={styles.none}>SQLite has no plan for this statement: it reads no table.</p>}
      {steps && <Steps steps={steps} />}
      {steps && advice}
    </section>
  );
}

function Steps({ steps }: { steps: readonly PlanStep[] }): ReactNode {
  return (
    <ul className={styles.steps}>
      {steps.map(({ id, detail, mark, rows, steps: below }) => (
        <li key={id}>
          <div className={styles.step}>
            <code>{detail}</code>
            {mark && (
              <span className={styles.mark} data-mark={mark}>
                {markWords[mark]}
              </span>
            )}
            {rows !== null && <span className={styles.estimate}>≈ {plural(Math.round(rows), "row")}</span>}
          </div>
          {below.length > 0 && <Steps steps={below} />}
        </li>
      ))}
    </ul>
  );
}
