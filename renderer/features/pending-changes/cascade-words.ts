/** What foreign keys will do when staged deletions are committed, in words. Pure. */
import type { Cascade } from "../../../src-shared/model/commit.ts";
import { type ObjectName, objectKey } from "../../../src-shared/model/names.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { StagedRow } from "../../../src-shared/model/session.ts";
import { formatCount } from "../../ui/format.ts";

export interface CascadeWords {
  /** "Deleting 1 row of studios also deletes 12 rows of movies and 40 rows of credits."; null when nothing else happens. */
  readonly effects: string | null;
  /** Rows that forbid the deletion, each as a sentence. */
  readonly blockers: readonly string[];
  /** Rows that go in tables from which nothing was deleted by hand; null when there are none. */
  readonly elsewhere: { readonly rows: number; readonly tables: number } | null;
}

/** Could a deletion among these rows touch rows that nobody edited? Asking the file is not worth it otherwise. */
export function mayCascade(rows: Iterable<StagedRow>, schema: DatabaseSchema | undefined): boolean {
  const parents = new Set(
    schema?.tables.flatMap((table) =>
      table.foreignKeys.map((key) => `${table.schema}.${key.parentTable}`.toLowerCase()),
    ),
  );
  for (const { state, row } of rows) {
    if (state === "deleted" && parents.has(`${row.table.schema}.${row.table.name}`.toLowerCase())) return true;
  }
  return false;
}

export function cascadeWords(cascade: Cascade, rows: Iterable<StagedRow>): CascadeWords {
  const deleted = new Map<string, { table: ObjectName; rows: number }>();
  for (const { state, row } of rows) {
    if (state !== "deleted") continue;
    const known = deleted.get(objectKey(row.table));
    deleted.set(objectKey(row.table), { table: row.table, rows: (known?.rows ?? 0) + 1 });
  }
  const least = cascade.complete ? "" : "at least ";
  const count = (n: number, table: ObjectName) =>
    `${least}${formatCount(n)} ${n === 1 ? "row" : "rows"} of ${table.name}`;
  const gone = cascade.tables.filter((entry) => entry.deleted > 0);
  const parts: string[] = [];
  if (gone.length > 0) parts.push(`deletes ${list(gone.map((entry) => count(entry.deleted, entry.table)))}`);
  for (const { table, columns, action, rows: n } of cascade.links) {
    if (action === "delete") continue;
    const what = action === "setNull" ? "NULL" : action === "setDefault" ? "its default" : "the new value";
    parts.push(`sets ${columns.join(", ")} of ${count(n, table)} to ${what}`);
  }
  const subject = list(
    [...deleted.values()].map(({ table, rows: n }) => `${formatCount(n)} ${n === 1 ? "row" : "rows"} of ${table.name}`),
  );
  const elsewhere = gone.filter(({ table }) => !deleted.has(objectKey(table)));
  return {
    effects: parts.length === 0 ? null : `Deleting ${subject} also ${list(parts)}.`,
    blockers: cascade.blockers.map(
      ({ table, columns, parent, action, rows: n }) =>
        `${capital(count(n, table))} still ${n === 1 ? "refers" : "refer"} to ${parent.name} by ${columns.join(", ")} (${action}): the commit will be refused.`,
    ),
    elsewhere:
      elsewhere.length === 0
        ? null
        : { rows: elsewhere.reduce((sum, entry) => sum + entry.deleted, 0), tables: elsewhere.length },
  };
}

/** "a", "a and b", "a, b and c". */
function list(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
