/** Where the SQL of `joinery exec` comes from. */
import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { AppError } from "../../src-shared/errors/app-error.ts";
import { canonicalEncoding, decodeKeepingBytes, decodeTextFile } from "../../src-shared/formats/text-file.ts";
import { asAppError } from "../engine/engine-error.ts";
import { CommandError, usageError, withExitCode } from "./command-error.ts";
import { exitCodes } from "./exit-codes.ts";

export interface Script {
  readonly sql: string;
  /** What errors call it; null for SQL from the command line. */
  readonly name: string | null;
  /** Its bytes that are no UTF-8 are kept in it as halves of characters. */
  readonly keptBytes: boolean;
}

export interface ScriptArguments {
  /** -c */
  readonly commands: readonly string[];
  /** -f */
  readonly files: readonly string[];
  /** `-` was among the words. */
  readonly standardInput: boolean;
  /** --encoding; null when it was not given. */
  readonly encoding: string | null;
}

/** What --encoding says for bytes that are to be kept. */
const BYTES = "bytes";

/**
 * The script that exactly one of -c, -f and - names. Throws a usage error, or exit code 3 for a file that cannot be read or is not in its
 * encoding.
 */
export async function readScript({ commands, files, standardInput, encoding }: ScriptArguments): Promise<Script> {
  if (commands.length + files.length + (standardInput ? 1 : 0) !== 1) {
    throw usageError('Give the SQL once: as -c "SQL", as -f script.sql, or as - for standard input.', "exec");
  }
  const [command] = commands;
  if (command !== undefined) {
    if (encoding !== null) throw usageError("--encoding is for scripts of -f and standard input.", "exec");
    refuseReplaced(command, "The SQL of -c");
    return { sql: command, name: null, keptBytes: false };
  }
  const file = files[0] ?? "-";
  const name = file === "-" ? "<stdin>" : file;
  if (encoding?.toLowerCase() !== BYTES) {
    return { sql: await readText(file, name, encoding ?? undefined, adviceOf), name, keptBytes: false };
  }
  return { sql: decodeKeepingBytes(await readBytes(file)), name, keptBytes: true };
}

/** The text of a UTF-8 file, or of standard input (`-`). Throws exit code 3 when it cannot be read or is none. */
export async function readInput(name: string): Promise<string> {
  return readText(name, name === "-" ? "<stdin>" : name, undefined, () => "Save it as UTF-8.");
}

/**
 * Refuses a word of the command line that may be damaged: Node has put U+FFFD into the place of bytes that are no UTF-8 before
 * anyone could look. Throws a usage error.
 */
export function refuseReplaced(word: string, what: string): void {
  if (!word.includes("\uFFFD")) return;
  throw usageError(
    `${what} holds bytes that are not UTF-8, or the character U+FFFD. Give it as a file with -f and --encoding, or write char(65533) for that character.`,
    "exec",
  );
}

async function readText(
  file: string,
  name: string,
  encoding: string | undefined,
  next: (guess: string | undefined) => string,
): Promise<string> {
  const bytes = await readBytes(file);
  try {
    if (encoding !== undefined) canonicalEncoding(encoding);
  } catch {
    throw usageError(`“${encoding}” is no encoding that is known here.`, "exec");
  }
  try {
    return decodeTextFile(bytes, encoding).text;
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    const { cause, ...data } = thrown.data;
    throw new CommandError({ ...data, next: next(cause) }, exitCodes.cannotOpen, data.place?.line ? name : null);
  }
}

const adviceOf = (guess: string | undefined): string =>
  guess === undefined
    ? `Give the --encoding it is in, or --encoding ${BYTES} to store such bytes as they are, as the sqlite3 shell does; a BLOB is written x'…'.`
    : `Add --encoding ${guess} if it is that, or --encoding ${BYTES} to store such bytes as they are, as the sqlite3 shell does.`;

async function readBytes(name: string): Promise<Uint8Array> {
  if (name === "-") return buffer(process.stdin);
  return withExitCode(exitCodes.cannotOpen, () => {
    try {
      return readFileSync(name);
    } catch (thrown) {
      const error = asAppError(thrown, { path: name });
      throw error instanceof AppError ? new AppError({ ...error.data, next: "Check its name." }) : error;
    }
  });
}
