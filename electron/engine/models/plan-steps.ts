/** Operations as steps: each is tried on a scratch copy of the schema, in order, and asked what it does to the rows. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { PlannedStep, Refusal, SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { foldName } from "../schema/same-name.ts";
import type { BrokenObject, ObjectHealth } from "./broken-objects.ts";
import { brokenKey, faultOf } from "./broken-key.ts";
import { refuseChangedMeaning } from "./changed-meaning.ts";
import { Facts } from "./facts.ts";
import { Rebuilds } from "./merge-rebuilds.ts";
import { planObject } from "./plan-object.ts";
import { planTable } from "./plan-table.ts";
import { Refused, sqliteRefusal } from "./refusal.ts";
import { madeUnrunnable } from "./runnable.ts";
import type { Planning, StepDraft } from "./step.ts";
import { titleOf } from "./titles.ts";

type Place = Pick<Planning, "reader" | "scratch" | "origins"> &
  Partial<Pick<Planning, "optimistic" | "thorough" | "older" | "rebuilds" | "meanings">>;

export interface Steps {
  readonly drafts: StepDraft[];
  readonly steps: PlannedStep[];
  readonly refusals: Refusal[];
  readonly warnings: string[];
}

/** Plans the operations one after the other and leaves the scratch database as they make it; ends at the first refusal. */
export function planSteps(place: Place, operations: readonly SchemaOperation[]): Steps {
  const { scratch } = place;
  const planning = newPlanning(place);
  const made: Steps = { drafts: [], steps: [], refusals: [], warnings: planning.warnings };
  for (const [index, operation] of operations.entries()) {
    const title = titleOf(operation);
    try {
      const planned = planOne(planning, title, operation);
      const meant = planning.meanings
        ? refuseChangedMeaning(planning.scratch, operation, planned.sql, operations.slice(index + 1))
        : null;
      for (const pinned of meant?.writtenOut ?? []) planning.writtenOut.set(pinned.name, pinned);
      const reverse = [...planned.reverse, ...(meant?.reverse ?? [])];
      const { step: draft, absorbed } = planning.rebuilds.take({ ...planned, reverse });
      // Done along with this one.
      for (let i = 1; i <= absorbed; i++) emptyStep(made, made.drafts.length - i);
      made.drafts.push(draft);
      const { checks: _checks, rebuilt: _rebuilt, ...step } = draft;
      made.steps.push({
        ...step,
        operation: index,
        sql: [...step.sql],
        reverse: [...step.reverse],
        touched: [...step.touched],
      });
    } catch (thrown) {
      const data = sqliteRefusal(title, thrown, scratch.connection);
      const message = thrown instanceof AppError ? `${title}: ${data.message}` : data.message;
      const choices = thrown instanceof Refused ? [...thrown.choices] : [];
      made.refusals.push({ ...data, message, operation: index, choices });
      // What comes after may need what this did not do.
      return made;
    }
  }
  made.refusals.push(...brokenBy(planning, scratch.health(), operations));
  return made;
}

function emptyStep({ drafts, steps }: Steps, at: number): void {
  drafts[at] = { ...(drafts[at] as StepDraft), sql: [], checks: [] };
  steps[at] = { ...(steps[at] as PlannedStep), sql: [], rows: 0 };
}

/** A planning that begins. */
export function newPlanning(place: Place): Planning {
  return {
    rebuilds: new Rebuilds(place.scratch),
    optimistic: false,
    thorough: false,
    older: false,
    meanings: false,
    ...place,
    facts: new Facts(place.reader),
    warnings: [],
    writtenOut: new Map(),
    before: place.scratch.health(),
  };
}

/** Plans one operation and does it on the scratch database. Throws a refusal, or what SQLite says. */
export function takeStep(planning: Planning, operation: SchemaOperation): StepDraft {
  return planning.rebuilds.take(planOne(planning, titleOf(operation), operation)).step;
}

function planOne(planning: Planning, title: string, operation: SchemaOperation): StepDraft {
  switch (operation.op) {
    case "createTable":
    case "dropTable":
    case "renameTable":
    case "renameColumn":
    case "createIndex":
    case "dropIndex":
    case "redefineIndex":
    case "createView":
    case "dropView":
    case "redefineView":
    case "createTrigger":
    case "dropTrigger":
    case "redefineTrigger":
    case "setPragma":
    case "sql":
      return planObject(planning, title, operation);
    default:
      return planTable(planning, title, operation);
  }
}

/**
 * Objects that worked before and do not now. New ones that do not work are no less than what SQLite allows, and views whose
 * columns are others now may be meant: those are warnings.
 */
function brokenBy(
  { before, origins, scratch, warnings, writtenOut }: Planning,
  after: ObjectHealth,
  operations: readonly SchemaOperation[],
): Refusal[] {
  for (const [view, columns] of after.viewColumns) {
    const old = before.viewColumns.get(view);
    if (old && old.join("\n") !== columns.join("\n")) {
      warnings.push(`The view “${view}” has other columns afterwards: ${columns.join(", ")}.`);
    }
  }
  const names = new Map([...origins.names()].map(([was, now]) => [now, was]));
  const refusals: Refusal[] = [];
  for (const [key, object] of after.broken) {
    const { type, name, title, words } = object;
    const was = type === "table" ? `table ${names.get(key.slice("table ".length)) ?? ""}` : key;
    if (isNoWorse(object, before.broken.get(was)) || (type === "table" && origins.accepted.has(foldName(name))))
      continue;
    const fault = faultOf(scratch.read(), object);
    if (!before.works.has(was) && !before.broken.has(was)) {
      const unrunnable = madeUnrunnable(scratch.connection, object, operations);
      if (unrunnable) refusals.push(unrunnable);
      else warnings.push(fault?.message ?? `${title.replace(/^./, (c) => c.toUpperCase())} does not work: ${words}.`);
      continue;
    }
    if (fault) {
      refusals.push(brokenKey(fault, object, operations));
      continue;
    }
    refusals.push({
      code: "schema.refused",
      message: `The plan would break ${title}: ${words}.`,
      next:
        type === "table"
          ? `Drop or change that foreign key of “${name}” in the same plan.`
          : "Mend it in the same plan: give it a text that fits, or drop it.",
      detail: words,
      operation: operations.length === 1 ? 0 : null,
      choices: type === "table" ? [] : waysOut(type, name, operations, writtenOut.get(name)),
    });
  }
  return refusals;
}

function isNoWorse({ keys }: BrokenObject, before: BrokenObject | undefined): boolean {
  if (!before || !keys || !before.keys) return before !== undefined;
  const count = ({ gone, mismatch }: NonNullable<BrokenObject["keys"]>) => gone + (mismatch ? 1 : 0);
  return count(keys) <= count(before.keys);
}

/** What is put in the place of the only operation; of several, what comes after all of them. */
function waysOut(
  type: "view" | "trigger",
  name: string,
  operations: readonly SchemaOperation[],
  writtenOut: SchemaOperation | undefined,
): Refusal["choices"] {
  const drop: SchemaOperation = { op: type === "view" ? "dropView" : "dropTrigger", name };
  const [only, more] = operations;
  const label = `Drop the ${type} “${name}” as well`;
  if (!only || more) return [{ label, operations: [drop] }];
  const keep = { label: `Keep what “${name}” does: write it out`, operations: writtenOut ? [writtenOut, only] : [] };
  return [...(writtenOut ? [keep] : []), { label, operations: [drop, only] }];
}
