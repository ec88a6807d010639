/** `joinery schema`: `show` prints the schema, as DDL or as JSON; `plan` and `apply` change it (schema-changes.ts). */
import type { AppErrorData } from "../../src-shared/errors/app-error.ts";
import type { DatabaseSchema } from "../../src-shared/model/schema.ts";
import { unreadable, unreadableColumn } from "../engine/engine-error.ts";
import { CommandError, usageError, withExitCode } from "./command-error.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { openDatabase } from "./open-database.ts";
import { Output } from "./output.ts";
import { readArguments } from "./read-arguments.ts";
import { notice } from "./report-error.ts";
import { changesArguments, runChanges } from "./schema-changes.ts";
import { schemaJson, schemaSql } from "./schema-text.ts";

const HELP = `joinery schema show FILE [TABLE…] [options]
joinery schema plan FILE CHANGES [options]
joinery schema apply FILE CHANGES [options]

show prints the schema of a database as the SQL that is stored in it: tables, views, indexes and triggers, or only those
of the tables and views named. plan prints how a change of the schema would be done, what it would cost and what data it
would touch; apply does it, all in one transaction or not at all. FILE is a path, sqlite:///path or :memory:. CHANGES is a
file of operations as JSON (docs/schema-changes.md); - reads it from standard input. Only apply writes to the database.

      --json            show: what Joinery reads from it; plan and apply: the plan, with the operations that reverse it
      --accept-lossy    values may be changed by a new type in a way that cannot be reversed
      --lose-data       apply: do what cannot be undone (plan says what that is); without it such a change is refused
      --create          apply: make the file when it does not exist
      --errors json     errors as JSON on standard error

Exit code: 0 done, 1 there is no such table, or the change is refused (nothing is changed then), 2 wrong usage, 3 the
database cannot be opened.
`;

const OPTIONS = {
  json: { type: "boolean", default: false },
  "accept-lossy": { type: "boolean", default: false },
  "lose-data": { type: "boolean", default: false },
  create: { type: "boolean", default: false },
} as const;

/** Runs the verb; gives the exit code. Throws a CommandError for everything that goes wrong. */
export async function run(args: string[]): Promise<ExitCode> {
  const parsed = readArguments("schema", HELP, args, OPTIONS);
  if (parsed === null) return exitCodes.ok;
  const [action, database, ...names] = parsed.positionals;
  const { json, create, "accept-lossy": acceptLossy, "lose-data": loseData } = parsed.values;
  if (action === "plan" || action === "apply") {
    const words = changesArguments(parsed.positionals.slice(1));
    if (create && action === "plan") throw usageError("--create is for apply: a plan makes no file.", "schema");
    if (loseData && action === "plan") throw usageError("--lose-data is for apply: a plan loses nothing.", "schema");
    return runChanges(action, words.database, words.changes, { json, create, acceptLossy, loseData });
  }
  if (action !== "show")
    throw usageError(`schema can show, plan and apply, and nothing else (“${action ?? ""}”).`, "schema");
  if (create || acceptLossy || loseData) throw usageError("show takes no such option.", "schema");
  if (database === undefined) throw usageError("The database is missing.", "schema");
  const { engine, close } = openDatabase(database, { readOnly: true, create: false });
  try {
    const whole = await withExitCode(exitCodes.failed, () => engine.handlers["schema.read"](undefined));
    const schema = names.length === 0 ? whole : pick(whole, names);
    for (const { name, error, columns } of schema.tables) {
      const broken = error === null ? [] : [unreadable(name, error)];
      const inColumns = columns.flatMap((column) =>
        column.error === undefined || error !== null ? [] : [unreadableColumn(name, column.name, column.error)],
      );
      for (const { data } of [...broken, ...inColumns]) notice(`${data.message} ${data.next}`);
    }
    const output = new Output();
    await output.write(json ? schemaJson(schema) : schemaSql(schema, names.length > 0));
    await output.flush();
  } finally {
    close();
  }
  return exitCodes.ok;
}

/** SQLite folds the case of ASCII letters only. */
const folded = (name: string) => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** What belongs to the tables named. Throws a CommandError `object.missing` for a name that is none. */
function pick({ version, tables, indexes, triggers }: DatabaseSchema, names: readonly string[]): DatabaseSchema {
  const wanted = new Set(names.map(folded));
  for (const name of names) {
    if (!tables.some((table) => folded(table.name) === folded(name)))
      throw new CommandError(missing(name), exitCodes.failed);
  }
  const of = (table: string) => wanted.has(folded(table));
  return {
    version,
    tables: tables.filter(({ name }) => of(name)),
    indexes: indexes.filter(({ table }) => of(table)),
    triggers: triggers.filter(({ table }) => of(table)),
  };
}

function missing(name: string): AppErrorData {
  return {
    code: "object.missing",
    message: `There is no table or view “${name}”.`,
    next: "Run joinery schema show without names to see what there is.",
  };
}
