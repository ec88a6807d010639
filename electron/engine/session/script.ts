/**
 * Staged rows as an SQL script for any program and any copy of the file. Rows are addressed by their declared keys and
 * guarded by what the edits were based on; the script is done whole or not at all.
 *
 * No program need stop at an error (the sqlite3 shell goes on, unless it is told -bail), and what an ON CONFLICT ROLLBACK has
 * ended is followed by statements of their own. So the statements stand in triggers: one that changes other than one row
 * raises, which undoes its whole part, and then no statement that follows can write or COMMIT. A trigger holds few
 * of them, because SQLite needs a time for it that grows with the square (49 s for 10,000, 0.4 s for 1,000).
 */
import type { Index } from "../../../src-shared/model/schema.ts";
import { sqlLiteral } from "../../../src-shared/sql/sql-literal.ts";
import type { CommitPlan, PlannedRow } from "./commit-plan.ts";
import { type PortableKey, portableKeys } from "./portable-key.ts";
import { rowidColumn } from "./row-address.ts";
import { type RowChange, StatementMaker } from "./statements.ts";
import { isNew } from "./unit-of-work.ts";

const CHANGES_A_PART = 100;

/** A change with the row it is of, in the order of the commit. */
export interface PlannedChange {
  readonly row: PlannedRow;
  readonly change: RowChange;
}

/** Gives a change as it is written for other copies of the file. */
export function portableChanges(indexes: readonly Index[]): (planned: PlannedChange) => RowChange {
  const keyOf = portableKeys(indexes);
  const shared = new Map<string, readonly string[]>();
  return ({ row, change }) => {
    const key = keyOf(row);
    // The same list for the same columns: statements of one form are compiled once.
    const name = JSON.stringify(key?.columns ?? []);
    const by = shared.get(name) ?? key?.columns ?? [];
    shared.set(name, by);
    return key
      ? { ...change, key: key.key, by, guards: withKey(row, key, change), returning: [] }
      : asNew(row, change, by);
  };
}

/** Where a collation calls other texts the same, the key alone may find another row. */
function withKey({ table }: PlannedRow, key: PortableKey, { guards }: RowChange): RowChange["guards"] {
  const doubtful = key.columns.flatMap((column, i) => {
    const collation = table.columns.find((c) => c.name === column)?.collation ?? "BINARY";
    if (collation === "BINARY" || guards.some((g) => g.column === column)) return [];
    return [{ column, base: key.key[i] ?? null }];
  });
  return doubtful.length === 0 ? guards : [...guards, ...doubtful];
}

/** A rowid that no column shows is this file's own affair. */
function asNew({ table }: PlannedRow, change: RowChange, by: readonly string[]): RowChange {
  const { identity } = table;
  const isHidden = identity.kind === "rowid" && rowidColumn(table) === null;
  const sets = isHidden ? change.sets.filter((s) => s.column !== identity.alias) : change.sets;
  return { ...change, sets, by, returning: [] };
}

/** The whole script. `changes` are those of the plan, in its order. */
export function writeScript(plan: CommitPlan, changes: readonly PlannedChange[], indexes: readonly Index[]): string {
  const portable = portableChanges(indexes);
  const maker = new StatementMaker();
  const reached = new Set(plan.reachedByCascade);
  const byRowid = new Set<string>();
  const first: string[] = [];
  const steps: string[] = [];
  for (const planned of changes) {
    const { row } = planned;
    const change = portable(planned);
    const isByRowid =
      change.key !== null && row.table.identity.kind === "rowid" && change.by?.[0] === row.table.identity.alias;
    if (isByRowid && rowidColumn(row.table) === null) byRowid.add(row.table.name);
    if (reached.has(row)) {
      // What the cascade of another deletion leaves of it is to be deleted; as it was it must be before.
      first.push(stopUnlessThere(maker, row, change));
      steps.push(ended(maker.literal({ ...change, guards: [] })));
    } else if (row.table.identity.kind === "values" && !isNew(row.entry.staged.row)) {
      // SQLite counts no changes of a view.
      steps.push(`${stopUnlessThere(maker, row, change)}\n  ${ended(maker.literal(change))}`);
    } else if (row.table.identity.kind === "values") {
      steps.push(ended(maker.literal(change)));
    } else {
      steps.push(`${ended(maker.literal(change))}\n  ${stop(row, change)} WHERE changes() <> 1;`);
    }
  }
  return script([...first, ...steps], changes.length, [...byRowid]);
}

function script(steps: readonly string[], rows: number, byRowid: readonly string[]): string {
  const lines = [
    `-- ${rows} staged ${rows === 1 ? "change" : "changes"}, to be run on this database or on a copy of it: all of them, or none.`,
    "-- A row that is not there, or not as it was when it was edited, stops the script.",
    ...byRowid.map(
      (table) =>
        `-- Rows of ${comment(table)} have no key and are found by rowid and by what they held: not where rowids are others.`,
    ),
    "PRAGMA foreign_keys = ON;",
    "BEGIN IMMEDIATE;",
    "PRAGMA defer_foreign_keys = ON;",
    'CREATE TEMP TABLE "joinery_script" ("part" NOT NULL ON CONFLICT ROLLBACK);',
  ];
  let parts = 0;
  for (let from = 0; from < steps.length; from += CHANGES_A_PART) {
    parts++;
    lines.push(
      'CREATE TEMP TRIGGER "joinery_part" BEFORE INSERT ON "joinery_script" BEGIN',
      ...steps.slice(from, from + CHANGES_A_PART).map((step) => `  ${step}`),
      "END;",
      `INSERT INTO "joinery_script" VALUES (${parts});`,
      'DROP TRIGGER "joinery_part";',
    );
  }
  lines.push(
    "-- Takes everything back when a part is missing.",
    `INSERT INTO "joinery_script" SELECT NULL WHERE (SELECT count(*) FROM "joinery_script") <> ${parts};`,
    'DROP TABLE "joinery_script";',
    "COMMIT;",
    "",
  );
  return lines.join("\n");
}

function stopUnlessThere(maker: StatementMaker, row: PlannedRow, change: RowChange): string {
  const select = maker.literal({ ...change, kind: "count", sets: [], returning: [] });
  return `${stop(row, change)} WHERE (${select}) <> 1;`;
}

/** RAISE takes a literal only, before SQLite 3.47. */
function stop({ table }: PlannedRow, { by = [], key, kind }: RowChange): string {
  const where = by.map((column, i) => `${column} = ${short(sqlLiteral(key?.[i] ?? null))}`).join(", ");
  const which =
    kind === "insert"
      ? `a new row of ${table.name} was not stored`
      : `the row of ${table.name} with ${where} is not as it was`;
  return `SELECT RAISE(ABORT, ${sqlLiteral(`Stopped, nothing is written: ${which}`.replaceAll("\0", "␀"))})`;
}

function short(text: string): string {
  const letters = Array.from(text.slice(0, 200));
  return letters.length > 60 ? `${letters.slice(0, 57).join("")}…` : text;
}

/** In a line of comment. */
function comment(name: string): string {
  return `“${name.replace(/[\0\r\n]/g, " ")}”`;
}

/** A statement with its semicolon. */
function ended(statement: string): string {
  return statement.trimEnd().endsWith(";") ? statement : `${statement};`;
}
