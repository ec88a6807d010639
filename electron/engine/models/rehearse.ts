/**
 * Tries a plan, and its way back, on a copy of the database in memory before anybody is promised that it can be applied. What the
 * rows say to rules that a step brings, to what steps do to each other and to SQL of the user's own, only doing it tells.
 */
import { AppError, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { Refusal, SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import type { Connection } from "../connection/connection.ts";
import { copyInMemory } from "../connection/open-connection.ts";
import { readSchema } from "../schema/read-schema.ts";
import { Origins } from "./origins.ts";
import { planSteps, type Steps } from "./plan-steps.ts";
import { type Runnable, runPlan, runStep } from "./run-plan.ts";
import { Scratch } from "./scratch-schema.ts";

/** Larger files are not copied for a plan: it would take as long as applying it. */
const LARGEST = 64 * 1024 * 1024;

/** Operations whose native statements no row can refuse. */
const HARMLESS: readonly SchemaOperation["op"][] = [
  "createTable",
  "dropTable",
  "renameTable",
  "renameColumn",
  "dropIndex",
  "createView",
  "dropView",
  "redefineView",
  "createTrigger",
  "dropTrigger",
  "redefineTrigger",
  "setPragma",
];

export interface Rehearsed {
  /** Null when it can be applied. */
  readonly refusal: Refusal | null;
  /** Rows that each step changed, those of triggers included; empty when it is refused. */
  readonly changed: readonly number[];
}

/** Are there rows that could have a say? */
export function needsRehearsal(operations: readonly SchemaOperation[]): boolean {
  return operations.some(({ op }) => !HARMLESS.includes(op));
}

/** Does the file fit into memory, twice? */
export function canRehearse(reader: Connection): boolean {
  const size = (name: string) => Number(reader.pragma(`main.${name}`)[0]?.[0] ?? 0);
  return size("page_count") * size("page_size") <= LARGEST;
}

/** Work on a copy whose settings are those under which plans are applied. */
export function onCopy<T>(of: Connection, work: (copy: Connection) => T): T {
  const copy = copyInMemory(of);
  try {
    copy.pragma("foreign_keys = OFF");
    copy.pragma("legacy_alter_table = OFF");
    return work(copy);
  } finally {
    copy.close();
  }
}

/** Runs a plan on the copy, which is as it leaves it, or as it was when it is refused. */
export function rehearse(copy: Connection, planned: Runnable, operations: readonly SchemaOperation[]): Rehearsed {
  copy.db.exec("SAVEPOINT rehearsal");
  try {
    const changed = runPlan(copy, planned, false);
    copy.db.exec("RELEASE rehearsal");
    return { refusal: null, changed };
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    backTo(copy);
    const refusal = firstRefusal(copy, operations);
    backTo(copy);
    copy.db.exec("RELEASE rehearsal");
    const whole = { ...toAppErrorData(thrown), operation: operations.length === 1 ? 0 : null, choices: [] };
    return { refusal: refusal ?? whole, changed: [] };
  }
}

function backTo(copy: Connection): void {
  copy.db.exec("ROLLBACK TO rehearsal");
  copy.db.unsafeMode(false);
  copy.pragma("ignore_check_constraints = OFF");
  copy.pragma("legacy_alter_table = OFF");
  // Where stored texts were read anew inside it, SQLite does not notice that they are the old ones again.
  copy.pragma("writable_schema = RESET");
}

/** Does the operations one after the other, each planned over the rows that those before it left; null when all can be done so. */
function firstRefusal(copy: Connection, operations: readonly SchemaOperation[]): Refusal | null {
  for (const [at, operation] of operations.entries()) {
    const { refusals, drafts } = planOver(copy, [operation]);
    const [refused] = refusals;
    if (refused) return { ...refused, operation: at };
    try {
      for (const step of drafts) runStep(copy, step);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      return { ...toAppErrorData(thrown), operation: at, choices: [{ label: "Leave it out", operations: [] }] };
    }
  }
  return null;
}

/** A plan over the copy as it is, which names every row that is in the way. */
function planOver(copy: Connection, operations: readonly SchemaOperation[]): Steps {
  const schema = readSchema(copy);
  const scratch = new Scratch({ reader: copy, schema });
  try {
    const origins = new Origins(schema.tables.filter((table) => table.schema === "main"));
    return planSteps({ reader: copy, scratch, origins, thorough: true }, operations);
  } finally {
    scratch.close();
  }
}
