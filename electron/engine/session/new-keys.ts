/**
 * Keys of new rows, and rows that refer to them. A new row of a table with an INTEGER PRIMARY KEY gets its key when it is
 * staged: it is shown, and other staged rows can refer to it by it. Such a row keeps a link, so that it follows when the key
 * becomes another one, because the user set it or because another program took it meanwhile.
 */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { objectKey } from "../../../src-shared/model/names.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import type { Connection } from "../connection/connection.ts";
import { isLocked } from "../engine-error.ts";
import { sameName } from "../schema/same-name.ts";
import { rowWords } from "./commit-errors.ts";
import type { SchemaReader } from "./ground-edit.ts";
import { committedNewRows } from "./journal/commit-log.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { refersTo } from "./plan-commit.ts";
import { isRowidFree, keyReserver, LARGEST_ROWID, largestKey, largestRowid } from "./reserve-keys.ts";
import { rowidColumn } from "./row-address.ts";
import type { EntryChanges, Session } from "./session.ts";
import { givenRowid } from "./to-change.ts";
import { type Entry, type GroundedEdit, isNew, type Link, stagedId } from "./unit-of-work.ts";
import { UsedKeys } from "./used-keys.ts";

/** The key a new row asks for, else the one that was reserved for it; null when SQLite is to choose. */
export function newRowid(row: PlannedRow): bigint | null {
  return givenRowid(row) ?? row.entry.staged.rowid ?? null;
}

/** A key reserved for a new row that asks for none. */
const reservedFor = (row: PlannedRow): bigint | null =>
  isNew(row.entry.staged.row) && rowidColumn(row.table) !== null && givenRowid(row) === null
    ? (row.entry.staged.rowid ?? null)
    : null;

/** Reserves keys and makes links for the edits of one gesture. */
export class GestureKeys {
  readonly #tables: SchemaReader;
  readonly #reader: Connection;
  readonly #session: Session;
  /** The largest key of each table, the file's and the staged ones, also of this gesture. */
  readonly #largest = new Map<string, bigint>();
  /** Ids of new rows by the keys that are reserved for them, of tables that were asked for. */
  readonly #byRowid = new Map<string, Map<bigint, string>>();
  readonly #parents = new Map<string, readonly Table[]>();
  /** The file was found locked: each further look at it would wait as long in vain, and a paste makes thousands. */
  #locked = false;

  constructor(tables: SchemaReader, reader: Connection, session: Session) {
    this.#tables = tables;
    this.#reader = reader;
    this.#session = session;
  }

  /** The edit with what it lacks. */
  complete(edit: GroundedEdit): GroundedEdit {
    if (edit.op !== "insert" && edit.op !== "set") return edit;
    const table = this.#tables.table(edit.row.table);
    if (edit.op === "set") {
      const link = this.#link(table, edit.column, edit.value);
      return link === null ? edit : { ...edit, link };
    }
    const links = edit.values.flatMap(({ column, value }) => this.#link(table, column, value) ?? []);
    const rowid = edit.rowid ?? this.#reserve(table, edit);
    if (rowid !== undefined) this.#known(table).set(rowid, stagedId(edit.row));
    return { ...edit, ...(rowid === undefined ? {} : { rowid }), ...(links.length > 0 ? { links } : {}) };
  }

  #reserve(table: Table, { row, values }: GroundedEdit & { op: "insert" }): bigint | undefined {
    const column = rowidColumn(table);
    if (column === null) return undefined;
    const entry: Entry = { staged: { id: "", state: "new", row, values: [...values] }, witness: [] };
    const given = givenRowid({ entry, table });
    if (this.#locked) return undefined;
    const key = objectKey(table);
    try {
      const largest = this.#largest.get(key) ?? largestKey(this.#reader, this.#stagedOf(table), table);
      const next = given ?? largest + 1n;
      this.#largest.set(key, next > largest ? next : largest);
      return given === null && next <= LARGEST_ROWID ? next : undefined;
    } catch (thrown) {
      // Staging waits for nobody: the commit chooses a key then.
      if (!isLocked(thrown)) throw thrown;
      this.#locked = true;
      return undefined;
    }
  }

  /** Is this the key of a new row? Not when the file has a row with it by now: then that one is meant. */
  #link(table: Table, column: string, value: Scalar): Link | null {
    if (typeof value !== "bigint") return null;
    for (const parent of this.#parentsBy(table, column)) {
      const to = this.#known(parent).get(value);
      if (to === undefined) continue;
      if (this.#locked) return { column, to };
      try {
        if (isRowidFree(this.#reader, parent, value)) return { column, to };
      } catch (thrown) {
        if (!isLocked(thrown)) throw thrown;
        this.#locked = true;
        return { column, to };
      }
    }
    return null;
  }

  /** Tables whose rowid this column refers to. */
  #parentsBy(table: Table, column: string): readonly Table[] {
    if (table.foreignKeys.length === 0) return NONE;
    const key = `${objectKey(table)} ${column}`;
    const parents = this.#parents.get(key) ?? parentsBy(table, column, this.#tables);
    this.#parents.set(key, parents);
    return parents;
  }

  #stagedOf(table: Table): PlannedRow[] {
    const key = objectKey(table);
    const entries = this.#session.entries().filter(({ staged }) => objectKey(staged.row.table) === key);
    return entries.map((entry) => ({ entry, table }));
  }

  #known(table: Table): Map<bigint, string> {
    const key = objectKey(table);
    let known = this.#byRowid.get(key);
    if (!known) {
      known = new Map();
      for (const row of this.#stagedOf(table)) {
        const rowid = reservedFor(row);
        if (rowid !== null) known.set(rowid, row.entry.staged.id);
      }
      this.#byRowid.set(key, known);
    }
    return known;
  }

