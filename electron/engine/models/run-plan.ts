/** Runs the statements of a plan in the transaction that is open, and looks whether what worked before still works. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Connection } from "../connection/connection.ts";
import { asAppError } from "../engine-error.ts";
import { readHealth } from "./broken-objects.ts";
import { newViolations, readViolations } from "./foreign-keys.ts";
import type { Origins } from "./origins.ts";
import { refusal, sqliteRefusal } from "./refusal.ts";
import { writesSchema } from "./statements.ts";
import type { StepDraft } from "./step.ts";
import { keepTemporaryTriggers } from "./temporary-triggers.ts";

/** What is run, and where its tables are in the database as it is now. */
export interface Runnable {
  readonly steps: readonly StepDraft[];
  readonly origins: Origins;
}

/**
 * Runs all steps. Throws an AppError for what is refused; rolling back is for the caller. Gives the number of rows that each
 * step's statements changed, rows changed by triggers included. `looksAtHealth`: views and triggers that worked must work; not
 * needed where they were tried on a scratch database just now.
 */
export function runPlan(connection: Connection, { steps, origins }: Runnable, looksAtHealth = true): number[] {
  const everything = origins.anythingWritten;
  const health = looksAtHealth ? readHealth(connection, false) : null;
  const violations = readViolations(connection, everything ? null : origins.keys, origins.names());
  const temporary = keepTemporaryTriggers(connection);
  const changed = steps.map((step) => runStep(connection, step));
  temporary.restore();
  const touched = everything ? null : new Set([...origins.keys].map((name) => origins.names().get(name) ?? name));
  const fresh = newViolations(violations, readViolations(connection, touched), origins.accepted);
  if (fresh.length > 0) {
    throw refusal(
      "The change would break foreign keys.",
      "Add the rows that are referred to, or change the rows that refer.",
      fresh.slice(0, 20),
    );
  }
  if (!health) return changed;
  const after = readHealth(connection, false);
  for (const [key, { title, words }] of after.broken) {
    if (health.works.has(key))
      throw refusal(`The change would break ${title}: ${words}.`, "Drop it or mend it in the same plan.", [words]);
  }
  return changed;
}

/** Runs one step; gives the number of rows it changed. Throws an AppError. */
export function runStep(connection: Connection, step: StepDraft): number {
  const total = () => Number(connection.value({ sql: "SELECT total_changes()", parameters: [] }));
  const before = total();
  const unsafe = step.sql.some(writesSchema);
  let written = 0;
  try {
    // Without this better-sqlite3 is defensive: the stored texts cannot be written.
    if (unsafe) connection.db.unsafeMode(true);
    for (const [at, sql] of step.sql.entries()) {
      for (const check of step.checks ?? []) if (check.before === at) look(connection, check, written);
      const { changes } = connection.run({ sql, parameters: [] });
      if (/^INSERT /.test(sql)) written = changes;
    }
    return total() - before;
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    // A lock or a full disk is told as what it is; a rule that is broken, as what the step meets.
    const failure = asAppError(thrown);
    const data =
      failure instanceof AppError && !failure.data.code.startsWith("sql.")
        ? failure.data
        : sqliteRefusal(step.title, namedAsPlanned(step, thrown));
    throw new AppError(data);
  } finally {
    if (unsafe) connection.db.unsafeMode(false);
  }
}

function look(
  connection: Connection,
  { counted, differs, table }: NonNullable<StepDraft["checks"]>[number],
  written: number,
): void {
  const lost =
    (counted !== undefined && Number(connection.value({ sql: counted, parameters: [] })) !== written) ||
    (differs !== undefined && connection.row({ sql: differs, parameters: [] }) !== undefined);
  if (!lost) return;
  throw new AppError({
    code: "internal",
    message: `The rows of “${table}” did not come over as they are, so nothing was changed.`,
    next: "Please report it with the table's definition.",
    detail: counted ?? differs ?? "",
  });
}

/** What SQLite says of a table that is being filled, it says of the one it will be. */
function namedAsPlanned({ checks }: StepDraft, thrown: unknown): unknown {
  const table = checks?.[0]?.table;
  if (thrown instanceof Error && table !== undefined)
    thrown.message = thrown.message.replace(/\bjoinery_new_\d+\b/g, () => table);
  return thrown;
}
