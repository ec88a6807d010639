/**
 * Everything a database holds, to be compared before and after a change: rows with their storage classes and rowids, every
 * object's text, firing order, sequence, statistics, what is broken. Nothing is rounded and nothing is normalised but what
 * the caller asks for.
 */
import Database from "better-sqlite3";
import { tokenText } from "../../../electron/engine/models/statements.ts";

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
const fold = (name: string) => name.replace(/[A-Z]/g, (c) => c.toLowerCase());

export interface TableState {
  readonly name: string;
  readonly columns: readonly string[];
  /** By column, each value of the rows in their order: class and exact value. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Without a rowid the order is that of the key. */
  readonly isOrdered: boolean;
  /** Null when nothing names them. */
  readonly rowids: readonly string[] | null;
}

export interface DatabaseState {
  /** `type name` → text, verbatim. */
  readonly texts: ReadonlyMap<string, string>;
  /** Folded name → the table. */
  readonly tables: ReadonlyMap<string, TableState>;
  /** Triggers of each table in the order they were made. */
  readonly triggers: ReadonlyMap<string, readonly string[]>;
  readonly sequence: readonly string[];
  readonly statistics: readonly string[];
  readonly violations: readonly string[];
  readonly integrity: readonly string[];
  readonly pragmas: readonly string[];
  /** Views that do not compile. */
  readonly broken: readonly string[];
}

interface ColumnRow {
  name: string;
  hidden: bigint;
}

/** Reads the state. Uses a connection that writes nothing. */
export function readState(db: Database.Database): DatabaseState {
  db.defaultSafeIntegers(true);
  const stored = db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid").all() as {
    type: string;
    name: string;
    tbl_name: string;
    sql: string | null;
  }[];
  const texts = new Map(stored.map(({ type, name, sql }) => [`${type} ${name}`, sql ?? ""]));
  const triggers = new Map<string, string[]>();
  for (const { type, name, tbl_name } of stored) {
    if (type === "trigger") triggers.set(fold(tbl_name), [...(triggers.get(fold(tbl_name)) ?? []), name]);
  }
  const tables = new Map<string, TableState>();
  for (const { type, name, sql } of stored) {
    if (type === "table" && !/^sqlite_/i.test(name) && !/^CREATE VIRTUAL/i.test(sql ?? ""))
      tables.set(fold(name), readTable(db, name));
  }
  const rows = (sql: string) => {
    try {
      return (db.prepare(sql).raw(true).all() as unknown[][]).map(text);
    } catch (thrown) {
      return [(thrown as Error).message];
    }
  };
  // One by one: where a key leads to columns that are no key, SQLite tells nothing else.
  const violationsOf = (table: string) =>
    rows(`SELECT "table", rowid, parent FROM pragma_foreign_key_check('${table.replaceAll("'", "''")}')`);
  const has = (name: string) => texts.has(`table ${name}`);
  return {
    texts,
    tables,
    triggers,
    sequence: has("sqlite_sequence") ? rows("SELECT name, seq FROM sqlite_sequence ORDER BY name") : [],
    statistics: ["sqlite_stat1", "sqlite_stat4"]
      .flatMap((name) => (has(name) ? rows(`SELECT * FROM ${name}`) : []))
      .sort(),
    violations: [...tables.values()].flatMap(({ name }) => violationsOf(name)).sort(),
    integrity: rows("PRAGMA integrity_check"),
    pragmas: ["user_version", "application_id", "encoding", "journal_mode", "page_size", "auto_vacuum"].flatMap(
      (name) => rows(`PRAGMA ${name}`),
    ),
    broken: stored.filter(({ type, name }) => type === "view" && !compiles(db, name)).map(({ name }) => name),
  };
}

