/**
 * Changes of rows as statements. Kysely compiles one statement for all rows that are changed in the same way (same table,
 * same columns); the others only bring their values.
 */
import { type RawBuilder, sql } from "kysely";
import { type Cell, type CellPreview, isPreview, type Scalar, storageOf } from "../../../src-shared/model/cell.ts";
import type { RowKey } from "../../../src-shared/model/rows.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import { compiler, name, objectName } from "../connection/compiler.ts";
import { sqlLiteral } from "../../../src-shared/sql/sql-literal.ts";
import { keyCondition } from "./row-address.ts";
import type { SeenCell } from "./unit-of-work.ts";

/**
 * One change of one row; `check` only asks, guard by guard, whether the row still holds what the change is based on, `count` how
 * many rows do.
 */
export interface RowChange {
  readonly kind: "insert" | "update" | "delete" | "check" | "count";
  readonly table: Table;
  /** Addresses the row; null for an insert. */
  readonly key: RowKey | null;
  /** What is stored. */
  readonly sets: readonly { column: string; value: Scalar }[];
  /** What the row must still hold; the change does nothing to a row that does not. */
  readonly guards: readonly SeenCell[];
  /** Columns to give back, for keys that only the statement decides. */
  readonly returning: readonly string[];
  /**
   * In SQL for other programs and for copies of the file (portable-key.ts): the columns whose values `key` holds. Such a
   * statement names its table without a schema, because triggers can name it in no other way, and needs no newer SQLite.
   */
  readonly by?: readonly string[];
}

/** Which value of a change stands in a place of its statement; a number, because it is asked for each of thousands of rows. */
interface Slot {
  readonly part: "set" | "key" | "class" | "base" | "bytes" | "headLength" | "head";
  /** Which set, key column or guard. */
  readonly at: number;
}

interface Shape {
  /** Text between the values. */
  readonly chunks: readonly string[];
  readonly sql: string;
  readonly slots: readonly Slot[];
  /** What `fill` gives again and again. */
  readonly filled: { readonly sql: string; readonly parameters: Scalar[] };
}

/** Compiles changes; keeps what it compiled, so one should be used for many rows. */
export class StatementMaker {
  readonly #shapes = new Map<Table, Map<string, Shape>>();
  /** Most changes are made like the one before them. */
  #last: { change: RowChange; shape: Shape } | null = null;

  /** The statement of a change, exactly as it is run. */
  make(change: RowChange): { sql: string; parameters: Scalar[] } {
    const shape = this.#shape(change);
    return { sql: shape.sql, parameters: shape.slots.map((slot) => valueAt(slot, change)) };
  }

  /** The same, with parameters that hold only until the next call: for thousands of rows one after the other. */
  fill(change: RowChange): { readonly sql: string; readonly parameters: readonly Scalar[] } {
    const shape = this.#shape(change);
    const { slots, filled } = shape;
    for (let i = 0; i < slots.length; i++) filled.parameters[i] = valueAt(slots[i] as Slot, change);
    return filled;
  }

  /** The same with the values written in. */
  literal(change: RowChange): string {
    const { chunks, slots } = this.#shape(change);
    return chunks
      .map((chunk, i) => chunk + (i < slots.length ? sqlLiteral(valueAt(slots[i] as Slot, change)) : ""))
      .join("");
  }

  #shape(change: RowChange): Shape {
    if (this.#last && sameShape(this.#last.change, change)) return this.#last.shape;
    const shape = this.#find(change);
    this.#last = { change, shape };
    return shape;
  }

  #find(change: RowChange): Shape {
    const known = this.#shapes.get(change.table) ?? new Map<string, Shape>();
    this.#shapes.set(change.table, known);
    const key = JSON.stringify([
      change.kind,
      change.sets.map((s) => s.column),
      change.guards.map((g) => [g.column, guardForm(g.base)]),
      change.returning,
      change.by,
    ]);
    let shape = known.get(key);
    if (!shape) {
      shape = compileShape(change);
      known.set(key, shape);
    }
    return shape;
  }
}

/** Without closures: it is asked for every row. */
function sameShape(a: RowChange, b: RowChange): boolean {
  const { sets, guards, returning } = a;
  if (
    a.kind !== b.kind ||
    a.table !== b.table ||
    a.by !== b.by ||
    sets.length !== b.sets.length ||
    guards.length !== b.guards.length ||
    returning.length !== b.returning.length
  ) {
    return false;
  }
  for (let i = 0; i < sets.length; i++) if (sets[i]?.column !== b.sets[i]?.column) return false;
  for (let i = 0; i < guards.length; i++) {
    const [x, y] = [guards[i] as SeenCell, b.guards[i] as SeenCell];
    if (x.column !== y.column || guardForm(x.base) !== guardForm(y.base)) return false;
  }
  for (let i = 0; i < returning.length; i++) if (returning[i] !== b.returning[i]) return false;
  return true;
}

