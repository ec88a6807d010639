/** `joinery open`: starts the app on databases and returns; an app that is running already takes them over. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { AppError } from "../../src-shared/errors/app-error.ts";
import { parseDatabaseAddress } from "../../src-shared/model/database-url.ts";
import { asAppError } from "../engine/engine-error.ts";
import { CommandError, usageError } from "./command-error.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { readArguments } from "./read-arguments.ts";
import { startApp } from "./start-app.ts";

const HELP = `joinery open FILE… [options]

Opens databases in the app and returns. FILE is a path, sqlite:///path or :memory:.

  -t, --table TABLE     the table to show first
      --readonly        open them read-only
      --errors json     errors as JSON on standard error

Exit code: 0 the app is open, 2 wrong usage, 3 a file or the app cannot be opened.
`;

const OPTIONS = {
  table: { type: "string", short: "t" },
  readonly: { type: "boolean", default: false },
} as const;

/** Runs the verb; gives the exit code. Throws a CommandError for everything that goes wrong. */
export async function run(args: string[]): Promise<ExitCode> {
  const parsed = readArguments("open", HELP, args, OPTIONS);
  if (parsed === null) return exitCodes.ok;
  const { values, positionals } = parsed;
  if (positionals.length === 0) throw usageError("The database is missing.", "open");
  const files = positionals.map(appAddress);
  await startApp([
    ...(values.readonly ? ["--readonly"] : []),
    // One word: Chromium reads the command line too and knows only --name=value.
    ...(values.table === undefined ? [] : [`--table=${values.table}`]),
    ...files,
  ]);
  return exitCodes.ok;
}

/** What the app is given for an argument: an absolute path or the address. Throws a CommandError when there is no such file. */
function appAddress(address: string): string {
  const parsed = parseDatabaseAddress(address);
  if (parsed === null) throw usageError(`“${address}” is not the address of a SQLite database.`, "open");
  if (parsed.kind === "memory") return ":memory:";
  const path = resolve(parsed.path);
  const error = whyNotAFile(path);
  if (error !== null) throw error;
  if (!parsed.readOnly) return path;
  return `sqlite:///${encodeURI(path).replace(/[?#]/g, encodeURIComponent)}?mode=ro`;
}

/** The app would say it in a window; a terminal is answered where the command was given. */
function whyNotAFile(path: string): CommandError | null {
  try {
    if (!statSync(path).isDirectory()) return null;
    throw Object.assign(new Error("is a directory"), { code: "EISDIR" });
  } catch (thrown) {
    const error = asAppError(thrown, { path });
    if (error instanceof AppError) return new CommandError(error.data, exitCodes.cannotOpen);
    throw error;
  }
}
