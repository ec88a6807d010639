/** What the rows of the file say to an operation: how many it touches, and which are in the way. Only reads. */
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { TouchedData } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../connection/connection.ts";
import { sqlLiteral } from "../../../src-shared/sql/sql-literal.ts";
import { type Origin, rowsOf, valueIn } from "./origins.ts";

/** Examples that are shown of what is counted exactly. */
export const EXAMPLES = 20;
/** Longer values are cut in examples. */
const LONGEST = 80;

export class Facts {
  readonly #reader: Connection;

  constructor(reader: Connection) {
    this.#reader = reader;
  }

  rows(origin: Origin | null): number {
    return origin === null ? 0 : this.#count(`FROM main.${quoteName(origin.table)}`);
  }

  hasRows(origin: Origin | null): boolean {
    return (
      origin !== null &&
      this.#reader.row({ sql: `SELECT 1 FROM main.${quoteName(origin.table)} LIMIT 1`, parameters: [] }) !== undefined
    );
  }

  /** Values of a column that are not NULL. */
  values(origin: Origin | null, column: string): TouchedData | null {
    const value = valueIn(origin, column);
    if (!origin || value === null) return null;
    const from = `FROM main.${quoteName(origin.table)} WHERE ${value} IS NOT NULL`;
    return this.#fact(`values of “${column}” would go`, from, `${value} ${from}`);
  }

  /** Rows without a value in a column. SQLite takes `IS NULL` of a column that is NOT NULL for false without looking. */
  nulls(origin: Origin | null, column: string): TouchedData | null {
    const value = valueIn(origin, column);
    if (!origin || value === null) return null;
    const from = `FROM main.${quoteName(origin.table)} WHERE typeof(${value}) = 'null'`;
    return this.#fact(`rows have no value in “${column}”`, from, `* ${from}`);
  }

  /** Rows for which an expression is false, so that a CHECK refuses them. Null when it speaks of what the file does not have. */
  violators(origin: Origin | null, table: string, expression: string): TouchedData | null {
    if (origin === null) return null;
    const from = `FROM ${rowsOf(origin, table)} WHERE NOT (${expression}\n)`;
    return unlessNew(() => this.#fact(`rows break CHECK (${expression})`, from, `* ${from}`));
  }

  /** Is there any row that breaks one of these? One look for all. */
  anyViolator(origin: Origin | null, table: string, expressions: readonly string[]): boolean {
    if (origin === null || expressions.length === 0) return false;
    const from = `FROM ${rowsOf(origin, table)} WHERE ${expressions.map((e) => `NOT (${e}\n)`).join(" OR ")}`;
    // What cannot be asked is asked one by one.
    const row = unlessNew(() => this.#reader.row({ sql: `SELECT 1 ${from} LIMIT 1`, parameters: [] }) ?? []);
    return row === null || row.length > 0;
  }

  /** Groups of rows with the same values in what is to be UNIQUE. */
  duplicates(
    origin: Origin | null,
    table: string,
    terms: readonly string[],
    names: readonly string[],
    where?: string,
  ): TouchedData | null {
    if (origin === null) return null;
    const given = [...(where === undefined ? [] : [`(${where})`]), ...terms.map((term) => `${term} IS NOT NULL`)].join(
      " AND ",
    );
    const from = `FROM ${rowsOf(origin, table)} WHERE ${given} GROUP BY ${terms.join(", ")} HAVING count(*) > 1`;
    return unlessNew(() =>
      this.#fact(
        `values of ${names.join(", ")} are there more than once`,
        `FROM (SELECT 1 ${from})`,
        `${terms.join(", ")}, count(*) ${from}`,
        (row) => `${row.slice(0, -1).map(shown).join(", ")} (${row.at(-1)} times)`,
      ),
    );
  }

  /** Rows whose foreign key leads nowhere. */
  orphans(
    child: Origin | null,
    columns: readonly string[],
    parent: Origin | null,
    parentColumns: readonly string[],
    parentName: string,
  ): TouchedData | null {
    const from = columns.map((column) => valueIn(child, column));
    const to = parentColumns.map((column) => valueIn(parent, column));
    if (child === null || from.includes(null)) return null;
    const given = (name: (i: number) => string | null) => from.map((_, i) => `${name(i)} IS NOT NULL`).join(" AND ");
    const what = `rows refer to rows that do not exist in “${parentName}”`;
    if (parent === null) {
      // A table that the plan makes has no rows.
      const sql = `FROM main.${quoteName(child.table)} WHERE ${given((i) => from[i] ?? null)}`;
      return this.#fact(what, sql, `* ${sql}`);
    }
    if (to.length !== from.length || to.includes(null)) return null;
    // A derived table keeps affinities and collations of its columns, by which SQLite compares keys.
    const keys = columns.map((_, i) => `"joinery k${i}"`);
    const p = `(SELECT ${to.map((value, i) => `${value} AS p${i}`).join(", ")} FROM main.${quoteName(parent.table)})`;
    const c = `(SELECT *, ${from.map((value, i) => `${value} AS "joinery k${i}"`).join(", ")} FROM main.${quoteName(child.table)}) AS c`;
    const same = keys.map((key, i) => `p${i} = c.${key}`).join(" AND ");
    const sql = `FROM ${c} WHERE ${given((i) => `c.${keys[i]}`)} AND NOT EXISTS (SELECT 1 FROM ${p} WHERE ${same})`;
    return this.#fact(what, sql, `* ${sql}`, (row) => row.slice(0, -keys.length).map(shown).join(", "));
  }

  #fact(
    what: string,
    count: string,
    examples: string,
    show: (row: Scalar[]) => string = (row) => row.map(shown).join(", "),
  ): TouchedData | null {
    const total = this.#count(count);
    if (total === 0) return null;
    const { rows } = this.#reader.query({ sql: `SELECT ${examples} LIMIT ${EXAMPLES}`, parameters: [] });
    return { what, count: total, examples: rows.map(show), final: true };
  }

  #count(from: string): number {
    return Number(this.#reader.value({ sql: `SELECT count(*) ${from}`, parameters: [] }) ?? 0);
  }
}

/** A value as SQL, cut when it is long. */
export function shown(value: Scalar): string {
  if (value instanceof Uint8Array && value.length > LONGEST)
    return `${sqlLiteral(value.subarray(0, LONGEST / 2)).slice(0, -1)}…`;
  const text = sqlLiteral(typeof value === "string" ? value.slice(0, LONGEST + 1) : value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** The fact, or null when it speaks of columns that the plan itself makes, of which there are none in the file. */
function unlessNew<T>(read: () => T): T | null {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof Error && /^no such column/.test(thrown.message)) return null;
    throw thrown;
  }
}
