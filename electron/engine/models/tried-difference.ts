/** What the statements that were run on a scratch database changed, said of the whole schema of which it is a part. */
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import { resolveParentColumns, type SchemaDifference } from "../../../src-shared/model/schema-difference.ts";
import type { Connection } from "../connection/connection.ts";
import { foldName } from "../schema/same-name.ts";
import type { Scratch } from "./scratch-schema.ts";

/** A scratch database as it is at one moment. */
export interface Tried {
  readonly schema: DatabaseSchema;
  /** Folded names of tables and views, by the place of their texts in the file. */
  readonly places: ReadonlyMap<bigint, string>;
}

/** The scratch database as it is now. */
export function triedNow(scratch: Scratch): Tried {
  return { schema: scratch.read(), places: placesOf(scratch.connection) };
}

function placesOf(connection: Connection): Map<bigint, string> {
  const sql = "SELECT rowid, name FROM main.sqlite_schema WHERE type IN ('table', 'view')";
  const { rows } = connection.query({ sql, parameters: [] });
  return new Map(rows.map(([rowid, name]) => [rowid as bigint, foldName(String(name))]));
}

/** From one moment to a later one. `whole` is the schema of the file, where parents are that were not copied. */
export function differenceBetween(before: Tried, after: Tried, whole: DatabaseSchema): SchemaDifference {
  return {
    tables: differentTables(before, after, whole),
    indexes: differentParts(before.schema.indexes, after.schema.indexes),
    triggers: differentParts(before.schema.triggers, after.schema.triggers),
  };
}

function differentTables(before: Tried, after: Tried, whole: DatabaseSchema): SchemaDifference["tables"] {
  const old = byName(before.schema.tables);
  const placeNow = new Map([...after.places].map(([place, name]) => [name, place]));
  const seen = new Set<string>();
  const changed: { was: string; now: Table }[] = [];
  const added: Table[] = [];
  for (const table of after.schema.tables) {
    const place = placeNow.get(foldName(table.name));
    // What is at the place of another is the other under a new name; what has no place (sqlite_schema) is itself.
    const was = place === undefined ? foldName(table.name) : before.places.get(place);
    const known = was === undefined ? undefined : old.get(was);
    if (was === undefined || known === undefined) added.push(table);
    else {
      seen.add(was);
      if (JSON.stringify(known, asText) !== JSON.stringify(table, asText))
        changed.push({ was: known.name, now: table });
    }
  }
  const now = byName(after.schema.tables);
  const elsewhere = byName(whole.tables.filter(({ schema }) => schema === "main"));
  const parentOf = (_child: Table, name: string) => now.get(foldName(name)) ?? elsewhere.get(foldName(name));
  // The scratch database keeps its own.
  const resolved = structuredClone({ changed, added });
  resolveParentColumns([...resolved.changed.map((c) => c.now), ...resolved.added], parentOf);
  const gone = before.schema.tables.filter(({ name }) => !seen.has(foldName(name)));
  return { ...resolved, gone: gone.map(({ name }) => name) };
}

/** All of a table's go and come when any is another: they are in an order. */
function differentParts<T extends { name: string; table: string }>(
  before: readonly T[],
  after: readonly T[],
): { gone: string[]; added: T[] } {
  const [old, now] = [byTable(before), byTable(after)];
  const different = [...new Set([...old.keys(), ...now.keys()])].filter(
    (table) => JSON.stringify(old.get(table)) !== JSON.stringify(now.get(table)),
  );
  return {
    gone: different.flatMap((table) => (old.get(table) ?? []).map(({ name }) => name)),
    added: different.flatMap((table) => now.get(table) ?? []),
  };
}

function byTable<T extends { table: string }>(parts: readonly T[]): Map<string, T[]> {
  return Map.groupBy(parts, ({ table }) => foldName(table));
}

function byName(tables: readonly Table[]): Map<string, Table> {
  return new Map(tables.map((table) => [foldName(table.name), table]));
}

/** JSON has no bigint: the choices of a CHECK. */
function asText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}