function valueAt({ part, at }: Slot, change: RowChange): Scalar {
  if (part === "set") return (change.sets[at] as { value: Scalar }).value;
  if (part === "key") return change.key?.[at] ?? null;
  const { base } = change.guards[at] as SeenCell;
  if (part === "base") return base as Scalar;
  if (part === "class") return storageOf(base);
  const preview = base as CellPreview;
  if (part === "bytes") return BigInt(preview.bytes);
  return part === "head" ? preview.head : BigInt(preview.head.length);
}

/** Compiled twice: once for the order of the values, once with a NUL (which no name can hold) in their places. */
function compileShape(change: RowChange): Shape {
  const { sql: text, parameters } = build(change, (part, at) => sql.val({ part, at })).compile(compiler);
  const chunks = build(change, () => sql.raw("\0"))
    .compile(compiler)
    .sql.split("\0");
  return { chunks, sql: text, slots: parameters as Slot[], filled: { sql: text, parameters: [] } };
}

/** Writes a value of the change into its statement. */
type Put = (part: Slot["part"], at: number) => RawBuilder<unknown>;

function build(change: RowChange, put: Put): RawBuilder<unknown> {
  const { by } = change;
  const table = by ? name(change.table.name) : objectName(change.table);
  const values = change.sets.map((_, i) => put("set", i));
  const guards = change.guards.map((guard, i) => guardCondition(guard, i, put, by !== undefined));
  const where = () => {
    const key = keyCondition(change.table, (place) => put("key", place), by);
    if (change.kind === "check") return key;
    return guards.length === 0 ? key : sql`${key} and ${allOf(guards)}`;
  };
  const returning =
    change.returning.length === 0 ? sql`` : sql` returning ${sql.join(change.returning.map((c) => name(c)))}`;
  if (change.kind === "check") {
    return sql`select ${guards.length > 0 ? sql.join(guards) : sql`1`} from ${table} where ${where()}`;
  }
  if (change.kind === "count") return sql`select count(*) from ${table} where ${where()}`;
  if (change.kind === "delete") return sql`delete from ${table} where ${where()}${returning}`;
  if (change.kind === "update") {
    const sets = change.sets.map((s, i) => sql`${name(s.column)} = ${values[i]}`);
    return sql`update ${table} set ${sql.join(sets)} where ${where()}${returning}`;
  }
  if (change.sets.length === 0)
    return by ? insertDefaults(change.table) : sql`insert into ${table} default values${returning}`;
  const columns = sql.join(change.sets.map((s) => name(s.column)));
  return sql`insert into ${table} (${columns}) values (${sql.join(values)})${returning}`;
}

/** A row of defaults, in a trigger, where DEFAULT VALUES is no syntax. */
function insertDefaults(table: Table): RawBuilder<unknown> {
  const first = table.columns.find((c) => c.kind === "ordinary");
  const value = first?.defaultSql ? sql`(${sql.raw(first.defaultSql)})` : sql`null`;
  return sql`insert into ${name(table.name)} (${name(first?.name ?? "")}) values (${value})`;
}

type GuardForm = "value" | "length" | "head";

function guardForm(base: Cell): GuardForm {
  if (!isPreview(base)) return "value";
  return base.head instanceof Uint8Array && base.head.length > 0 ? "head" : "length";
}

/**
 * The cell still holds exactly its base: same class, same bytes. `+` keeps the column's affinity out of the comparison and
 * `COLLATE BINARY` its collation, which might call 'A' and 'a' the same, or be missing in this build.
 * Of a value that was too large to keep, its class, length and first bytes are compared.
 */
function guardCondition({ column, base }: SeenCell, i: number, put: Put, portable: boolean): RawBuilder<unknown> {
  const c = name(column);
  const storage = sql`typeof(${c}) = ${put("class", i)}`;
  const form = guardForm(base);
  if (form === "value") return sql`${storage} and (+${c}) collate binary is ${put("base", i)}`;
  // octet_length() does not load the value, and is not known before SQLite 3.43.
  const bytes = portable ? sql`length(cast(${c} as blob))` : sql`octet_length(${c})`;
  const length = sql`${storage} and ${bytes} = ${put("bytes", i)}`;
  if (form === "length") return length;
  return sql`${length} and substr(cast(${c} as blob), 1, ${put("headLength", i)}) = ${put("head", i)}`;
}

/** A balanced AND: a chain of 2,000 would be deeper than SQLite's limit for expressions (1,000). */
function allOf(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  if (conditions.length === 1) return sql`(${conditions[0]})`;
  const middle = conditions.length >> 1;
  return sql`(${allOf(conditions.slice(0, middle))} and ${allOf(conditions.slice(middle))})`;
}
