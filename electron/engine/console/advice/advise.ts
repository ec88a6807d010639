/** The index a statement would want, tried on a copy: plan and time without it and with it. */
import type Database from "better-sqlite3";
import type { Scalar } from "../../../../src-shared/model/cell.ts";
import type { Advice, Measured } from "../../../../src-shared/model/query-plan.ts";
import { splitScript } from "../../../../src-shared/sql/split-script.ts";
import { AppError } from "../../../../src-shared/errors/app-error.ts";
import type { Connection } from "../../connection/connection.ts";
import { bindArguments, type ParameterValues } from "../bind-parameters.ts";
import { statementError } from "../statement-error.ts";
import { pragmaOf, statementKind } from "../statement-kind.ts";
import { type Candidate, candidates } from "./candidates.ts";
import { explainPlan } from "./explain-plan.ts";

/** Milliseconds a statement's rows are read for; then it counts as longer than that. */
const LONGEST_MS = 10_000;
/** A statement is run again until its runs took this long, because the first one also warms the caches; the quickest counts. */
const WARM_MS = 1000;
/** Runs at most. */
const RUNS = 7;

/** Measures the first statement of `sql` on `copy`, which is changed. Throws an AppError with its place. */
export function advise(copy: Connection, sql: string, values: ParameterValues): Advice {
  const statement = splitScript(sql)[0];
  const kind = statement && statementKind(statement.sql);
  if (!statement || (kind !== "read" && kind !== "change") || pragmaOf(statement.sql) !== null) {
    throw new AppError({
      code: "sql.failed",
      message: "An index can only help a statement that reads, or changes rows.",
      next: "Put the cursor into a SELECT, INSERT, UPDATE or DELETE.",
    });
  }
  try {
    const before = measure(copy, statement.sql, values);
    const tried = candidates(copy, statement.sql);
    let best = measureWith(copy, tried, statement.sql, values);
    // Together they may cost more than they save; one of them alone need not.
    if (best && best.indexes.length > 1 && !isQuicker(best.after, before)) {
      for (const candidate of best.indexes) {
        const alone = measureWith(copy, [candidate], statement.sql, values);
        if (alone && isQuicker(alone.after, best.after)) best = alone;
      }
    }
    return {
      tried: tried.length,
      indexes: best?.indexes.map(({ name, table, sql: create }) => ({ name, table, sql: create })) ?? [],
      bytes: best?.bytes ?? 0,
      before,
      after: best?.after ?? null,
      helps: best !== null && isQuicker(best.after, before),
    };
  } catch (thrown) {
    throw new AppError(statementError(thrown, { script: sql, statement, index: 0, outcome: null, path: null }));
  }
}

/** What the statement takes with those of the indexes that its plan uses, which are gone again afterwards; null when it uses none. */
function measureWith(
  copy: Connection,
  given: readonly Candidate[],
  sql: string,
  values: ParameterValues,
): { indexes: Candidate[]; bytes: number; after: Measured } | null {
  const pages = () =>
    Number(copy.pragma("page_count")[0]?.[0] ?? 0) - Number(copy.pragma("freelist_count")[0]?.[0] ?? 0);
  for (const candidate of given) copy.run({ sql: candidate.sql, parameters: [] });
  const wanted = usedOf(given, copy, sql, values);
  for (const candidate of given) if (!wanted.includes(candidate)) drop(copy, candidate);
  // Without the others the plan may be another one.
  const indexes = usedOf(wanted, copy, sql, values);
  for (const candidate of wanted) if (!indexes.includes(candidate)) drop(copy, candidate);
  const after = indexes.length === 0 ? null : measure(copy, sql, values);
  const withIndexes = pages();
  for (const candidate of indexes) drop(copy, candidate);
  const bytes = (withIndexes - pages()) * Number(copy.pragma("page_size")[0]?.[0] ?? 0);
  return after && { indexes, bytes, after };
}

/** By a tenth at least: less is the machine's own wavering. */
function isQuicker(one: Measured, other: Measured): boolean {
  if (!one.complete || !other.complete) return one.complete && !other.complete;
  return one.milliseconds < other.milliseconds * 0.9;
}

function drop(copy: Connection, { name }: Candidate): void {
  copy.run({ sql: `DROP INDEX "${name.replaceAll('"', '""')}"`, parameters: [] });
}

/** Those of the indexes that SQLite's plan uses now. */
function usedOf(among: readonly Candidate[], copy: Connection, sql: string, values: ParameterValues): Candidate[] {
  const details = explainPlan(copy, sql, values, null).map(({ detail }) => ` ${detail} `);
  return among.filter(({ name }) => details.some((detail) => detail.includes(` INDEX ${name} `)));
}

function measure(copy: Connection, sql: string, values: ParameterValues): Measured {
  const nodes = explainPlan(copy, sql, values, null);
  let run = timed(copy, sql, values);
  let spent = run.milliseconds;
  for (let n = 1; n < RUNS && spent < WARM_MS; n++) {
    const again = timed(copy, sql, values);
    spent += again.milliseconds;
    if (again.milliseconds < run.milliseconds) run = again;
  }
  return { nodes, ...run };
}

/** Runs it, reads its rows, and takes back what it did. */
function timed(copy: Connection, sql: string, values: ParameterValues): Omit<Measured, "nodes"> {
  const statement = copy.db.prepare(sql) as Database.Statement<unknown[], Scalar[]>;
  const given = bindArguments(sql, values, null);
  copy.run({ sql: "SAVEPOINT joinery_advice", parameters: [] });
  const began = performance.now();
  let rows = 0;
  let complete = true;
  try {
    if (statement.reader) {
      for (const _ of statement.raw(true).iterate(...given)) {
        rows++;
        complete = performance.now() - began < LONGEST_MS;
        if (!complete) break;
      }
    } else rows = statement.run(...given).changes;
    return { milliseconds: Math.round((performance.now() - began) * 100) / 100, rows, complete };
  } finally {
    if (copy.db.inTransaction) {
      copy.run({ sql: "ROLLBACK TO joinery_advice", parameters: [] });
      copy.run({ sql: "RELEASE joinery_advice", parameters: [] });
    }
  }
}
