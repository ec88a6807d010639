/**
 * What does not work in a schema: views and triggers that do not compile, foreign keys that lead nowhere. Compared before and
 * after a plan, it says what the plan would break.
 */
import type { Connection } from "../connection/connection.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { scriptTokens } from "../../../src-shared/sql/script-tokens.ts";
import { listStored, type StoredObject } from "../schema/object-list.ts";
import { foldName } from "../schema/same-name.ts";
import { MOST_EXPANSIONS, viewExpansions } from "../schema/view-expansions.ts";

export interface BrokenObject {
  readonly type: "view" | "trigger" | "table";
  readonly name: string;
  /** `the view “v”`. */
  readonly title: string;
  readonly words: string;
  /** Of a table: how many of its foreign keys lead to no table, and whether one leads to columns that are no key. */
  readonly keys?: { readonly gone: number; readonly mismatch: boolean };
}

export interface ObjectHealth {
  /** By type and folded name. */
  readonly broken: ReadonlyMap<string, BrokenObject>;
  /** All others that were looked at, by type and folded name. */
  readonly works: ReadonlySet<string>;
  /** Column names of the views that compile, by view. */
  readonly viewColumns: ReadonlyMap<string, readonly string[]>;
}

/**
 * Compiles every view and trigger; runs none. On a scratch database, which may be written and has no rows, it also tells which
 * of several triggers fails, and looks where foreign keys lead. `isElsewhere` says of the folded name of a table that is not there
 * that it is no fault: the database is a part of another.
 */
export function readHealth(
  connection: Connection,
  isScratch: boolean,
  isElsewhere: (name: string) => boolean = () => false,
): ObjectHealth {
  const stored = listStored(connection).filter(({ schema }) => schema === "main");
  const broken = new Map<string, BrokenObject>();
  const viewColumns = new Map<string, readonly string[]>();
  const add = (type: BrokenObject["type"], name: string, title: string, words: string) =>
    broken.set(`${type} ${foldName(name)}`, { type, name, title, words });
  const views = stored.filter(({ type }) => type === "view");
  const expansions = viewExpansions(views);
  for (const { name } of views) {
    if ((expansions.get(foldName(name)) ?? 0) > MOST_EXPANSIONS) continue;
    try {
      const statement = connection.db.prepare(`SELECT * FROM main.${quoteName(name)}`);
      viewColumns.set(
        name,
        statement.columns().map((column) => column.name),
      );
    } catch (thrown) {
      add("view", name, `the view “${name}”`, wordsOf(thrown));
    }
  }
  for (const { name, words } of brokenTriggers(connection, stored, isScratch))
    add("trigger", name, `the trigger “${name}”`, words);
  for (const { name, words, keys } of isScratch ? brokenKeys(connection, stored, isElsewhere) : []) {
    broken.set(`table ${foldName(name)}`, { type: "table", name, title: `a foreign key of “${name}”`, words, keys });
  }
  const looked = stored.filter(({ type }) => type !== "index").map(({ type, name }) => `${type} ${foldName(name)}`);
  return { broken, works: new Set(looked.filter((key) => !broken.has(key))), viewColumns };
}

function brokenTriggers(
  connection: Connection,
  stored: readonly StoredObject[],
  isScratch: boolean,
): { name: string; words: string }[] {
  const groups = new Map<string, StoredObject[]>();
  for (const trigger of stored) {
    if (trigger.type !== "trigger") continue;
    const key = `${eventOf(trigger.sql ?? "")} ${foldName(trigger.table)}`;
    groups.set(key, [...(groups.get(key) ?? []), trigger]);
  }
  return [...groups.values()].flatMap((group) => {
    const words = whyNotFired(connection, group[0] as StoredObject);
    if (words === null) return [];
    if (group.length === 1 || !isScratch) return group.map(({ name }) => ({ name, words }));
    return group.flatMap((trigger) => {
      const others = group.filter((other) => other !== trigger);
      const alone = without(connection, others, () => whyNotFired(connection, trigger));
      return alone === null ? [] : [{ name: trigger.name, words: alone }];
    });
  });
}

/** Looks while other triggers are not there. */
function without<T>(connection: Connection, triggers: readonly StoredObject[], look: () => T): T {
  connection.db.exec("SAVEPOINT joinery_alone");
  try {
    for (const { name } of triggers) connection.db.exec(`DROP TRIGGER main.${quoteName(name)}`);
    return look();
  } finally {
    connection.db.exec("ROLLBACK TO joinery_alone; RELEASE joinery_alone");
  }
}

/** Compiles a statement that fires the trigger, and with it the trigger's body. */
function whyNotFired(connection: Connection, trigger: StoredObject): string | null {
  const table = `main.${quoteName(trigger.table)}`;
  const event = eventOf(trigger.sql ?? "");
  try {
    if (event === "INSERT") connection.db.prepare(`EXPLAIN INSERT INTO ${table} DEFAULT VALUES`);
    else if (event === "DELETE") connection.db.prepare(`EXPLAIN DELETE FROM ${table}`);
    else {
      const info = connection.pragma(`main.table_xinfo(${quoteName(trigger.table)})`);
      const columns = info.filter((row) => row[6] === 0n).map((row) => quoteName(String(row[1])));
      if (columns.length === 0) return null;
      connection.db.prepare(
        `EXPLAIN UPDATE ${table} SET ${columns.map((column) => `${column} = ${column}`).join(", ")}`,
      );
    }
    return null;
  } catch (thrown) {
    // What does not compile is what is looked for.
    return wordsOf(thrown);
  }
}

/** Tables whose foreign keys lead to no table, or to columns that are no key. */
function brokenKeys(
  connection: Connection,
  stored: readonly StoredObject[],
  isElsewhere: (name: string) => boolean,
): { name: string; words: string; keys: NonNullable<BrokenObject["keys"]> }[] {
  const sql =
    "SELECT DISTINCT s.name, f.id, f.\"table\" FROM main.sqlite_schema AS s, pragma_foreign_key_list(s.name, 'main') AS f WHERE s.type = 'table'";
  const parents = new Map<string, string[]>();
  for (const [child, , parent] of connection.query({ sql, parameters: [] }).rows) {
    parents.set(String(child), [...(parents.get(String(child)) ?? []), String(parent)]);
  }
  const tables = new Set(stored.filter(({ type }) => type === "table").map(({ name }) => foldName(name)));
  const isTable = (name: string) => tables.has(foldName(name)) || isElsewhere(foldName(name));
  return [...parents].flatMap(([name, to]) => {
    const gone = to.filter((parent) => !isTable(parent));
    const mismatch = whyNoKey(connection, name);
    if (gone.length === 0 && mismatch === null) return [];
    const words = mismatch ?? `there is no table “${gone[0]}”`;
    return [{ name, words, keys: { gone: gone.length, mismatch: mismatch !== null } }];
  });
}

function whyNoKey(connection: Connection, table: string): string | null {
  try {
    // The tables are empty, so nothing is looked at but the parents' keys.
    connection.pragma(`main.foreign_key_check(${quoteName(table)})`);
    return null;
  } catch (thrown) {
    return wordsOf(thrown);
  }
}

function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function eventOf(sql: string): string | null {
  for (const { name } of scriptTokens(sql))
    if (name === "INSERT" || name === "UPDATE" || name === "DELETE") return name;
  return null;
}
