/** Answers `models.…`: drafts, plans and changes of the schema. */
import { toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { RenamedTable } from "../../../src-shared/model/renames.ts";
import type { SchemaOperation, SchemaPlan } from "../../../src-shared/model/schema-change.ts";
import type { SessionDelta } from "../../../src-shared/model/session.ts";
import type { Connections } from "../connection/connections.ts";
import type { EngineOptions, Room } from "../engine-context.ts";
import { asAppError, withAppErrors } from "../engine-error.ts";
import type { SchemaRoom } from "../schema/schema-room.ts";
import { journalOf } from "../session/journal/journal.ts";
import { expectRenames, settleRenames } from "../session/map-staged.ts";
import { Session } from "../session/session.ts";
import { applyOperations } from "./apply.ts";
import { compareWithText } from "./compare.ts";
import { createAll } from "./create-all.ts";
import { makeDraft } from "./draft.ts";
import { dryRun } from "./dry-run.ts";
import { makePlan, type Planned } from "./plan.ts";
import { findRepairs, repairLiterals } from "./repair-literals.ts";
import { schemaMap } from "./schema-map.ts";
import { refuseStaged, renamedTables } from "./staged-edits.ts";

/** Opens the room; the journal is read at the first plan. */
export function openModelsRoom(connections: Connections, schema: SchemaRoom, options: EngineOptions): Room<"models"> {
  const answer = <T>(work: () => T): T => withAppErrors({ path: connections.realPath }, work);
  const journal = journalOf(connections, options.journalFolder);

  /** Throws a refusal when something is staged that has no place afterwards. */
  const checkStaged = ({ before, after, origins }: Planned) => {
    if (journal().hasStaged()) refuseStaged(new Session(journal()).entries(), before, after, origins);
  };

  /** The last plan that was tried on a copy, of which operations, and for which state of the database. */
  let last: { readonly plan: SchemaPlan; readonly operations: string; readonly data: string } | null = null;

  const plan = (operations: readonly SchemaOperation[], older: boolean) => {
    const { data } = connections.version();
    const [reader, now] = [connections.reader(), schema.read()];
    const part = schemaMap(reader, now).reachedBy(operations);
    const planned = makePlan(reader, now, operations, { part, older });
    const { refusals } = planned.plan;
    if (refusals.length === 0 && !older) last = { plan: planned.plan, operations: JSON.stringify(operations), data };
    try {
      if (refusals.length === 0) checkStaged(planned);
    } catch (thrown) {
      refusals.push({ ...toAppErrorData(thrown), operation: null, choices: [] });
    }
    return planned.plan;
  };

  /** That plan, if it is of these operations and the database is what it was then. */
  const triedPlan = (operations: readonly SchemaOperation[]): SchemaPlan | null => {
    const isSame = last?.operations === JSON.stringify(operations) && last.data === connections.version().data;
    return isSame && last ? { ...last.plan, refusals: [] } : null;
  };

  const apply = (operations: readonly SchemaOperation[], schemaVersion: number | null) => {
    let followed = false;
    let renamed: RenamedTable[] = [];
    const applied = applyOperations(connections, operations, schemaVersion, {
      tried: triedPlan(operations),
      before(planned) {
        checkStaged(planned);
        const tables = renamedTables(planned.before, planned.after, planned.origins);
        if (tables.length > 0) expectRenames(journal(), tables);
        renamed = tables
          .filter(({ from, to, columns }) => from !== to || columns.length > 0)
          .map(({ from, to, columns }) => ({ from, to, columns: [...columns] }));
      },
      after() {
        followed = settleRenames(journal(), () => true);
      },
    });
    if (renamed.length > 0) options.emit({ name: "schema.renamed", data: { tables: renamed } });
    options.emit({ name: "database.changed", data: { schemaChanged: true } });
    if (followed) options.emit({ name: "session.changed", data: everythingStaged(new Session(journal())) });
    return applied;
  };

  return {
    handlers: {
      "models.draft": ({ operations }) => answer(() => makeDraft(connections.reader(), schema.read(), operations)),
      "models.plan": ({ operations, older = false }) => answer(() => plan(operations, older)),
      "models.dryRun": async ({ operations }) => {
        try {
          return await dryRun(connections, operations, options);
        } catch (thrown) {
          throw asAppError(thrown, { path: connections.realPath });
        }
      },
      "models.createAll": ({ sql }) => answer(() => createAll(connections.reader(), sql)),
      "models.compare": ({ sql, renames }) =>
        answer(() => compareWithText(connections.reader(), schema.read(), sql, renames ?? [])),
      "models.repairLiterals": (params) =>
        answer(() => {
          if (!params.apply) return { ...findRepairs(connections.reader(), schema.read()), applied: false };
          const repaired = repairLiterals(connections);
          options.emit({ name: "database.changed", data: { schemaChanged: true } });
          return { ...repaired, applied: true };
        }),
      "models.apply": ({ operations, schemaVersion }) => answer(() => apply(operations, schemaVersion)),
    },
    close() {},
  };
}

/** A delta that follows on nothing a page knows: it reads the session again. */
function everythingStaged(session: Session): SessionDelta {
  const { rows: _rows, notices: _notices, ...head } = session.state([]);
  return { ...head, from: -1, changed: [], removed: [] };
}
