/** `rows.evaluate`: expressions and conditions over values that the page shows, not over what is stored. */
import { type RawBuilder, sql } from "kysely";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { Evaluated, EvaluateQuestion } from "../../../src-shared/model/evaluate.ts";
import { compiler, name } from "../connection/compiler.ts";
import { isKnownCollation, namedColumn } from "./comparable.ts";
import { whereOf } from "./filter.ts";
import { checkRawSql } from "./raw-condition.ts";
import type { RowReader } from "./row-reader.ts";
import type { RowShape } from "./row-shape.ts";

/** Longer results are cut: they are looked at in a cell. */
const LONGEST_RESULT = 1000;

/** Values keep their storage class and their column's collation; run it in a snapshot and with a limit of time. */
export function evaluate(reader: RowReader, shape: RowShape, question: EvaluateQuestion): Evaluated {
  const columns = question.columns.map((column) => namedColumn(shape, column));
  const slots = columns.map((column) => {
    const collation = isKnownCollation(column.collation) ? column.collation : "BINARY";
    return sql`${0} COLLATE ${sql.raw(collation)} AS ${name(column.name)}`;
  });
  // One that no table has, so that something stands in the brackets where no column is used.
  const from = sql`(SELECT ${slots.length > 0 ? sql.join(slots) : sql`1 AS ${name("")}`}) AS ${name(shape.table.name)}`;
  const wanted: (() => RawBuilder<unknown>)[] = [
    ...question.expressions.map((text) => () => {
      checkRawSql(text);
      return sql`(${sql.raw(`\n${text}\n`)})`;
    }),
    ...question.conditions.map((condition) => () => sql`(${whereOf(shape, [condition]) ?? sql`0`})`),
  ];
  const errors: (string | null)[] = [];
  const good: { readonly place: number; readonly one: Compiled }[] = [];
  for (const [place, build] of wanted.entries()) {
    try {
      const one = compiled(build(), from, columns.length);
      reader.connection.db.prepare(one.sql);
      errors.push(null);
      good.push({ place, one });
    } catch (thrown) {
      errors.push(thrown instanceof Error ? thrown.message : String(thrown));
    }
  }
  const rows = question.rows.map((values) => {
    const results: Scalar[] = wanted.map(() => null);
    for (const { place, one } of good) results[place] = valueOf(reader, one, values);
    return results;
  });
  return { rows, errors };
}

interface Compiled {
  readonly sql: string;
  /** What comes before the values of the row. */
  readonly before: readonly unknown[];
}

function compiled(expression: RawBuilder<unknown>, from: RawBuilder<unknown>, width: number): Compiled {
  const query = sql`SELECT ${expression} FROM ${from}`.compile(compiler);
  return { sql: query.sql, before: query.parameters.slice(0, query.parameters.length - width) };
}

/** NULL where it fails for these values (malformed JSON, say): such a cell is shown as it is. */
function valueOf(reader: RowReader, { sql: text, before }: Compiled, values: readonly Scalar[]): Scalar {
  let value: Scalar;
  try {
    value = reader.connection.value({ sql: text, parameters: [...before, ...values] }) ?? null;
  } catch (thrown) {
    // The limit of time is none of these values' fault.
    if (thrown instanceof AppError) throw thrown;
    return null;
  }
  if (typeof value === "string") return value.slice(0, LONGEST_RESULT);
  return value instanceof Uint8Array ? new Uint8Array(value.subarray(0, LONGEST_RESULT)) : value;
}
