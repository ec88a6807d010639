/** `joinery schema show`: prints the schema, as DDL or as JSON. */
import type { AppErrorData } from "../../src-shared/errors/app-error.ts";
import type { DatabaseSchema } from "../../src-shared/model/schema.ts";
import { CommandError, usageError, withExitCode } from "./command-error.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { openDatabase } from "./open-database.ts";
import { Output } from "./output.ts";
import { readArguments } from "./read-arguments.ts";
import { notice } from "./report-error.ts";
import { schemaJson, schemaSql } from "./schema-text.ts";

const HELP = `joinery schema show FILE [TABLE…] [options]

Prints the schema of a database as the SQL that is stored in it: tables, views, indexes and triggers, or only those of
the tables and views named. FILE is a path, sqlite:///path or :memory:. The database is opened read-only.

      --json            what Joinery reads from it: columns, keys, identities and more
      --errors json     errors as JSON on standard error

Exit code: 0 done, 1 there is no such table, 2 wrong usage, 3 the database cannot be opened.
`;

/** Runs the verb; gives the exit code. Throws a CommandError for everything that goes wrong. */
export async function run(args: string[]): Promise<ExitCode> {
  const parsed = readArguments("schema", HELP, args, { json: { type: "boolean", default: false } } as const);
  if (parsed === null) return exitCodes.ok;
  const [action, database, ...names] = parsed.positionals;
  if (action !== "show") throw usageError(`schema can show, and nothing else (“${action ?? ""}”).`, "schema");
  if (database === undefined) throw usageError("The database is missing.", "schema");
  const { engine, close } = openDatabase(database, { readOnly: true, create: false });
  try {
    const whole = await withExitCode(exitCodes.failed, () => engine.handlers["schema.read"](undefined));
    const schema = names.length === 0 ? whole : pick(whole, names);
    for (const { name, error } of schema.tables) {
      if (error !== null) notice(`“${name}” cannot be read: ${error}.`);
    }
    const output = new Output();
    await output.write(parsed.values.json ? schemaJson(schema) : schemaSql(schema, names.length > 0));
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
