/** The functions, pragmas, collations and modules that this build of SQLite has, on this connection. */
import type { SqlFunction, SqlWords } from "../../../src-shared/model/sql-words.ts";
import type { Connection } from "../connection/connection.ts";

const KINDS: Readonly<Record<string, SqlFunction["kind"]>> = { s: "scalar", a: "aggregate", w: "window" };

/** Sorted by name; operators that are functions (`->`) are left out. Throws SqliteError. */
export function readWords(connection: Connection): SqlWords {
  return {
    functions: functions(connection),
    pragmas: names(connection.pragma("pragma_list"), 0),
    collations: names(connection.pragma("collation_list"), 1),
    modules: names(connection.pragma("module_list"), 0),
  };
}

/** `PRAGMA function_list`: name, builtin, type, enc, narg, flags; a row for each number of arguments. */
function functions(connection: Connection): SqlFunction[] {
  const found = new Map<string, SqlFunction>();
  for (const [name, , type, , narg] of connection.pragma("function_list")) {
    const text = String(name);
    if (!/^[a-z_]/i.test(text)) continue;
    const known = found.get(text);
    const arities = new Set([...(known?.arities ?? []), Number(narg)]);
    found.set(text, {
      name: text,
      kind: KINDS[String(type)] ?? "scalar",
      arities: [...arities].toSorted((a, b) => a - b),
    });
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function names(rows: unknown[][], column: number): string[] {
  return rows.map((row) => String(row[column])).toSorted();
}
