/** What the engine tells the page unasked. Events say what is stale or how far something is; answers carry the data. */
import type { RunReport, StatementReport } from "../model/console.ts";
import type { ExportReport } from "../model/export.ts";
import type { ObjectName } from "../model/names.ts";
import type { RenamedTable } from "../model/renames.ts";
import type { RowTotal } from "../model/rows.ts";
import type { SessionDelta } from "../model/session.ts";

export interface EngineEvents {
  /** The file holds something else than before, written by us or by another program. */
  "database.changed": { schemaChanged: boolean };
  /** A change of ours gave tables or columns other names; comes before the news that the schema changed. */
  "schema.renamed": { tables: readonly RenamedTable[] };
  /** Another window staged, undid or committed. */
  "session.changed": SessionDelta;
  /** The order of a table is known now up to its end: estimated pages can be asked again. */
  "rows.orderReady": { table: ObjectName; total: RowTotal };
  /**
   * More is known of the order that is being built for a view; its pages can be asked again. `total` counts the rows seen.
   * About ten a second.
   */
  "rows.orderProgress": { view: string; table: ObjectName; total: RowTotal; complete: boolean };
  /** So much of an export is written; about ten a second. */
  "transfer.progress": { ticket: string } & ExportReport;
  /** A statement of a run began, gave rows, or ended. At most about ten a second for one statement. */
  "console.progress": { runId: string; statement: StatementReport };
  /** A run ended (also in the answer of `console.run`). */
  "console.done": RunReport;
}
export type EngineEventName = keyof EngineEvents;
/** One event as it crosses. */
export type EngineEvent = { [N in EngineEventName]: { name: N; data: EngineEvents[N] } }[EngineEventName];
