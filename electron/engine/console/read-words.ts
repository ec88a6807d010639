/** The functions, pragmas, collations and modules that this build of SQLite has, on this connection. */
import type { SqlFunction, SqlWords, TableFunction } from "../../../src-shared/model/sql-words.ts";
import type { Connection } from "../connection/connection.ts";

const KINDS: Readonly<Record<string, SqlFunction["kind"]>> = { s: "scalar", a: "aggregate", w: "window" };

/** SQLite registers these when they are first named; until then no list has them. */
const unlisted = ["json_each", "json_tree", "jsonb_each", "jsonb_tree"];

/** Sorted by name; operators that are functions (`->`) are left out. Throws SqliteError. */
export function readWords(connection: Connection): SqlWords {
  const pragmas = readPragmas(connection);
  const modules = names(connection.pragma("module_list"), 0);
  return {
    functions: functions(connection),
    tableFunctions: tableFunctions(connection, [
      ...unlisted,
      ...modules,
      ...pragmas.map((pragma) => `pragma_${pragma}`),
    ]),
    pragmas,
    collations: names(connection.pragma("collation_list"), 1),
    modules,
  };
}

/**
 * Those of these names that are tables without having been created, by what SQLite tells of their columns: hidden ones are the
 * arguments. https://www.sqlite.org/vtab.html#tabfunc2
 */
function tableFunctions(connection: Connection, candidates: readonly string[]): TableFunction[] {
  const sql = "SELECT name, hidden FROM pragma_table_xinfo(?)";
  const describe = (name: string): unknown[][] => {
    try {
      return connection.query({ sql, parameters: [name] }).rows;
    } catch {
      // A module that is only for CREATE VIRTUAL TABLE may refuse to be asked (fts4aux does).
      return [];
    }
  };
  return [...new Set(candidates)].flatMap((name): TableFunction[] => {
    const columns = describe(name);
    const named = (hidden: boolean) =>
      columns.flatMap(([column, is]) => ((is === 1n) === hidden ? [String(column)] : []));
    return columns.length === 0 ? [] : [{ name, columns: named(false), arguments: named(true) }];
  });
}

/** The names of its pragmas. Throws SqliteError. */
export function readPragmas(connection: Connection): string[] {
  return names(connection.pragma("pragma_list"), 0);
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
