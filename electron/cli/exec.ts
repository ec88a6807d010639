/** `joinery exec`: runs a script and prints its results. */
import type { RunReport } from "../../src-shared/model/console.ts";
import { CommandError, usageError, withExitCode } from "./command-error.ts";
import { readParameters } from "./exec-parameters.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { formats, isFormatName } from "./formats/formats.ts";
import { onInterrupt } from "./interrupt.ts";
import { openDatabase } from "./open-database.ts";
import { Output } from "./output.ts";
import { ResultPrinter } from "./print-results.ts";
import { readArguments } from "./read-arguments.ts";
import { readScript, type Script } from "./read-script.ts";
import { notice } from "./report-error.ts";

const HELP = `joinery exec FILE (-c "SQL" | -f script.sql | -) [options]

Runs SQL on a database and prints the results of its statements. FILE is a path, sqlite:///path or :memory:.
A script without BEGIN, COMMIT and the like is stored as a whole or not at all.

  -c, --command SQL     the SQL to run
  -f, --file SCRIPT     a file with the SQL; - reads it from standard input
      --encoding NAME   the script's encoding when it has no byte order mark and is not UTF-8: windows-1252, utf-16le …;
                        bytes: what is no UTF-8 inside string literals is stored as it is, as by the sqlite3 shell
      --param NAME=VALUE
                        the value of :NAME, @NAME, $NAME or ?1 (1=VALUE): 12, 1.5, x'00ff', NULL, 'text'; else text
      --format FORMAT   table (the default), csv, json, ndjson or markdown
      --readonly        open the database read-only
      --create          make the file when it does not exist
      --errors json     errors as JSON on standard error

Exit code: 0 done, 1 the SQL failed, 2 wrong usage, 3 the database cannot be opened, 130 interrupted.
`;

const OPTIONS = {
  command: { type: "string", short: "c", multiple: true },
  file: { type: "string", short: "f", multiple: true },
  encoding: { type: "string" },
  param: { type: "string", multiple: true },
  format: { type: "string", default: "table" },
  readonly: { type: "boolean", default: false },
  create: { type: "boolean", default: false },
} as const;

/** Runs the verb; gives the exit code. Throws a CommandError for everything that goes wrong. */
export async function run(args: string[]): Promise<ExitCode> {
  const parsed = readArguments("exec", HELP, args, OPTIONS);
  if (parsed === null) return exitCodes.ok;
  const { values, positionals } = parsed;
  const [database, ...rest] = positionals;
  if (database === undefined) throw usageError("The database is missing.", "exec");
  if (rest.some((word) => word !== "-")) {
    throw usageError(`exec takes one database, and “${rest.find((word) => word !== "-")}” is one more.`, "exec");
  }
  const { format, readonly: readOnly, create } = values;
  if (!isFormatName(format)) throw usageError(`There is no format “${format}”.`, "exec");
  if (readOnly && create) throw usageError("--readonly and --create exclude each other.", "exec");
  const script = await readScript({
    commands: values.command ?? [],
    files: (values.file ?? []).filter((file) => file !== "-"),
    standardInput: rest.length > 0 || values.file?.includes("-") === true,
    encoding: values.encoding ?? null,
  });
  const parameters = readParameters(values.param ?? [], script);
  const printer = new ResultPrinter(formats[format](), new Output());
  const { engine, close } = openDatabase(database, { readOnly, create, emit: (event) => printer.hear(event) });
  const runId = "exec";
  const interrupt = onInterrupt(() => void engine.handlers["console.stop"]({ runId }));
  try {
    const running = Promise.resolve(
      engine.handlers["console.run"]({
        runId,
        sql: script.sql,
        parameters,
        keptBytes: script.keptBytes,
        outside: true,
      }),
    );
    try {
      const report = await withExitCode(exitCodes.failed, () => printer.print(engine, runId, running), script.name);
      // A file that was written besides, a setting that SQLite ignored: it goes on, and is said.
      for (const told of report.statements) if (told.notice !== undefined) notice(told.notice);
      checkReport(report, script, interrupt.happened());
    } catch (thrown) {
      // Nobody reads the output any more, or it cannot be written: what was not stored yet is taken back.
      await engine.handlers["console.stop"]({ runId });
      await running.catch(() => undefined);
      throw thrown;
    }
  } finally {
    interrupt.forget();
    close();
  }
  return exitCodes.ok;
}

/** Throws what the report says went wrong. */
function checkReport({ statements, transactionOpen }: RunReport, script: Script, interrupted: boolean): void {
  const error = statements.find(({ state }) => state === "failed")?.error;
  if (error) {
    // A transaction that is still open ends with this process: the engine's advice about it does not hold here.
    const next = error.next.replace(/; the transaction is still open.*$/, "; nothing since its BEGIN was stored.");
    const { place, ...stopped } = error;
    const data = interrupted ? stopped : { ...error };
    throw new CommandError(
      { ...data, next },
      interrupted ? exitCodes.interrupted : exitCodes.failed,
      place === undefined ? null : script.name,
    );
  }
  if (transactionOpen) {
    throw new CommandError(
      {
        code: "sql.failed",
        message: "The script ended inside its transaction, so nothing since its BEGIN was stored.",
        next: "End the script with COMMIT.",
      },
      exitCodes.failed,
    );
  }
}
