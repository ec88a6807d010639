/** Rows that break foreign keys: a change must not make more of them, and must not be stopped by those that are there. */
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../connection/connection.ts";
import { foldName } from "../schema/same-name.ts";

/** How often each violation is there, by what it is: child, rowid, parent. */
export type Violations = ReadonlyMap<string, number>;

/**
 * Looks at the foreign keys of some tables, and at those that lead to them; null for all. `names` gives the planned name of a
 * folded one; its own when there is none.
 */
export function readViolations(
  connection: Connection,
  some: ReadonlySet<string> | null,
  names: ReadonlyMap<string, string> = new Map(),
): Violations {
  const planned = (name: string) => names.get(foldName(name)) ?? foldName(name);
  const found = new Map<string, number>();
  const add = (key: string) => found.set(key, (found.get(key) ?? 0) + 1);
  for (const child of childTables(connection, some)) {
    try {
      for (const [, rowid, parent] of connection.pragma(`main.foreign_key_check(${quoteName(child)})`)) {
        const row = rowid === null ? "A row" : `Row ${rowid}`;
        add(`${row} of “${planned(child)}” refers to a row of “${planned(String(parent))}” that does not exist`);
      }
    } catch (thrown) {
      // "foreign key mismatch": the parent's columns are no key. It may have been so before.
      if (!(thrown instanceof Error && /mismatch/.test(thrown.message))) throw thrown;
      add(`The foreign key of “${planned(child)}” leads to columns that are no key`);
    }
  }
  return found;
}

function childTables(connection: Connection, some: ReadonlySet<string> | null): Set<string> {
  const keys = connection.query({
    sql: "SELECT s.name, f.\"table\" FROM main.sqlite_schema AS s, pragma_foreign_key_list(s.name, 'main') AS f WHERE s.type = 'table'",
    parameters: [],
  });
  const children = new Set<string>();
  for (const [child, parent] of keys.rows) {
    const concerned = some === null || [child, parent].some((name) => some.has(foldName(String(name))));
    if (concerned) children.add(String(child));
  }
  return children;
}

/** Violations that are there after and were not before. */
export function newViolations(before: Violations, after: Violations): string[] {
  return [...after].filter(([key, count]) => count > (before.get(key) ?? 0)).map(([key]) => key);
}
