/**
 * Which cells of a result can be edited: those that come from a column of a table of the file, where the result also has what
 * tells that table's rows apart. Each table of a join by its own key. Pure.
 */
import type { ResultOrigins } from "../../../src-shared/model/console.ts";
import { foldName, type ObjectName } from "../../../src-shared/model/names.ts";
import type { Column, DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";

/** A table as it stands in the statement, whose rows can be found by cells of the result. */
export interface CellSource {
  readonly table: Table;
  /** Places of the result's columns that hold the key. */
  readonly key: readonly number[];
  /**
   * The key is the declared one of a table whose rows are addressed by rowid: these columns; null where it is the address
   * itself.
   */
  readonly foundBy: readonly string[] | null;
}

export interface EditableCells {
  /** By the statement's sources; null for one whose rows cannot be found. */
  readonly sources: readonly (CellSource | null)[];
  /** By the result's columns; null for one that cannot be edited. */
  readonly columns: readonly ({ readonly source: number; readonly column: Column } | null)[];
  /** Why cells cannot be edited, a sentence each; the first is the most telling. */
  readonly reasons: readonly string[];
  /** Why those of a column cannot be, by the result's columns. */
  readonly locked: readonly string[];
}

const same = (a: string | null | undefined, b: string | null): boolean =>
  a != null && b !== null && foldName(a) === foldName(b);

/** `origins` are null where they are not known. */
export function editableCells(
  origins: ResultOrigins | null | undefined,
  width: number,
  schema: DatabaseSchema,
): EditableCells {
  const none = (reason: string): EditableCells => ({
    sources: [],
    columns: Array.from({ length: width }, () => null),
    reasons: [reason],
    locked: Array.from({ length: width }, () => reason),
  });
  if (!origins) return none("Joinery cannot tell which rows these cells come from.");
  if (origins.reason !== null) return none(origins.reason);
  const found = origins.sources.map((object, source) => {
    const used = origins.columns.some((origin) => origin?.source === source);
    return used ? sourceOf(object, source, origins, schema) : null;
  });
  const sources = found.map((source) => (typeof source === "string" ? null : source));
  const reasons = [...new Set(found.filter((source) => typeof source === "string"))];
  const columns = Array.from({ length: width }, (_, place) => {
    const origin = origins.columns[place];
    const table = origin && sources[origin.source]?.table;
    // The rowid itself is not written to, unless a column is called so.
    const column = table?.columns.find(({ name }) => same(name, origin?.column ?? null));
    return origin && column ? { source: origin.source, column } : null;
  });
  const locked = Array.from({ length: width }, (_, place) => {
    const origin = origins.columns[place];
    const source = origin && found[origin.source];
    if (!source) return "This column is calculated: its values stand in no table.";
    if (typeof source === "string") return source;
    if (!columns[place]) return `This is the rowid of “${source.table.name}”, which is not edited here.`;
    return `There is no row of “${source.table.name}” here.`;
  });
  return { sources, columns, reasons, locked };
}

/** The source, or why its rows cannot be found, as a sentence. */
function sourceOf(
  object: ObjectName,
  source: number,
  origins: ResultOrigins,
  schema: DatabaseSchema,
): CellSource | string {
  const named = `“${object.name}”`;
  if (!same(object.schema, "main")) {
    const where = same(object.schema, "temp") ? "is temporary" : "is in an attached database";
    return `${named} ${where}: only tables of the file itself are edited here.`;
  }
  const table = schema.tables.find((one) => same(one.schema, "main") && same(one.name, object.name));
  if (!table) return `${named} is not in the file yet, or not any more.`;
  if (table.readOnlyReason !== null) return `${named}: ${table.readOnlyReason}`;
  const placeOf = (name: string | null) =>
    origins.columns.findIndex(
      (origin) =>
        origin?.source === source && (same(origin.column, name) || (origin.column === null && isRowid(table, name))),
    );
  const { identity } = table;
  if (identity.kind === "none") return identity.reason;
  const address = identity.kind === "rowid" ? [identity.column] : identity.columns;
  const places = address.map(placeOf);
  if (places.every((place) => place >= 0)) return { table, key: places, foundBy: null };
  const declared = table.columns.filter(({ primaryKey }) => primaryKey > 0);
  declared.sort((a, b) => a.primaryKey - b.primaryKey);
  const names = declared.map(({ name }) => name);
  const key = names.map(placeOf);
  if (identity.kind === "rowid" && names.length > 0 && key.every((place) => place >= 0)) {
    return { table, key, foundBy: names };
  }
  const wanted = names.length > 0 ? names.join(", ") : identity.kind === "rowid" ? identity.alias : address.join(", ");
  return `To edit cells of ${named}, select its key too: ${wanted}.`;
}

/** Does this name of the address mean the rowid? `null` is a rowid that no column shows. */
function isRowid({ identity }: Table, name: string | null): boolean {
  return identity.kind === "rowid" && identity.column === name;
}
