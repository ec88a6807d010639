/** A failure that ends the command: an AppError's data and the exit code that goes with it. */
import { AppError, type AppErrorData } from "../../src-shared/errors/app-error.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";

export class CommandError extends Error {
  readonly data: AppErrorData;
  readonly exitCode: ExitCode;
  /** Name of the script the place is in; null for SQL from the command line. */
  readonly script: string | null;

  constructor(data: AppErrorData, exitCode: ExitCode, script: string | null = null) {
    super(data.message);
    this.name = "CommandError";
    this.data = data;
    this.exitCode = exitCode;
    this.script = script;
  }
}

/** A command line that is not understood; `next` says where the right one is described. */
export function usageError(message: string, verb?: string): CommandError {
  const help = verb === undefined ? "joinery --help" : `joinery ${verb} --help`;
  return new CommandError({ code: "request.invalid", message, next: `See ${help}.` }, exitCodes.usage);
}

/** Does the work; an AppError that comes out becomes a CommandError with this exit code. `script`: what its place is in. */
export async function withExitCode<T>(
  exitCode: ExitCode,
  work: () => T | Promise<T>,
  script: string | null = null,
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    throw new CommandError(thrown.data, exitCode, thrown.data.place === undefined ? null : script);
  }
}
