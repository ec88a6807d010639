/** A plan for reading. */
import type { PlannedStep, Reversible, SchemaPlan } from "../../src-shared/model/schema-change.ts";
import { visibleText } from "../../src-shared/formats/visible-text.ts";

const ROUTES: Record<PlannedStep["route"], string> = {
  native: "native",
  rebuild: "rebuild",
  copyBack: "rebuild by way of a copy",
};
const REVERSIBLE: Record<Reversible, string> = {
  exact: "can be reversed",
  schema: "can be reversed, without what is lost",
  no: "cannot be reversed",
};
const EXAMPLES = 5;

/** Steps with route, rows, data that goes, and SQL; then warnings. `milliseconds` says that it was applied. */
export function planText(plan: SchemaPlan, milliseconds?: number): string {
  const lines = plan.steps.flatMap((step, i) => stepLines(step, i + 1));
  if (plan.steps.length === 0) lines.push("Nothing to do.");
  // An applied plan told them as notices.
  if (milliseconds === undefined) lines.push(...plan.warnings.map((warning) => `Note: ${warning}`));
  if (milliseconds !== undefined)
    lines.push(`Applied in ${Math.round(milliseconds)} ms; schema version ${plan.schemaVersion}.`);
  return `${lines.map(visibleText).join("\n")}\n`;
}

function stepLines(step: PlannedStep, number: number): string[] {
  const rows = step.rows === 0 ? "" : `, ${step.rows.toLocaleString("en-US")} ${step.rows === 1 ? "row" : "rows"}`;
  const needs = step.needs === null ? "" : `, SQLite ${step.needs} or newer`;
  const together = step.sql.length === 0 ? " together with the next step" : "";
  const touched = step.touched.flatMap(({ what, count, examples }) => [
    `   ! ${count.toLocaleString("en-US")} ${what}`,
    ...examples.slice(0, EXAMPLES).map((example) => `       ${example}`),
  ]);
  return [
    `${number}. ${step.title}`,
    `   ${ROUTES[step.route]}${together}${needs}${rows}; ${REVERSIBLE[step.reversible]}`,
    ...touched,
    ...step.sql.flatMap((sql) => `${sql};`.split("\n").map((line) => `     ${line}`)),
  ];
}
