/** The command line: finds the verb, runs it, turns what it throws into one line and an exit code. */
import { readFileSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { usageError } from "./command-error.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { OutputClosed } from "./output.ts";
import { type ErrorStyle, reportError } from "./report-error.ts";

/** What a verb's file gives: it takes the words after the verb and gives the exit code. */
interface Verb {
  run(args: string[]): Promise<ExitCode>;
}

/** The verbs: how they are used, a line each, and their files, loaded when asked for: `--help` need not load SQLite. */
const VERBS: Readonly<Record<string, { usage: readonly [words: string, does: string][]; load(): Promise<Verb> }>> = {
  exec: { usage: [['exec FILE -c "SQL"', "run SQL and print its results"]], load: () => import("./exec.ts") },
  schema: {
    usage: [
      ["schema show FILE [TABLE…]", "print the schema"],
      ["schema plan FILE CHANGES", "say what a change of the schema would do"],
      ["schema apply FILE CHANGES", "do it"],
    ],
    load: () => import("./schema.ts"),
  },
  open: { usage: [["open FILE…", "open databases in the app"]], load: () => import("./open.ts") },
};

function helpText(): string {
  const lines = Object.values(VERBS).flatMap(({ usage }) => usage);
  const wide = Math.max(...lines.map(([words]) => words.length)) + 2;
  return `joinery: a desktop browser and workshop for SQLite databases

${lines.map(([words, does]) => `  joinery ${words.padEnd(wide)}${does}`).join("\n")}

joinery VERB --help describes a verb. joinery --version prints the version.
`;
}

async function runCommand(args: string[]): Promise<ExitCode> {
  const [word, ...rest] = args;
  if (word === "--help" || word === "-h") {
    process.stdout.write(helpText());
    return exitCodes.ok;
  }
  if (word === "--version") {
    process.stdout.write(`joinery ${version()}\n`);
    return exitCodes.ok;
  }
  if (word === undefined) throw usageError("A verb is missing.");
  const verb = Object.hasOwn(VERBS, word) ? VERBS[word] : undefined;
  if (verb === undefined) throw usageError(`There is no verb “${word}”.`);
  return (await verb.load()).run(rest);
}

function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/** Read by hand: it must hold also for a command line that cannot be read. */
function errorStyle(args: string[]): ErrorStyle {
  const at = args.findIndex((arg) => arg === "--errors" || arg.startsWith("--errors="));
  return args[at] === "--errors=json" || (args[at] === "--errors" && args[at + 1] === "json") ? "json" : "text";
}

// Compiled code is kept in the system's temporary folder: measured, a second command starts in 190 ms instead of 255 ms.
enableCompileCache();
const args = process.argv.slice(2);
try {
  process.exitCode = await runCommand(args);
} catch (thrown) {
  process.exitCode = thrown instanceof OutputClosed ? thrown.exitCode : reportError(thrown, errorStyle(args));
}
