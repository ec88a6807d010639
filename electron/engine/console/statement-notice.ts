/** Sentences about what a statement did besides what one sees: another file, a setting that SQLite ignored. */
import { resolve } from "node:path";
import { reachesOutside } from "../../../src-shared/sql/reaches-outside.ts";
import { scriptTokens } from "../../../src-shared/sql/script-tokens.ts";
import type { ParameterValues } from "./bind-parameters.ts";
import { pragmaOf } from "./statement-kind.ts";

/** Pragmas that SQLite, as Joinery opens files, ignores without a word: always, or inside a transaction. */
const IGNORED: Readonly<Record<string, { inside: boolean; words: string }>> = {
  foreign_keys: { inside: true, words: "SQLite ignores this inside a transaction: end it first." },
  writable_schema: {
    inside: false,
    words:
      "SQLite ignores this: Joinery opens files in its defensive mode, where the schema cannot be written directly.",
  },
};

/** A sentence, or undefined when there is nothing to tell. `inTransaction`: was one open before the statement? */
export function statementNotice(sql: string, values: ParameterValues, inTransaction: boolean): string | undefined {
  const [reach] = reachesOutside(sql);
  if (reach) {
    const given = reach.file ?? (reach.parameter === null ? undefined : values.get(reach.parameter));
    const file = typeof given === "string" ? `“${resolve(given)}”` : "another file";
    return reach.does === "vacuumInto"
      ? `A copy of the database was written to ${file}.`
      : `The console now reads and writes ${file} too${reach.schema === null ? "" : `, as ${reach.schema}`}; DETACH lets go of it.`;
  }
  return ignoredPragma(sql, inTransaction) ?? storedRegexp(sql);
}

/** What a view or trigger calls is looked for only when it is used; temporary ones are the console's own, and have it. */
function storedRegexp(sql: string): string | undefined {
  if (!/\bregexp\b/i.test(sql)) return undefined;
  const [first, second, ...rest] = [...scriptTokens(sql)];
  const isStored = first?.name === "CREATE" && (second?.name === "VIEW" || second?.name === "TRIGGER");
  if (!isStored || !rest.some(({ name, text }) => name === "LIKE_KW" && text.toUpperCase() === "REGEXP"))
    return undefined;
  return "It uses REGEXP, which SQLite itself does not have: it cannot be used in Joinery, nor in any program that does not bring one.";
}

function ignoredPragma(sql: string, inTransaction: boolean): string | undefined {
  const pragma = pragmaOf(sql);
  if (!pragma?.sets || pragma.explained) return undefined;
  const { name } = pragma;
  const known = Object.hasOwn(IGNORED, name) ? IGNORED[name] : undefined;
  return known && (!known.inside || inTransaction) ? known.words : undefined;
}