function readTable(db: Database.Database, name: string): TableState {
  const columns = db.prepare("SELECT name, hidden FROM pragma_table_xinfo(?)").all(name) as ColumnRow[];
  const taken = new Set(columns.map((column) => fold(column.name)));
  const isRowidTable =
    db.prepare("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?").pluck().get(name) === 0n;
  const rowid = isRowidTable ? ["rowid", "_rowid_", "oid"].find((word) => !taken.has(word)) : undefined;
  // Without a name for the rowid, the order of the rows is all that shows of it.
  const order = rowid === undefined ? "" : `ORDER BY ${rowid}`;
  const read = (names: readonly string[]): string[][] => {
    // TEXT as its bytes: it may hold NUL, or be no valid UTF-8.
    const cells = names.map((c) => `typeof(${c}), CASE typeof(${c}) WHEN 'text' THEN CAST(${c} AS BLOB) ELSE ${c} END`);
    const rows = db
      .prepare(`SELECT ${cells.join(", ")} FROM ${quote(name)} NOT INDEXED ${order}`)
      .raw(true)
      .all() as unknown[][];
    return names.map((_, i) => rows.map((row) => text(row.slice(2 * i, 2 * i + 2))));
  };
  const readable = columns.filter((column) => {
    try {
      db.prepare(`SELECT ${quote(column.name)} FROM ${quote(name)}`);
      return true;
    } catch {
      // A generated column with a function that is not here.
      return false;
    }
  });
  const cells = read(readable.map((column) => quote(column.name)));
  const values = readable.map((column, i): [string, string[]] => [column.name, cells[i] as string[]]);
  return {
    name,
    columns: readable.map((column) => column.name),
    values: new Map(values),
    rowids: rowid === undefined ? null : (read([rowid])[0] ?? null),
    isOrdered: isRowidTable,
  };
}

function text(row: readonly unknown[]): string {
  return row
    .map((value) => {
      if (Buffer.isBuffer(value)) return `x'${value.toString("hex")}'`;
      if (typeof value === "number") return Object.is(value, -0) ? "-0.0" : `real ${value}`;
      return String(value);
    })
    .join("|");
}

function compiles(db: Database.Database, view: string): boolean {
  try {
    db.prepare(`SELECT * FROM ${quote(view)}`);
    return true;
  } catch {
    return false;
  }
}

/** What a change is allowed to differ in. */
export interface Asked {
  /** `type name` of objects that may change, go or come. */
  readonly objects?: readonly string[];
  /** Table names before → after. */
  readonly tables?: Readonly<Record<string, string>>;
  /** Column names before → after, by table before; null: gone. */
  readonly columns?: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
  /** Values of these columns (names before) may change, by table. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** Texts that mention what was renamed are compared by whether they compile only. */
  readonly renames?: boolean;
  readonly rowids?: boolean;
  readonly sequence?: boolean;
  readonly statistics?: boolean;
  /** Every text may differ in quoting, blanks and comments. */
  readonly byTokens?: boolean;
  /** Tables that go, with their rows. */
  readonly dropped?: readonly string[];
}

