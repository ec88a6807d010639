/**
 * The result of a statement as a table: `rows.…` questions are asked of it like of any other. Its rows are in a file of ours,
 * so every process of the open database can read them, and the user's SQL is not run again to sort or filter them.
 */
import { foldName, type ObjectName } from "./names.ts";

/** The schema that results are in. SQLite would take it as a name, so it is one that nobody gives. */
const RESULTS = "joinery: results";

/** A statement's result, by its run and its place in the script. */
export interface ResultName {
  readonly runId: string;
  readonly statement: number;
}

/** Run ids become parts of file names. */
export const runIdForm = /^[\w-]{1,64}$/;

/** The result as the name of a table. */
export function resultTable({ runId, statement }: ResultName): ObjectName {
  return { schema: RESULTS, name: `${runId}-${statement}` };
}

/** Is this a result's name (and so a table of no database)? */
export function isResultTable(table: ObjectName): boolean {
  return table.schema === RESULTS;
}

/** The result that is called so; null when it is no such name. */
export function resultOfTable({ schema, name }: ObjectName): ResultName | null {
  if (schema !== RESULTS) return null;
  const [, runId, statement] = /^([\w-]{1,64})-(\d{1,9})$/.exec(name) ?? [];
  return runId === undefined ? null : { runId, statement: Number(statement) };
}

const ROWID_NAMES = ["rowid", "oid", "_rowid_"];

/**
 * Names for a result's columns that are all different to SQLite, as it names them itself where it must (`id`, `id:1`). One
 * name of the rowid is left free, because rows are found by it.
 */
export function resultColumnNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const rowidNames = new Set(names.map(foldName).filter((name) => ROWID_NAMES.includes(name)));
  const reserved = rowidNames.size === ROWID_NAMES.length ? "_rowid_" : null;
  // A name that is there as it is keeps it, wherever it stands.
  const given = new Set(names.map(foldName));
  /** The number to try next, by the name as it was given. */
  const next = new Map<string, number>();
  return names.map((name) => {
    const folded = foldName(name);
    let free = name;
    let n = next.get(folded) ?? 1;
    while (taken.has(foldName(free)) || foldName(free) === reserved || (free !== name && given.has(foldName(free)))) {
      free = `${name}:${n++}`;
    }
    next.set(folded, n);
    taken.add(foldName(free));
    return free;
  });
}
