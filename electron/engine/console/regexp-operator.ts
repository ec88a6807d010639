/**
 * `X REGEXP Y` in the user's own SQL. SQLite has the operator and no function behind it; here it is JavaScript's, as in filters. Only
 * statements that are typed can call it (directOnly): a view or CHECK that needs it would be broken in every other program.
 */
import type { Connection } from "../connection/connection.ts";
import { flagsOf } from "../connection/regexp-flags.ts";
import { realText } from "../../../src-shared/model/cell-text.ts";

const known = new WeakSet<Connection>();

/** The connection, which has the operator from now on. */
export function withRegexpOperator(connection: Connection): Connection {
  if (known.has(connection)) return connection;
  known.add(connection);
  let last = { pattern: "", regexp: /(?:)/ };
  connection.db.function(
    "regexp",
    { directOnly: true, deterministic: true, safeIntegers: true },
    (pattern: unknown, value: unknown) => {
      if (pattern === null || value === null) return null;
      const text = asText(pattern);
      if (last.pattern !== text) last = { pattern: text, regexp: new RegExp(text, flagsOf(text, true)) };
      return last.regexp.test(asText(value)) ? 1n : 0n;
    },
  );
  return connection;
}

/** What SQLite's CAST AS TEXT gives. */
function asText(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  return typeof value === "number" ? realText(value) : String(value);
}
