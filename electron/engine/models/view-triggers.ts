/**
 * INSTEAD OF triggers while the stored texts are writable. Measured with SQLite 3.53: an ALTER TABLE … RENAME that passes over what
 * does not compile ends the process (SIGSEGV in sqlite3ColumnIndex) when a view that does not compile has such a trigger.
 */
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { foldName } from "../schema/same-name.ts";
import { readHealth } from "./broken-objects.ts";
import type { Scratch } from "./scratch-schema.ts";
import { READ_SCHEMA, WRITE_SCHEMA } from "./statements.ts";

/** The triggers on views: statements that drop them, and the folded names of their views. */
function viewTriggers(scratch: Scratch): { drops: string[]; views: Set<string> } {
  const stored = scratch.stored();
  const all = new Set(stored.filter(({ type }) => type === "view").map(({ name }) => foldName(name)));
  const triggers = stored.filter(({ type, table }) => type === "trigger" && all.has(foldName(table)));
  return {
    drops: triggers.map(({ name }) => `DROP TRIGGER main.${quoteName(name)}`),
    views: new Set(triggers.map(({ table }) => foldName(table))),
  };
}

/** A rename that passes over what does not compile, without the triggers on views: to be looked at, never to be kept. */
export function passingOver(scratch: Scratch, alter: string): string[] {
  return [WRITE_SCHEMA, ...viewTriggers(scratch).drops, alter, READ_SCHEMA];
}

/** Would the rename, passing over what does not compile, meet a view with a trigger that does not compile after it? */
export function meetsBrokenView(scratch: Scratch, alter: string): boolean {
  const { views } = viewTriggers(scratch);
  if (views.size === 0) return false;
  const after = scratch.look(passingOver(scratch, alter), () => readHealth(scratch.connection, false).viewColumns);
  const compile = new Set([...after.keys()].map(foldName));
  return [...views].some((name) => !compile.has(name));
}