  /** Rows that refer to a new row whose key this gesture changed, with the key it has now. */
  follow(changes: EntryChanges): EntryChanges {
    const keys = new Map<string, bigint>();
    for (const [id, entry] of changes) {
      const before = this.#session.entry(id);
      if (!entry || !before || !isNew(entry.staged.row)) continue;
      const table = this.#tables.table(entry.staged.row.table);
      const now = newRowid({ entry, table });
      if (now !== null && now !== newRowid({ entry: before, table })) keys.set(id, now);
    }
    if (keys.size === 0) return new Map();
    const entries = this.#session.entries().map((entry) => changes.get(entry.staged.id) ?? entry);
    return referring(entries, keys);
  }
}

const NONE: readonly Table[] = [];

function parentsBy(table: Table, column: string, tables: SchemaReader): Table[] {
  return table.foreignKeys.flatMap((key) => {
    const place = key.columns.findIndex((name) => sameName(name, column));
    if (place < 0) return [];
    const parent = tables.read().tables.find((other) => refersTo(table, key, other));
    const rowid = parent && rowidColumn(parent);
    return parent && rowid && sameName(rowid, key.parentColumns[place] ?? "") ? [parent] : [];
  });
}

/** Those of the entries that have a link to one of these, with its key. */
function referring(entries: readonly Entry[], keys: ReadonlyMap<string, bigint>): Map<string, Entry> {
  const changes = new Map<string, Entry>();
  for (const entry of entries) {
    let next = entry;
    for (const { column, to } of entry.links ?? []) {
      const key = keys.get(to);
      if (key === undefined) continue;
      const values = next.staged.values.map((v) => (v.column === column ? { ...v, value: key } : v));
      next = { ...next, staged: { ...next.staged, values } };
    }
    if (next !== entry) changes.set(entry.staged.id, next);
  }
  return changes;
}

/**
 * What must change before these rows can be written: new rows whose key another row has by now get another one, and the rows
 * that refer to them follow. To be asked under the write lock, of all that is staged.
 */
export function takenKeys(rows: readonly PlannedRow[], connection: Connection): EntryChanges {
  const used = new UsedKeys();
  for (const row of rows) {
    const given = isNew(row.entry.staged.row) ? givenRowid(row) : null;
    if (given !== null) used.of(row.table).add(given);
  }
  const keys = new Map<string, bigint>();
  const changes = new Map<string, Entry>();
  let reserve: ReturnType<typeof keyReserver> | null = null;
  const isFree = freeRowids(connection);
  for (const row of rows) {
    const rowid = reservedFor(row);
    if (rowid === null) continue;
    const ofTable = used.of(row.table);
    const taken = ofTable.has(rowid) || !isFree(row.table, rowid);
    reserve ??= taken ? keyReserver(connection, rows) : null;
    const next = taken ? (reserve?.(row.table) ?? null) : rowid;
    if (next === null) continue;
    ofTable.add(next);
    if (next === rowid) continue;
    const { entry } = row;
    keys.set(entry.staged.id, next);
    changes.set(entry.staged.id, { ...entry, staged: { ...entry.staged, rowid: next } });
  }
  if (keys.size === 0) return changes;
  const entries = rows.map(({ entry }) => changes.get(entry.staged.id) ?? entry);
  for (const [id, entry] of referring(entries, keys)) changes.set(id, entry);
  return changes;
}

/** Gives the function that tells whether a reserved key is still to be had, now that nobody else writes. */
function freeRowids(connection: Connection): (table: Table, rowid: bigint) => boolean {
  const largest = new Map<Table, bigint>();
  return (table, rowid) => {
    let known = largest.get(table);
    if (known === undefined) largest.set(table, (known = largestRowid(connection, table)));
    // AUTOINCREMENT promises that no key comes again, also of a row that is gone by now.
    return rowid > known || (!table.autoincrement && isRowidFree(connection, table, rowid));
  };
}

/**
 * A row that refers to a new row which is staged no more and was not committed either must not be taken for one that refers to
 * another row which has that key by chance. Throws `commit.constraint`.
 */
export function assertLinked(rows: readonly PlannedRow[], isKnown: (id: string) => boolean): void {
  for (const row of rows) {
    const { values } = row.entry.staged;
    const lost = row.entry.links?.find(({ column, to }) => !isKnown(to) && values.some((v) => v.column === column));
    if (!lost) continue;
    throw new AppError({
      code: "commit.constraint",
      message: `${rowWords(row)} refers in “${lost.column}” to a new row that is not staged any more.`,
      next: "Choose another row there, or undo what took the new row back; everything is still staged.",
      rows: [row.entry.staged.id],
    });
  }
}

/** Gives the function that tells whether the id of a new row is staged, or was when it was committed. */
export function knownNewRows(session: Session): (id: string) => boolean {
  let committed: ReadonlySet<string> | null = null;
  return (id) => {
    if (session.entry(id) !== undefined) return true;
    committed ??= committedNewRows(session.journal.connection);
    return committed.has(id);
  };
}
