/** Indexes that might help a statement. Each is a guess: trying them on a copy tells. */
import type { Scalar } from "../../../../src-shared/model/cell.ts";
import { quoteName } from "../../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../../connection/connection.ts";
import { namedTables, type UsedColumn, usedColumns } from "./named-tables.ts";

export interface Candidate {
  readonly name: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly sql: string;
}

/** Indexes tried together; more would make the copy slow to make. */
const MOST = 12;
/** Columns of one index. */
const WIDEST = 5;

/** Candidates for a statement, the most promising first; none that an index of the table begins with already. Throws SqliteError. */
export function candidates(connection: Connection, sql: string): Candidate[] {
  const tables = namedTables(connection, sql);
  const used = usedColumns(sql, tables);
  const lists = new Map<string, { table: string; columns: string[] }>();
  for (const table of new Set(used.map((one) => one.table.name))) {
    const mine = used.filter((one) => one.table.name === table);
    for (const columns of listsOf(mine)) {
      if (columns.length > 0) lists.set(`${table}\0${columns.join("\0")}`, { table, columns });
    }
  }
  const taken = new Set(
    connection
      .query({ sql: "SELECT lower(name) FROM main.sqlite_schema", parameters: [] })
      .rows.map(([name]) => String(name)),
  );
  return [...lists.values()]
    .filter(({ table, columns }) => !isCovered(connection, table, columns))
    .slice(0, MOST)
    .map(({ table, columns }) => named(table, columns, taken));
}

function listsOf(used: readonly UsedColumn[]): string[][] {
  const of = (use: UsedColumn["use"]) => [
    ...new Set(used.filter((one) => one.use === use).map(({ column }) => column)),
  ];
  const [equal, range, order] = [of("equal"), of("range"), of("order")];
  const distinct = (...columns: string[]) => [...new Set(columns)].slice(0, WIDEST);
  return [
    distinct(...equal, ...range.slice(0, 1)),
    distinct(...equal, ...order),
    distinct(...equal),
    ...equal.map((column) => [column]),
    ...range.map((column) => [column]),
    distinct(...order),
  ];
}

/** Is there an index, or the primary key itself, that begins with these columns? */
function isCovered(connection: Connection, table: string, columns: readonly string[]): boolean {
  const begins = (with_: readonly (Scalar | undefined)[]) =>
    columns.every((column, i) => column.toLowerCase() === nameText(with_[i]).toLowerCase());
  // seq, name, unique, origin, partial
  for (const [, index, , , partial] of connection.pragma(`main.index_list(${quoteName(table)})`)) {
    // seqno, cid, name
    const info = connection.pragma(`main.index_info(${quoteName(String(index))})`);
    if (partial === 0n && begins(info.map(([, , name]) => name))) return true;
  }
  // cid, name, type, notnull, dflt_value, pk
  const key = connection.pragma(`main.table_info(${quoteName(table)})`).filter(([, , , , , pk]) => pk !== 0n);
  return key.length === 1 && begins(key.map(([, name]) => name));
}

/** A name out of a PRAGMA's row; "" for an expression. */
const nameText = (value: Scalar | undefined): string => (typeof value === "string" ? value : "");

function named(table: string, columns: readonly string[], taken: Set<string>): Candidate {
  const plain = `${table}_${columns.join("_")}`.replaceAll("\0", "").slice(0, 60);
  let name = plain;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${plain}_${n}`;
  taken.add(name.toLowerCase());
  const sql = `CREATE INDEX ${written(name)} ON ${written(table)} (${columns.map(written).join(", ")})`;
  return { name, table, columns, sql };
}

/** In quotes only where a name needs them, for reading. */
const written = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/i.test(name) && !RESERVED.test(name) ? name : quoteName(name);

const RESERVED =
  /^(?:order|group|index|table|select|from|where|values|default|check|references|primary|unique|transaction|when|to|on|in|is|as|by|set|case|else|end|and|or|not|null|between|like|exists|limit|union|all|distinct|join|using|having|add|alter|create|drop|delete|update|insert|into|commit|collate|constraint|foreign|returning|then|escape|isnull|notnull|nothing|autoincrement|deferrable|except|intersect|if)$/i;
