/**
 * Builds the order of a source: the keys of its rows, in order, into a file (decision D7). Runs in the process for long work
 * and may be ended at any moment.
 *
 * Nothing here holds a lock on the user's file for longer than a slice. A sort copies what it compares into a temporary
 * table, slice by slice, and sorts there; before that, a pass of its own finds the first rows, so that they can be shown.
 */
import type Database from "better-sqlite3";
import { type RawBuilder, sql } from "kysely";
import type { Scalar } from "../../../../src-shared/model/cell.ts";
import { hasRegex } from "../../../../src-shared/model/row-filter.ts";
import type { RowSource } from "../../../../src-shared/model/rows.ts";
import { compiler, name, objectName } from "../../connection/compiler.ts";
import type { Connection } from "../../connection/connection.ts";
import { isLocked } from "../../engine-error.ts";
import { whereOf } from "../filter.ts";
import { directed, orderOf, type SortTerm, sortTerms } from "../order-terms.ts";
import { withRegexpBudget } from "../regexp.ts";
import { type RowShape, selectKey } from "../row-shape.ts";
import type { OrderWriter } from "./order-file.ts";
import { rowidSlices, type Slices, wholeTable } from "./slices.ts";

/** The first and last rows that are there before everything is sorted: a few pages of each. */
const HEAD = 1000;
/** How long one slice may match a regular expression. */
const REGEXP_SLICE_MS = 2000;
const LOCKED_PAUSE_MS = 100;
const LOCKED_TRIES = 100;
/** Rows between two looks at the clock. */
const LOOK_EVERY = 512;
const TICK = "joinery_tick";
/** Of the copy, for one row in a thousand: a call for each would take as long as half the sort. */
const TICK_SOMETIMES = sql.raw(`CASE WHEN rowid & 1023 = 0 THEN ${TICK}() ELSE 1 END`);

/** The file was written while its order was being built. */
export class ChangedMeanwhile extends Error {}

/** What the builder is told and asked while it works. */
export interface BuildHooks {
  /** Throws when nobody wants the order any more. Cheap, unless `always`; called often, also while SQLite sorts. */
  check(always?: boolean): void;
  /** More is known; may be called often. What is important is told at once. */
  progress(state: { seen: number; seenAll: boolean }, important?: boolean): void;
  /** Lets everything that waits in the event loop have its turn. */
  rest(): Promise<void>;
}

/** Ours alone: it has temporary tables, and may be in the middle of a statement while others are answered. */
export interface BuildTask {
  readonly connection: Connection;
  readonly shape: RowShape;
  readonly source: RowSource;
  readonly writer: OrderWriter;
  readonly hooks: BuildHooks;
}

/** Lets a connection call back while it sorts. */
export function addTick(connection: Connection, check: BuildHooks["check"]): void {
  connection.db.function(TICK, { directOnly: true, safeIntegers: true }, () => {
    check();
    return 1n;
  });
}

/** Writes the whole order. Throws ChangedMeanwhile, AppError, SqliteError, and what `check` throws. */
export async function buildOrder(task: BuildTask): Promise<void> {
  const { shape, source } = task;
  if (source.order.length === 0) return filterInOrder(task);
  const terms = sortTerms(shape, source.order);
  const version = await tryUnlocked(task, () => dataVersion(task.connection));
  await findHead(task, terms, version);
  const rows = await copyTerms(task, terms, version);
  findTail(task, terms, rows);
  await sortCopy(task, terms, rows);
}

function dataVersion(connection: Connection): Scalar | undefined {
  return connection.pragma("data_version")[0]?.[0];
}

