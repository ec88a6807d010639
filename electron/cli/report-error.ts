/** Errors on standard error: one line each, for people or, with `--errors json`, for programs. */
import { type AppErrorData, toAppErrorData } from "../../src-shared/errors/app-error.ts";
import { CommandError } from "./command-error.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { visibleText } from "../../src-shared/formats/visible-text.ts";

export type ErrorStyle = "text" | "json";

/** Writes the error and gives the exit code that goes with it. */
export function reportError(thrown: unknown, style: ErrorStyle): ExitCode {
  const data = thrown instanceof CommandError ? thrown.data : toAppErrorData(thrown);
  const exitCode = thrown instanceof CommandError ? thrown.exitCode : exitCodes.failed;
  const script = thrown instanceof CommandError ? thrown.script : null;
  const line =
    style === "json"
      ? JSON.stringify({ ...data, ...(script === null ? {} : { script }), exitCode })
      : `joinery: ${placeWords(data, script)}${visibleText(data.message)} ${visibleText(data.next)}${internals(data)}`;
  process.stderr.write(`${line}\n`);
  return exitCode;
}

/** A message that is no error. */
export function notice(text: string): void {
  process.stderr.write(`joinery: ${visibleText(text)}\n`);
}

/** `script.sql:3:7: ` as compilers write it, or `line 3, column 7: ` for SQL from the command line. */
function placeWords({ place }: AppErrorData, script: string | null): string {
  if (place === undefined || place.line === null) return "";
  const column = place.column ?? 1;
  return script === null
    ? `line ${place.line}, column ${column}: `
    : `${visibleText(script)}:${place.line}:${column}: `;
}

/** A mistake of ours is shown with its stack: whoever reports it needs it. */
function internals({ code, detail }: AppErrorData): string {
  return code === "internal" && detail !== undefined ? `\n${detail}` : "";
}
