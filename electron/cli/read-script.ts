/** Where the SQL of `joinery exec` comes from. */
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { AppError } from "../../src-shared/errors/app-error.ts";
import { asAppError } from "../engine/engine-error.ts";
import { usageError, withExitCode } from "./command-error.ts";
import { exitCodes } from "./exit-codes.ts";

export interface Script {
  readonly sql: string;
  /** What errors call it; null for SQL from the command line. */
  readonly name: string | null;
}

export interface ScriptArguments {
  /** -c */
  readonly commands: readonly string[];
  /** -f */
  readonly files: readonly string[];
  /** `-` was among the words. */
  readonly standardInput: boolean;
}

/** The script that exactly one of -c, -f and - names. Throws a usage error, or exit code 3 for a file that cannot be read. */
export async function readScript({ commands, files, standardInput }: ScriptArguments): Promise<Script> {
  if (commands.length + files.length + (standardInput ? 1 : 0) !== 1) {
    throw usageError('Give the SQL once: as -c "SQL", as -f script.sql, or as - for standard input.', "exec");
  }
  const [command] = commands;
  if (command !== undefined) return { sql: command, name: null };
  const [file] = files;
  if (file === undefined) return { sql: await text(process.stdin), name: "<stdin>" };
  return { sql: await withExitCode(exitCodes.cannotOpen, () => readFile(file)), name: file };
}

/** The text of a file, or of standard input (`-`). Throws exit code 3 when it cannot be read. */
export async function readInput(name: string): Promise<string> {
  return name === "-" ? text(process.stdin) : withExitCode(exitCodes.cannotOpen, () => readFile(name));
}

/** Throws an AppError when the file cannot be read. */
function readFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (thrown) {
    const error = asAppError(thrown, { path });
    throw error instanceof AppError ? new AppError({ ...error.data, next: "Check its name." }) : error;
  }
}
