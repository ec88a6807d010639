/** Rows that break foreign keys: a change must not make more of them, and must not be stopped by those that are there. */
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../connection/connection.ts";
import { foldName } from "../schema/same-name.ts";

/** The rows of each violation, by what it is: child and parent. Rows may get other rowids, so it is their number that counts. */
export type Violations = ReadonlyMap<string, readonly string[]>;

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
  const found = new Map<string, string[]>();
  const add = (key: string, row: string) => {
    const rows = found.get(key);
    if (rows) rows.push(row);
    else found.set(key, [row]);
  };
  for (const child of childTables(connection, some)) {
    try {
      for (const [, rowid, parent] of connection.pragma(`main.foreign_key_check(${quoteName(child)})`)) {
        const row = rowid === null ? "A row" : `Row ${rowid}`;
        const [from, to] = [planned(child), planned(String(parent))];
        add(`${from}\n${to}`, `${row} of “${from}” refers to a row of “${to}” that does not exist`);
      }
    } catch (thrown) {
      // "foreign key mismatch": the parent's columns are no key. It may have been so before.
      if (!(thrown instanceof Error && /mismatch/.test(thrown.message))) throw thrown;
      add(planned(child), `The foreign key of “${planned(child)}” leads to columns that are no key`);
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

/** Violations that are there after and were not before, but for tables (folded names) that may have them. */
export function newViolations(before: Violations, after: Violations, accepted: ReadonlySet<string>): string[] {
  return [...after].flatMap(([key, rows]) => {
    if (accepted.has(foldName(key.split("\n")[0] ?? ""))) return [];
    const known = before.get(key) ?? [];
    const were = new Set(known);
    const fresh = rows.filter((row) => !were.has(row));
    return rows.length > known.length ? (fresh.length > 0 ? fresh : rows) : [];
  });
}
