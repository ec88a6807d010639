/** What to write instead of a function that SQLite does not have. */
import { nearestName } from "../../../src-shared/sql/nearest-name.ts";
import type { Connection } from "./connection.ts";

/** Functions of other databases, as SQLite says it. */
const elsewhere: Readonly<Record<string, string>> = {
  now: "CURRENT_TIMESTAMP or datetime('now')",
  getdate: "CURRENT_TIMESTAMP or datetime('now')",
  sysdate: "CURRENT_TIMESTAMP or datetime('now')",
  curdate: "CURRENT_DATE",
  today: "CURRENT_DATE",
  uuid: "lower(hex(randomblob(16)))",
  gen_random_uuid: "lower(hex(randomblob(16)))",
  newid: "lower(hex(randomblob(16)))",
  len: "length(…)",
  char_length: "length(…)",
  nvl: "ifnull(…, …)",
  isnull: "ifnull(…, …)",
  ucase: "upper(…)",
  lcase: "lower(…)",
  rand: "random()",
  to_char: "strftime(…, …) or printf(…, …)",
  date_format: "strftime(…, …)",
  regexp_like: "GLOB or LIKE",
  regexp: "GLOB or LIKE: this SQLite has no regular expressions outside of Joinery",
};

/** A next step for “no such function: lenght”; null when SQLite's words are about something else, or nothing is near. */
export function functionHint(connection: Connection, words: string): string | null {
  const missing = /(?:no such|unknown) function: (\w+)/.exec(words)?.[1];
  if (missing === undefined) return null;
  const other = elsewhere[missing.toLowerCase()];
  if (other !== undefined) return `In SQLite it is ${other}.`;
  const near = nearestName(
    missing,
    connection.query({ sql: FUNCTIONS, parameters: [] }).rows.map(([name]) => String(name)),
  );
  return near === null ? null : `Did you mean ${near}()?`;
}

/** Our own functions are only there while Joinery is. */
const FUNCTIONS =
  "SELECT DISTINCT name FROM pragma_function_list WHERE name GLOB '[a-z]*' AND name NOT GLOB 'joinery*'";