/** Differences that were not asked for, as sentences; empty when there are none. */
export function differences(before: DatabaseState, after: DatabaseState, asked: Asked = {}): string[] {
  const found: string[] = [];
  const same = (what: string, a: readonly string[], b: readonly string[]) => {
    if (a.join("\n") !== b.join("\n"))
      found.push(`${what}: ${a.slice(0, 8).join(" ; ")} → ${b.slice(0, 8).join(" ; ")}`);
  };
  const isAsked = (key: string) => asked.objects?.some((name) => fold(name) === fold(key)) ?? false;
  const tableNow = (name: string) => {
    const entry = Object.entries(asked.tables ?? {}).find(([old]) => fold(old) === fold(name));
    return entry ? entry[1] : name;
  };
  for (const [key, sql] of before.texts) {
    if (isAsked(key)) continue;
    const [type = "", ...rest] = key.split(" ");
    const name = rest.join(" ");
    const keyNow =
      type === "table"
        ? `table ${tableNow(name)}`
        : key.replace(/sqlite_autoindex_.*_(\d+)$/, (whole) => autoindexNow(whole, asked));
    const now = after.texts.get(keyNow);
    if (now === undefined) found.push(`${key} is gone`);
    else if (!asked.renames && !(asked.byTokens ? tokensOf(now) === tokensOf(sql) : now === sql))
      found.push(`${key}: ${sql} → ${now}`);
  }
  for (const key of after.texts.keys()) {
    const old = [...before.texts.keys()].map((k) =>
      k.startsWith("table ")
        ? `table ${tableNow(k.slice(6))}`
        : k.replace(/sqlite_autoindex_.*_(\d+)$/, (whole) => autoindexNow(whole, asked)),
    );
    if (!isAsked(key) && !old.includes(key)) found.push(`${key} is new`);
  }
  for (const [key, table] of before.tables) {
    if (asked.dropped?.some((name) => fold(name) === key)) continue;
    const now = after.tables.get(fold(tableNow(table.name)));
    if (!now) {
      found.push(`the table ${table.name} is gone`);
      continue;
    }
    compareTable(table, now, asked, same);
  }
  for (const [table, names] of before.triggers) {
    if (asked.dropped?.some((name) => fold(name) === table)) continue;
    const left = (list: readonly string[] = []) => list.filter((name) => !isAsked(`trigger ${name}`));
    same(`triggers of ${table}`, left(names), left(after.triggers.get(fold(tableNow(table)))));
  }
  if (!asked.sequence)
    same(
      "sequence",
      before.sequence.map((row) => renamed(row, asked)),
      after.sequence,
    );
  if (!asked.statistics)
    same("statistics", before.statistics.map((row) => renamed(row, asked)).sort(), after.statistics);
  const fresh = after.violations.filter(
    (row) => !before.violations.map((old) => renamed(old, asked)).includes(row) && !before.violations.includes(row),
  );
  if (fresh.length > 0 && !asked.rowids) found.push(`foreign keys: ${fresh.join(" ; ")}`);
  if (before.integrity.join() === "ok") same("integrity", before.integrity, after.integrity);
  same("pragmas", before.pragmas, after.pragmas);
  const newlyBroken = after.broken.filter((name) => !before.broken.includes(name) && !isAsked(`view ${name}`));
  if (newlyBroken.length > 0) found.push(`broken now: ${newlyBroken.join(", ")}`);
  return found;
}

function compareTable(
  table: TableState,
  now: TableState,
  asked: Asked,
  same: (what: string, a: readonly string[], b: readonly string[]) => void,
): void {
  const mine = <T>(record: Readonly<Record<string, T>> | undefined): T | undefined =>
    Object.entries(record ?? {}).find(([name]) => fold(name) === fold(table.name))?.[1];
  if (!asked.rowids && table.rowids && now.rowids) same(`rowids of ${table.name}`, table.rowids, now.rowids);
  const columns = mine(asked.columns) ?? {};
  const free = mine(asked.values) ?? [];
  const pairs = table.columns.flatMap((column): [string[], string[], string][] => {
    const to = column in columns ? columns[column] : column;
    if (to === null || free.includes(column)) return [];
    return [[[...(table.values.get(column) ?? [])], [...(now.values.get(to as string) ?? ["(gone)"])], column]];
  });
  if (asked.rowids || !table.isOrdered) {
    // The rows may come in another order, but whole.
    const whole = (side: 0 | 1) =>
      (pairs[0]?.[side] ?? []).map((_, row) => pairs.map((pair) => pair[side][row]).join(" , ")).sort();
    same(`rows of ${table.name}`, whole(0), whole(1));
    return;
  }
  for (const [was, is, column] of pairs) same(`${table.name}.${column}`, was, is);
}

/** SQLite takes 'a name' in single quotes for a name where one must be. */
function tokensOf(sql: string): string {
  return tokenText(sql.replace(/'(\w+( \w+)*)'/g, '"$1"'));
}

/** Autoindexes are called after their table. */
function autoindexNow(name: string, { tables }: Asked): string {
  for (const [old, now] of Object.entries(tables ?? {})) {
    const match = new RegExp(`^sqlite_autoindex_(.*)_(\\d+)$`).exec(name);
    if (match && fold(match[1] as string) === fold(old)) return `sqlite_autoindex_${now}_${match[2]}`;
  }
  return name;
}

function renamed(row: string, asked: Asked): string {
  const entries = Object.entries(asked.tables ?? {});
  return row
    .split("|")
    .map((cell) => autoindexNow(entries.find(([old]) => fold(old) === fold(cell))?.[1] ?? cell, asked))
    .join("|");
}

/** Reads the state of a file. */
export function stateOf(path: string): DatabaseState {
  const db = new Database(path);
  try {
    return readState(db);
  } finally {
    db.close();
  }
}
