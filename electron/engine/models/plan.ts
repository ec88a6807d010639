/** From operations to a plan: planned step by step, then tried on a copy of the database, and with it the way back. */
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { PlannedStep, Reversible, SchemaOperation, SchemaPlan } from "../../../src-shared/model/schema-change.ts";
import { withDifference } from "../../../src-shared/model/schema-difference.ts";
import type { Connection } from "../connection/connection.ts";
import { Origins } from "./origins.ts";
import { readSchema } from "../schema/read-schema.ts";
import { Rebuilds } from "./merge-rebuilds.ts";
import { newPlanning, planSteps, takeStep } from "./plan-steps.ts";
import { sqliteRefusal } from "./refusal.ts";
import { canRehearse, needsRehearsal, onCopy, rehearse } from "./rehearse.ts";
import { type SchemaPart, schemaMap } from "./schema-map.ts";
import { Scratch } from "./scratch-schema.ts";
import { firstTokens } from "./statements.ts";
import type { StepDraft } from "./step.ts";
import { differenceBetween, triedNow } from "./tried-difference.ts";

/** A plan with what applying it needs. */
export interface Planned {
  readonly plan: SchemaPlan;
  readonly steps: readonly StepDraft[];
  readonly before: DatabaseSchema;
  readonly after: DatabaseSchema;
  /** Where the tables of the file are in it. */
  readonly origins: Origins;
}

interface PlanOptions {
  readonly optimistic?: boolean;
  /** Rebuilds of one table that follow each other are done as one. */
  readonly merges?: boolean;
  /** Tried on a copy of what the operations can reach, which gives the same as one of everything and costs less. */
  readonly part?: SchemaPart | undefined;
  /** In statements that older versions of SQLite have, too. */
  readonly older?: boolean;
}

/** Makes the plan; reads the file and writes nothing. What cannot be done is in its `refusals`. */
export function makePlan(
  reader: Connection,
  schema: DatabaseSchema,
  operations: readonly SchemaOperation[],
  { optimistic = false, merges = true, older = false, part }: PlanOptions = {},
): Planned {
  const planned = planOnScratch(reader, schema, operations, { optimistic, merges, older, part });
  const { plan } = planned;
  if (optimistic || plan.refusals.length > 0 || !needsRehearsal(operations)) return planned;
  if (!canRehearse(reader)) {
    if (!operations.every(isSeenInRows)) plan.warnings.push(NOT_TRIED);
    return planned;
  }
  return onCopy(reader, (copy) => {
    const { refusal, changed } = rehearse(copy, planned, operations);
    // Every operation alone can be done: then they are not done as one.
    if (refusal?.operation === null && merges)
      return makePlan(reader, schema, operations, { merges: false, older, part });
    if (refusal) return { ...planned, plan: { ...plan, refusals: [refusal] } };
    return { ...planned, plan: tryWayBack(copy, withCounts(plan, operations, changed)) };
  });
}

/**
 * The plan that was run under the write lock, with what a plan that was tried before says: rows that SQL of the user's own changed,
 * and a way back that the rows allow.
 */
export function planAsRun(
  connection: Connection,
  plan: SchemaPlan,
  operations: readonly SchemaOperation[],
  changed: readonly number[],
): SchemaPlan {
  const counted = withCounts(plan, operations, changed);
  if (counted.reverse.length === 0 || !needsRehearsal(operations) || !canRehearse(connection)) return counted;
  return onCopy(connection, (copy) => tryWayBack(copy, counted));
}

function withCounts(plan: SchemaPlan, operations: readonly SchemaOperation[], changed: readonly number[]): SchemaPlan {
  return { ...plan, steps: plan.steps.map((step, i) => withCount(step, operations[step.operation], changed[i] ?? 0)) };
}

const NOT_TRIED =
  "The file is large, so this was not tried on all of its rows: what does not fit is found when it is applied, and nothing is changed then. A dry run tries it on a copy.";

/** Planning asks the file's rows all that this operation wants of them. */
function isSeenInRows({ op }: SchemaOperation): boolean {
  return op === "dropColumn" || op === "moveColumn" || op.startsWith("drop") || op === "renameConstraint";
}

/** Tries the way back on the copy, which is as the plan leaves it. */
function tryWayBack(copy: Connection, plan: SchemaPlan): SchemaPlan {
  if (plan.reverse.length === 0) return plan;
  const schema = readSchema(copy);
  const part = schemaMap(copy, schema).reachedBy(plan.reverse);
  const back = planOnScratch(copy, schema, plan.reverse, { part });
  const refused = back.plan.refusals[0] ?? rehearse(copy, back, plan.reverse).refusal;
  if (!refused) return plan;
  return {
    ...plan,
    steps: plan.steps.map((step) => (step.reverse.length === 0 ? step : { ...step, reversible: "no", reverse: [] })),
    warnings: [...plan.warnings, `There is no way back: ${refused.message}`],
    reversible: "no",
    reverse: [],
  };
}

/** What SQL of the user's own does to rows is known once it was tried. */
function withCount(step: PlannedStep, operation: SchemaOperation | undefined, count: number): PlannedStep {
  if (operation?.op !== "sql" || count === 0) return step;
  const [verb] = firstTokens(operation.sql, 1);
  const what = { DELETE: "rows are deleted", INSERT: "rows are added", UPDATE: "rows get other values" }[verb ?? ""];
  const final = step.reversible !== "exact" && verb !== "INSERT";
  return { ...step, touched: [{ what: what ?? "rows are written", count, examples: [], final }] };
}

function planOnScratch(
  reader: Connection,
  schema: DatabaseSchema,
  operations: readonly SchemaOperation[],
  { optimistic = false, merges = true, older = false, part }: PlanOptions,
): Planned {
  const scratch = new Scratch({ reader, schema, ...(part ? { part } : {}) });
  try {
    const before = triedNow(scratch);
    const origins = new Origins(schema.tables.filter((table) => table.schema === "main"));
    const rebuilds = new Rebuilds(scratch, merges);
    const { drafts, steps, refusals, warnings } = planSteps(
      { reader, scratch, origins, optimistic, older, rebuilds, meanings: true },
      operations,
    );
    const after = withDifference(schema, differenceBetween(before, triedNow(scratch), schema));
    if (refusals.length === 0) tryReverse(reader, scratch, steps, warnings);
    const reversible = least(steps.map((step) => step.reversible));
    const plan: SchemaPlan = {
      schemaVersion: schema.version,
      steps,
      refusals,
      warnings,
      reversible,
      reverse: reversible === "no" ? [] : steps.toReversed().flatMap((step) => step.reverse),
    };
    return { plan, steps: drafts, before: schema, after, origins };
  } finally {
    scratch.close();
  }
}

/** A step whose way back SQLite does not take has none. Leaves the scratch database as it was before the first step. */
function tryReverse(reader: Connection, scratch: Scratch, steps: PlannedStep[], warnings: string[]): void {
  if (steps.some((step) => step.reversible === "no")) return;
  const planning = newPlanning({ reader, scratch, origins: new Origins([]) });
  for (const step of steps.toReversed()) {
    try {
      for (const operation of step.reverse) takeStep(planning, operation);
    } catch (thrown) {
      const { message } = sqliteRefusal("the way back", thrown);
      warnings.push(`There is no way back from “${step.title}”: ${message}`);
      steps.splice(steps.indexOf(step), 1, { ...step, reversible: "no", reverse: [] });
      return;
    }
  }
}

function least(all: readonly Reversible[]): Reversible {
  return all.includes("no") ? "no" : all.includes("schema") ? "schema" : "exact";
}