/** The natural order with a filter: rows are known from the first slice on. */
async function filterInOrder(task: BuildTask): Promise<void> {
  const { connection, shape, writer, hooks } = task;
  const order = orderOf(shape, [], false);
  const ordered = order ? sql`ORDER BY ${order}` : sql``;
  const version = await tryUnlocked(task, () => dataVersion(connection));
  await eachSlice(task, version, (where, whole) => {
    const query = sql`SELECT ${selectKey(shape)} FROM ${objectName(shape.table)} ${where} ${ordered}`.compile(compiler);
    const statement = connection.db.prepare(query.sql);
    // One at a time: the keys of a whole table may not fit into memory.
    if (whole) for (const key of keysOf(statement, shape).iterate(query.parameters)) addTo(writer, key);
    else for (const key of keysOf(statement, shape).all(query.parameters)) addTo(writer, key);
    hooks.progress({ seen: writer.count, seenAll: false });
  });
  hooks.progress({ seen: writer.count, seenAll: true }, true);
}

/** The first rows in order: the first ones of each slice, and of those the first ones. */
async function findHead(task: BuildTask, terms: readonly SortTerm[], version: unknown): Promise<void> {
  const { connection, shape, writer, hooks } = task;
  const copy = temporaryTable(connection, "head", terms, shape);
  await eachSlice(task, version, (where) => {
    const order = sql.join(terms.map((term) => directed(term.cell, term.collation, term.descending)));
    const first = sql`${copy.select} FROM ${objectName(shape.table)} ${where} ORDER BY ${order} LIMIT ${BigInt(HEAD)}`;
    connection.run(sql`INSERT INTO temp.head ${first}`.compile(compiler));
  });
  const found = sql`SELECT ${copy.keys} FROM temp.head ORDER BY ${copy.order} LIMIT ${BigInt(HEAD)}`;
  for (const key of connection.query(found.compile(compiler)).rows) writer.addKey(key);
  hooks.progress({ seen: writer.count, seenAll: false }, true);
  writer.restart();
  connection.db.exec("DROP TABLE temp.head");
}

/** Gives the number of rows. */
async function copyTerms(task: BuildTask, terms: readonly SortTerm[], version: unknown): Promise<number> {
  const { connection, shape, hooks } = task;
  const copy = temporaryTable(connection, "copy", terms, shape);
  let seen = 0;
  await eachSlice(task, version, (where) => {
    const rows = sql`${copy.select} FROM ${objectName(shape.table)} ${where}`;
    seen += connection.run(sql`INSERT INTO temp.copy ${rows}`.compile(compiler)).changes;
    hooks.progress({ seen, seenAll: false });
  });
  return seen;
}

/** The last rows, which are looked at more often than those in the middle: one pass more, and they are known. */
function findTail({ connection, shape, writer, hooks }: BuildTask, terms: readonly SortTerm[], rows: number): void {
  const { keys } = temporaryNames(terms, shape);
  const { order } = temporaryNames(
    terms.map((term) => ({ ...term, descending: !term.descending })),
    shape,
  );
  const last = sql`SELECT ${keys} FROM temp.copy WHERE ${TICK_SOMETIMES} ORDER BY ${order} LIMIT ${BigInt(HEAD)}`;
  writer.addTail(connection.query(last.compile(compiler)).rows.toReversed(), rows);
  hooks.progress({ seen: rows, seenAll: true }, true);
}

async function sortCopy(task: BuildTask, terms: readonly SortTerm[], seen: number): Promise<void> {
  const { connection, shape, writer, hooks } = task;
  const { keys, order } = temporaryNames(terms, shape);
  const query = sql`SELECT ${keys} FROM temp.copy WHERE ${TICK_SOMETIMES} ORDER BY ${order}`.compile(compiler);
  const statement = keysOf(connection.db.prepare(query.sql), shape);
  let rows = 0;
  let rested = performance.now();
  for (const key of statement.iterate()) {
    addTo(writer, key);
    if (++rows % LOOK_EVERY !== 0 || performance.now() - rested < 12) continue;
    hooks.progress({ seen, seenAll: true });
    await hooks.rest();
    hooks.check();
    rested = performance.now();
  }
}

/** A key of one integer comes as that integer: an array for each of ten million costs as much as reading them. */
type FoundKey = bigint | Scalar[];

function keysOf(statement: Database.Statement, shape: RowShape): Database.Statement<unknown[], FoundKey> {
  const keys = statement as Database.Statement<unknown[], FoundKey>;
  return shape.table.identity.kind === "rowid" ? keys.pluck(true) : keys.raw(true);
}

