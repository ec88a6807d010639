/** Reasons why a schema change is not made. */
import { AppError, type AppErrorData } from "../../../src-shared/errors/app-error.ts";
import { counted } from "../../../src-shared/model/plan-losses.ts";
import type { Connection } from "../connection/connection.ts";
import { functionHint } from "../connection/function-hint.ts";
import type { RefusalChoice, TouchedData } from "../../../src-shared/model/schema-change.ts";

/** A refusal with the ways out of it. */
export class Refused extends AppError {
  readonly choices: readonly RefusalChoice[];

  constructor(data: AppErrorData, choices: readonly RefusalChoice[]) {
    super(data);
    this.choices = choices;
  }
}

/** A refusal: nothing was changed. `rows` are the ones that are in the way, for `detail`. */
export function refusal(
  message: string,
  next: string,
  rows: readonly string[] = [],
  choices: readonly RefusalChoice[] = [],
): Refused {
  return new Refused(
    { code: "schema.refused", message, next, ...(rows.length === 0 ? {} : { detail: rows.join("\n") }) },
    choices,
  );
}

/** The refusal for what SQLite said to a statement of a plan. `what` is the operation's title; `connection` knows its functions. */
export function sqliteRefusal(what: string, thrown: unknown, connection: Connection | null = null): AppErrorData {
  if (thrown instanceof AppError) return thrown.data;
  if (!(thrown instanceof Error)) throw thrown;
  const words = thrown.message;
  const taken = nameTaken(words);
  if (taken) return { code: "schema.refused", message: taken, next: "Choose another name.", detail: words };
  return {
    code: "schema.refused",
    message: `${what}: SQLite refuses it: ${words}.`,
    next: (connection && functionHint(connection, words)) ?? nextFor(words),
    detail: words,
  };
}

/** The commonest slip, in each of SQLite's ways to say it: the sentence that names what is there already; null for another fault. */
export function nameTaken(words: string): string | null {
  if (/^error in (view|trigger) /.test(words)) return null;
  const [, column] = /duplicate column name: (.*)$/s.exec(words) ?? [];
  if (column !== undefined) return `There is already a column “${column}”.`;
  const [, what, taken] =
    /there is already (an index|another table or index|a table) (?:with this name|named):? (.*)$/s.exec(words) ?? [];
  if (what !== undefined) return `There is already ${what.replace(/^another/, "a")} “${taken}”.`;
  const [, kind, name] = /^(table|view|index|trigger) (.*) already exists$/s.exec(words) ?? [];
  return kind === undefined ? null : `There is already ${kind === "index" ? "an" : "a"} ${kind} “${name}”.`;
}

/** Does SQLite take a text in double quotes for a name? */
export function isDoubleQuotedText(words: string): boolean {
  return words.includes("should this be a string literal");
}

function nextFor(words: string): string {
  const [, kind, name] = /^error in (view|trigger|index|table) (.*?)(?: after \w+)?: /s.exec(words) ?? [];
  if (isDoubleQuotedText(words))
    return "SQL stored in the file writes a text in double quotes: let Joinery mend the file (Mend literals), then plan again.";
  if (kind === "view" || kind === "trigger")
    return `Drop the ${kind} “${name}” in the same plan before this, and create it with a text that fits after it.`;
  if (kind !== undefined) return `Change the ${kind} “${name}” in the same plan, before this operation.`;
  const [, missing] = /(?:no such|unknown) (function|collation)/.exec(words) ?? [];
  if (missing !== undefined) return `It needs a ${missing} of the program that made the file; change it there.`;
  if (/no such module/.test(words)) return "It needs an extension of the program that made the file.";
  return "Correct the operation and plan again.";
}

/** Throws a refusal when there are rows in the way. */
export function refuseRows(found: TouchedData | null, next: string, choices: readonly RefusalChoice[]): void {
  if (found) throw refusal(`${counted(found)}.`, next, found.examples, choices);
}
