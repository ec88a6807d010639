/** Another key for a new row whose own one is taken. */
import { sql } from "kysely";
import { type Scalar, sameScalar } from "../../../src-shared/model/cell.ts";
import type { Index } from "../../../src-shared/model/schema.ts";
import { compiler, name, objectName } from "../connection/compiler.ts";
import type { Connection } from "../connection/connection.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { declaredKeys } from "./portable-key.ts";
import { LARGEST_ROWID, largestKey } from "./reserve-keys.ts";
import { rowidColumn } from "./row-address.ts";
import { type Entry, isNew } from "./unit-of-work.ts";

/** Texts are tried with so many endings before it is given up. */
const MOST_TRIES = 10_000;

/**
 * A new row with a key that no row of the file and no staged row has: the next rowid, or another value in one column of the key,
 * `column` or else its last; the row as it is where none is found. `staged` are all staged rows.
 */
export function withNewKey(
  connection: Connection,
  row: PlannedRow,
  column: string | null,
  staged: readonly PlannedRow[],
  indexes: readonly Index[],
): Entry {
  const { entry, table } = row;
  if (!isNew(entry.staged.row)) return entry;
  const rowid = rowidColumn(table);
  const { values } = entry.staged;
  if (rowid !== null && (column === null || column === rowid)) {
    const next = largestKey(connection, staged, table) + 1n;
    if (next > LARGEST_ROWID) return entry;
    return { ...entry, staged: { ...entry.staged, rowid: next, values: values.filter((v) => v.column !== rowid) } };
  }
  const keys = declaredKeys(table, indexes);
  const key = keys.find((columns) => column === null || columns.includes(column));
  const changed = column ?? key?.at(-1);
  if (!key || changed === undefined) return entry;
  const held = (other: PlannedRow, of: string) => other.entry.staged.values.find((v) => v.column === of)?.value ?? null;
  const now = held(row, changed);
  // The others of the key are this row's: among the rows that share them, the value has to be another one.
  const others = key.filter((c) => c !== changed);
  const beside = staged.filter(
    (s) =>
      s.table === table &&
      s.entry.staged.id !== entry.staged.id &&
      others.every((c) => sameScalar(held(s, c), held(row, c))),
  );
  const besides = others.map((c) => sql`${name(c)} = ${held(row, c)}`);
  const isTaken = (value: Scalar): boolean => {
    if (beside.some((s) => sameScalar(held(s, changed), value))) return true;
    const where = sql.join([...besides, sql`${name(changed)} = ${value}`], sql` and `);
    return connection.row(sql`select 1 from ${objectName(table)} where ${where}`.compile(compiler)) !== undefined;
  };
  const next = firstFree(now, isTaken);
  if (next === null) return entry;
  return {
    ...entry,
    staged: { ...entry.staged, values: values.map((v) => (v.column === changed ? { ...v, value: next } : v)) },
  };
}

/** The first value after this one, of its class, that is not taken: 8 after 7, “a 2” after “a”. */
function firstFree(value: Scalar, isTaken: (value: Scalar) => boolean): Scalar {
  let step = 1;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const next = after(value, step);
    if (next === null) return null;
    if (!isTaken(next)) return next;
    step++;
  }
  return null;
}

function after(value: Scalar, step: number): Scalar {
  if (typeof value === "bigint") return value + BigInt(step) <= LARGEST_ROWID ? value + BigInt(step) : null;
  if (typeof value === "number") return Number.isFinite(value) ? value + step : null;
  if (typeof value === "string") return `${value}${value === "" ? "" : " "}${step + 1}`;
  if (value === null) return null;
  const bytes = new Uint8Array(value.length + 2);
  bytes.set(value);
  bytes.set([step >> 8, step & 255], value.length);
  return bytes;
}