function addTo(writer: OrderWriter, key: FoundKey): void {
  if (typeof key === "bigint") writer.add(key);
  else writer.addKey(key);
}

/** Runs `read` with the condition of each slice, and sees that all slices are of one state of the file. */
async function eachSlice(
  task: BuildTask,
  version: unknown,
  read: (where: RawBuilder<unknown>, whole: boolean) => void,
): Promise<void> {
  const { connection, shape, source, hooks } = task;
  const filter = whereOf(shape, source.filter);
  const slices = slicesFor(task, filter);
  for (;;) {
    const more = await tryUnlocked(task, () =>
      connection.snapshot(() => {
        if (dataVersion(connection) !== version) throw new ChangedMeanwhile();
        const slice = slices.next();
        if (slice === undefined) return false;
        // The tick lets a slice that takes long all the same be given up.
        const tick = sql`${sql.raw(TICK)}()`;
        const conditions = [...(slice ? [slice] : [tick]), ...(filter ? [sql`(${filter})`] : [])];
        const work = () => read(sql`WHERE ${sql.join(conditions, sql` AND `)}`, slice === null);
        const began = performance.now();
        if (hasRegex(source.filter)) withRegexpBudget(REGEXP_SLICE_MS, work);
        else work();
        slices.took(performance.now() - began);
        return true;
      }),
    );
    if (!more) return;
    await hooks.rest();
    hooks.check(true);
  }
}

/** Slices by rowid, unless SQLite would find the rows by an index: then that is faster than any walk. */
function slicesFor({ connection, shape }: BuildTask, filter: RawBuilder<unknown> | null): Slices {
  const { identity, kind } = shape.table;
  if (identity.kind !== "rowid" || kind === "virtual") return wholeTable();
  if (filter) {
    const plan = sql`EXPLAIN QUERY PLAN SELECT 1 FROM ${objectName(shape.table)} WHERE ${filter}`.compile(compiler);
    const [step] = connection.query(plan).rows;
    if (String(step?.[3]).startsWith("SEARCH")) return wholeTable();
  }
  return rowidSlices(connection, shape);
}

/** Runs `work`; when another program holds a lock, again a little later. */
async function tryUnlocked<T>({ hooks }: BuildTask, work: () => T): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return work();
    } catch (thrown) {
      if (!isLocked(thrown) || attempt === LOCKED_TRIES) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, LOCKED_PAUSE_MS));
      hooks.check();
    }
  }
}

interface Copy {
  /** `SELECT …` of what the copy holds. */
  readonly select: RawBuilder<unknown>;
  /** The key's columns in the copy. */
  readonly keys: RawBuilder<unknown>;
  /** The order in the copy. */
  readonly order: RawBuilder<unknown>;
}

/** Columns without a type keep values as they are; collations stand in the order. */
function temporaryTable(connection: Connection, table: string, terms: readonly SortTerm[], shape: RowShape): Copy {
  const own = terms.filter((term) => term.keyPart < 0);
  const columns = [...own.map((_, i) => `o${i}`), ...shape.key.map((_, i) => `k${i}`)];
  connection.db.exec(`DROP TABLE IF EXISTS temp.${table}; CREATE TEMP TABLE ${table}(${columns.join()})`);
  const select = sql.join([...own.map((term) => term.cell), ...shape.key.map((part) => name(part.name))]);
  return { select: sql`SELECT ${select}`, ...temporaryNames(terms, shape) };
}

function temporaryNames(terms: readonly SortTerm[], shape: RowShape): Pick<Copy, "keys" | "order"> {
  let own = 0;
  const order = terms.map((term) => {
    const column = sql.raw(term.keyPart < 0 ? `o${own++}` : `k${term.keyPart}`);
    return directed(column, term.collation ?? term.declared, term.descending);
  });
  return { keys: sql.join(shape.key.map((_, i) => sql.raw(`k${i}`))), order: sql.join(order) };
}
