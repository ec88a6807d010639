/**
 * Changes the schema of the file as a plan says, in one transaction. The order is SQLite's
 * (https://www.sqlite.org/lang_altertable.html#otheralter) with its gaps closed: foreign keys are off before the transaction
 * begins, because inside it that is ignored and DROP TABLE would empty the children; the plan is made anew under the write lock;
 * nothing is destroyed before what was copied is there; what did not work before is no obstacle, and what worked still works.
 */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { AppliedPlan, SchemaOperation, SchemaPlan } from "../../../src-shared/model/schema-change.ts";
import type { Connection } from "../connection/connection.ts";
import type { Connections } from "../connection/connections.ts";
import { asAppError } from "../engine-error.ts";
import { readSchema } from "../schema/read-schema.ts";
import { assertSameFile, beginWriting, rollBack, whenUnlocked } from "../session/write-lock.ts";
import { makePlan, planAsRun, type Planned } from "./plan.ts";
import { refusal } from "./refusal.ts";
import { runPlan } from "./run-plan.ts";

/** What else must happen with the transaction. */
export interface Along {
  /** The plan of these operations, when it was tried on a copy of the database as it is: its way back need not be tried again. */
  readonly tried?: SchemaPlan | null;
  /** Under the write lock, when all is done but COMMIT; may throw a refusal. */
  before?(planned: Planned): void;
  /** After COMMIT. */
  after?(planned: Planned): void;
}

/**
 * Applies operations. `schemaVersion` is that of the plan the user agreed to; null takes the schema as it is. Throws an
 * AppError (`schema.refused`, `file.locked`, `file.readOnly`, `file.replaced`, `disk.full` …); nothing is changed then.
 */
export function applyOperations(
  connections: Connections,
  operations: readonly SchemaOperation[],
  schemaVersion: number | null,
  along: Along = {},
): AppliedPlan {
  const started = performance.now();
  assertSameFile(connections);
  return connections.apart((connection) => {
    refuseHidden(connection);
    return withSettings(connection, () => {
      const once = (optimistic: boolean) =>
        attempt(connections, connection, { operations, schemaVersion, along, optimistic });
      try {
        return { ...once(true), milliseconds: performance.now() - started };
      } catch (thrown) {
        if (!(thrown instanceof AppError && thrown.data.code === "schema.refused")) throw thrown;
        // With a look at every row: what it says is what the plan says, and rows that break a CHECK as before come along.
        return { ...once(false), milliseconds: performance.now() - started };
      }
    });
  });
}

interface Attempt {
  readonly operations: readonly SchemaOperation[];
  readonly schemaVersion: number | null;
  readonly along: Along;
  readonly optimistic: boolean;
}

/** One transaction; nothing is left of it when it throws. */
function attempt(
  connections: Connections,
  connection: Connection,
  { operations, schemaVersion, along, optimistic }: Attempt,
): Omit<AppliedPlan, "milliseconds"> {
  beginWriting(connection);
  try {
    const planned = planAgain(connection, operations, schemaVersion, optimistic);
    const changed = runPlan(connection, planned);
    const isTried = !optimistic || along.tried?.schemaVersion === planned.plan.schemaVersion;
    const tried = optimistic ? (along.tried ?? planned.plan) : planned.plan;
    const plan = isTried ? tried : planAsRun(connection, planned.plan, operations, changed);
    along.before?.(planned);
    assertSameFile(connections);
    whenUnlocked(connection, "COMMIT");
    assertSameFile(connections);
    along.after?.(planned);
    const version = Number(connection.pragma("main.schema_version")[0]?.[0] ?? 0);
    return { plan, schemaVersion: version };
  } catch (thrown) {
    rollBack(connection);
    // Where stored texts were read anew inside it, SQLite does not notice that they are the old ones again.
    connection.pragma("writable_schema = RESET");
    throw asAppError(thrown, { path: connections.realPath });
  }
}

/** Only in memory, where the console shares the one connection there is: its temporary tables would hide those of the database. */
function refuseHidden(connection: Connection): void {
  const sql = `SELECT t.name FROM temp.sqlite_schema AS t JOIN main.sqlite_schema AS m ON m.name = t.name COLLATE NOCASE
    WHERE t.type IN ('table', 'view') LIMIT 1`;
  const hidden = connection.value({ sql, parameters: [] });
  if (hidden === undefined) return;
  throw refusal(`A temporary table hides “${hidden}”.`, "Drop the temporary table in the console first.");
}

/** Longest wait for others who read or write, each time: this process does nothing else. */
const PATIENCE_MS = 5000;
/** Files up to this size are changed in memory before anything is written to them. */
const LARGEST_HELD = 512 * 1024 * 1024;

/** Sets what a change of the schema needs, and puts it back. */
function withSettings<T>(connection: Connection, work: () => T): T {
  const setting = (name: string) => Number(connection.pragma(name)[0]?.[0] ?? 0);
  const old = { keys: setting("foreign_keys"), legacy: setting("legacy_alter_table"), wait: setting("busy_timeout") };
  try {
    connection.pragma("foreign_keys = OFF");
    connection.pragma("legacy_alter_table = OFF");
    connection.pragma(`busy_timeout = ${PATIENCE_MS}`);
    // Until it is committed, others read what was: in rollback mode they could not once changed pages are written to the file.
    if (setting("page_count") * setting("page_size") <= LARGEST_HELD) connection.pragma("cache_spill = OFF");
    if (setting("foreign_keys") !== 0) {
      throw refusal(
        "A transaction is open on this database.",
        "Commit it or roll it back in the console, then try again.",
      );
    }
    return work();
  } finally {
    connection.db.unsafeMode(false);
    connection.pragma("ignore_check_constraints = OFF");
    connection.pragma("cache_spill = ON");
    connection.pragma(`busy_timeout = ${old.wait}`);
    connection.pragma(`legacy_alter_table = ${old.legacy}`);
    connection.pragma(`foreign_keys = ${old.keys}`);
  }
}

function planAgain(
  connection: Connection,
  operations: readonly SchemaOperation[],
  schemaVersion: number | null,
  optimistic: boolean,
): Planned {
  const schema = readSchema(connection);
  if (schemaVersion !== null && schema.version !== schemaVersion) {
    throw refusal("The schema was changed since this plan was made.", "Look at the plan again, then apply it.");
  }
  const planned = makePlan(connection, schema, operations, { optimistic });
  const [first] = planned.plan.refusals;
  if (first) {
    const { operation: _operation, choices: _choices, ...data } = first;
    throw new AppError(data);
  }
  return planned;
}
