/**
 * How many rows each step of a plan visits, as far as it can be told without running it: from ANALYZE's figures (sqlite_stat1),
 * else the greatest rowid for a table that is read whole, and 1 for a search by a unique key. SQLite's own cost is not exposed.
 * Source: https://www.sqlite.org/fileformat2.html#stat1tab, https://www.sqlite.org/eqp.html
 */
import type { Scalar } from "../../../../src-shared/model/cell.ts";
import type { PlanNode } from "../../../../src-shared/model/query-plan.ts";
import { quoteName } from "../../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../../connection/connection.ts";
import { type NamedTable, namedTables } from "./named-tables.ts";

interface Statistics {
  /** Rows of a table, by its name in lower case. */
  readonly rows: ReadonlyMap<string, number>;
  /** By index in lower case: rows, then rows an equal prefix of 1, 2 … columns has on average. */
  readonly indexes: ReadonlyMap<string, readonly number[]>;
}

/** The nodes with `rows`, where it is known. Reads sqlite_stat1 and the ends of tables. */
export function withEstimates(connection: Connection, sql: string, nodes: readonly PlanNode[]): PlanNode[] {
  try {
    const tables = namedTables(connection, sql);
    const statistics = readStatistics(connection);
    return nodes.map((node) => {
      const rows = estimate(connection, node.detail, tables, statistics);
      return rows === null ? node : { ...node, rows };
    });
  } catch {
    // A damaged statistics table, a lock: the plan is there all the same.
    return [...nodes];
  }
}

function estimate(
  connection: Connection,
  detail: string,
  tables: readonly NamedTable[],
  statistics: Statistics,
): number | null {
  const [, verb, alias] = /^(SCAN|SEARCH) (\S+)/.exec(detail) ?? [];
  const table = tables.find((one) => one.alias === alias?.toLowerCase());
  if (!table || verb === undefined) return null;
  if (verb === "SCAN") return rowsOf(connection, table.name, statistics);
  const terms = /\(([^)]*)\)(?: LEFT-JOIN| EXISTS)?$/.exec(detail)?.[1]?.split(" AND ") ?? [];
  const equal = terms.filter((term) => /[^<>]=\?$/.test(term)).length;
  if (detail.includes("USING INTEGER PRIMARY KEY")) return equal > 0 ? 1 : null;
  if (detail.includes("USING PRIMARY KEY (")) {
    const key = connection.pragma(`main.table_info(${quoteName(table.name)})`).filter((column) => column[5] !== 0n);
    return equal === key.length ? 1 : null;
  }
  const index = / INDEX (\S+) \(/.exec(detail)?.[1];
  if (index === undefined || equal < terms.length) return null;
  const known = statistics.indexes.get(index.toLowerCase())?.[equal];
  return known ?? (isUniqueOn(connection, table.name, index, equal) ? 1 : null);
}

function readStatistics(connection: Connection): Statistics {
  const rows = new Map<string, number>();
  const indexes = new Map<string, number[]>();
  const there = connection.value({
    sql: "SELECT count(*) FROM main.sqlite_schema WHERE name = 'sqlite_stat1'",
    parameters: [],
  });
  if (there !== 1n) return { rows, indexes };
  for (const [table, index, stat] of connection.query({
    sql: "SELECT tbl, idx, stat FROM main.sqlite_stat1",
    parameters: [],
  }).rows) {
    const figures = String(stat)
      .split(" ")
      .map(Number)
      .filter((n) => Number.isFinite(n));
    if (figures[0] !== undefined) rows.set(String(table).toLowerCase(), figures[0]);
    if (index !== null) indexes.set(String(index).toLowerCase(), figures);
  }
  return { rows, indexes };
}

function rowsOf(connection: Connection, table: string, { rows }: Statistics): number | null {
  const known = rows.get(table.toLowerCase());
  if (known !== undefined) return known;
  try {
    // The end of a b-tree: one descent, however large the table is.
    const last: Scalar | undefined = connection.value({
      sql: `SELECT max(rowid) FROM main.${quoteName(table)}`,
      parameters: [],
    });
    return last === null || last === undefined ? 0 : Math.max(0, Number(last));
  } catch {
    // WITHOUT ROWID.
    return null;
  }
}

function isUniqueOn(connection: Connection, table: string, index: string, columns: number): boolean {
  const { rows } = connection.query({ sql: `PRAGMA main.index_list(${quoteName(table)})`, parameters: [] });
  // seq, name, unique, origin, partial
  const found = rows.find(([, name]) => String(name).toLowerCase() === index.toLowerCase());
  if (found?.[2] !== 1n) return false;
  return connection.pragma(`main.index_info(${quoteName(index)})`).length === columns;
}
