/** `joinery schema plan` and `joinery schema apply`: changes of the schema from a file of operations (docs/schema-changes.md). */
import { sentenceEnd } from "../../src-shared/errors/app-error.ts";
import * as v from "valibot";
import type { AppErrorData } from "../../src-shared/errors/app-error.ts";
import { lossesOf } from "../../src-shared/model/plan-losses.ts";
import {
  type AppliedPlan,
  type Refusal,
  type SchemaOperation,
  SchemaOperationsSchema,
  type SchemaPlan,
} from "../../src-shared/model/schema-change.ts";
import { CommandError, usageError, withExitCode } from "./command-error.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { openDatabase } from "./open-database.ts";
import { Output } from "./output.ts";
import { planText } from "./plan-text.ts";
import { readInput } from "./read-script.ts";
import { notice } from "./report-error.ts";

export interface ChangeOptions {
  readonly json: boolean;
  readonly create: boolean;
  readonly acceptLossy: boolean;
  /** What cannot be undone is done all the same. */
  readonly loseData: boolean;
}

/** Plans or applies; gives the exit code. Throws a CommandError for everything that goes wrong. */
export async function runChanges(
  action: "plan" | "apply",
  database: string,
  changes: string,
  options: ChangeOptions,
): Promise<ExitCode> {
  const operations = accepting(readOperations(await readInput(changes), changes), options.acceptLossy);
  const { engine, close } = openDatabase(database, { readOnly: action === "plan", create: options.create });
  try {
    const plan = await withExitCode(exitCodes.failed, () => engine.handlers["models.plan"]({ operations }));
    const output = new Output();
    const print = async (answer: SchemaPlan | AppliedPlan, text: string) => {
      await output.write(options.json ? `${JSON.stringify(answer, null, 2)}\n` : text);
      await output.flush();
    };
    const [refused] = plan.refusals;
    if (refused || action === "plan") {
      if (action === "plan") await print(plan, planText(plan));
      if (refused) throw failure(refused);
      return exitCodes.ok;
    }
    if (!options.loseData) refuseLosses(plan, operations);
    const { schemaVersion } = plan;
    const ask = { operations, schemaVersion };
    const applied = await withExitCode(exitCodes.failed, () => engine.handlers["models.apply"](ask));
    for (const warning of applied.plan.warnings) notice(warning);
    await print(applied, planText(applied.plan, applied.milliseconds));
    return exitCodes.ok;
  } finally {
    close();
  }
}

/** What is final is done when it is asked for: an operation that accepts what its new type does to values asks for that. */
function refuseLosses(plan: SchemaPlan, operations: readonly SchemaOperation[]): void {
  const accepts = (operation: SchemaOperation | undefined) =>
    operation !== undefined && "acceptLossy" in operation && operation.acceptLossy === true;
  const losses = lossesOf(plan).filter(({ operation }) => !accepts(operations[operation]));
  if (losses.length === 0) return;
  for (const { words } of losses) notice(`  ${words}`);
  const data: AppErrorData = {
    code: "schema.refused",
    message: "The change does what cannot be undone, so nothing was done.",
    next: "Run it again with --lose-data if that is what you want.",
    detail: losses.map(({ words }) => words).join("\n"),
  };
  throw new CommandError(data, exitCodes.failed);
}

/** The operations of a file: an array, or an object that has them as `operations` (a plan's `reverse`, for example, is an array). */
function readOperations(text: string, name: string): SchemaOperation[] {
  const given = parse(text, name);
  const isWrapped = typeof given === "object" && given !== null && "operations" in given;
  const parsed = v.safeParse(SchemaOperationsSchema, isWrapped ? given.operations : given);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  throw unreadable(
    `${name} holds no list of operations${path === null ? "" : `: at ${path}`}: ${sentenceEnd(issue.message)}`,
  );
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw unreadable(`${name} is not JSON: ${sentenceEnd(thrown instanceof Error ? thrown.message : String(thrown))}`);
  }
}

function unreadable(message: string): CommandError {
  const next = "The operations are described in docs/schema-changes.md.";
  return new CommandError({ code: "request.invalid", message, next }, exitCodes.usage);
}

function accepting(operations: SchemaOperation[], lossy: boolean): SchemaOperation[] {
  if (!lossy) return operations;
  const takes = ["changeColumn", "setTableOptions", "redefineTable"];
  return operations.map((o) => (takes.includes(o.op) ? ({ ...o, acceptLossy: true } as SchemaOperation) : o));
}

/** The error for a refusal; the rows in the way are told as notices before it. */
function failure({ operation, choices, ...data }: Refusal): CommandError {
  for (const row of data.detail?.split("\n") ?? []) if (row !== data.message) notice(`  ${row}`);
  for (const { label, operations } of choices) notice(`  possible: ${label}: ${JSON.stringify(operations)}`);
  const place = operation === null ? "" : `operation ${operation + 1}: `;
  return new CommandError({ ...data, message: `${place}${data.message}` }, exitCodes.failed);
}

/** The action a word names. Throws a usage error. */
export function changesArguments(words: readonly string[]): { database: string; changes: string } {
  const [database, changes, more] = words;
  if (database === undefined) throw usageError("The database is missing.", "schema");
  if (changes === undefined) throw usageError("The file of operations is missing.", "schema");
  if (more !== undefined) throw usageError(`One file of operations is enough, and “${more}” is one more.`, "schema");
  return { database, changes };
}
