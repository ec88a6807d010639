/** Which staged rows a question is about. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Only } from "../../../src-shared/model/commit.ts";
import type { SchemaReader } from "./ground-edit.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { plannedRows } from "./planned-rows.ts";
import type { Session } from "./session.ts";
import type { Entry } from "./unit-of-work.ts";

export interface Chosen {
  readonly chosen: readonly Entry[];
  readonly leftOut: readonly Entry[];
}

/** Parts the staged rows. Throws an AppError `row.gone` for an id that is not staged: what was chosen is not what would be written. */
export function chooseRows(session: Session, only: Only): Chosen {
  const entries = session.entries();
  if (only === null) return { chosen: entries, leftOut: [] };
  const wanted = new Set(only);
  const chosen = entries.filter((entry) => wanted.has(entry.staged.id));
  if (chosen.length < wanted.size) {
    throw new AppError({
      code: "row.gone",
      message: "Some of the chosen changes are not staged any more.",
      next: "Look at the pending changes and choose again.",
    });
  }
  return { chosen, leftOut: entries.filter((entry) => !wanted.has(entry.staged.id)) };
}

/** Rows that stay staged, as far as the schema still has their tables: one that has not must not stop the others. */
export function plannedWhereKnown(entries: readonly Entry[], schema: SchemaReader): PlannedRow[] {
  try {
    return plannedRows(entries, schema);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || entries.length === 0) throw thrown;
    return entries.flatMap((entry) => {
      try {
        return plannedRows([entry], schema);
      } catch {
        // Its own commit will say why.
        return [];
      }
    });
  }
}
