/**
 * What the foreign keys of a file will do to rows that nobody edited, when rows are deleted: found by following them in the
 * file, row by row, without writing. Source of the actions: https://www.sqlite.org/foreignkeys.html §4.3
 */
import { sql } from "kysely";
import type { Cascade } from "../../../src-shared/model/commit.ts";
import { type RowKey, rowKeyText } from "../../../src-shared/model/rows.ts";
import type { ForeignKey, Table } from "../../../src-shared/model/schema.ts";
import { compiler, name, objectName } from "../connection/compiler.ts";
import type { Connection } from "../connection/connection.ts";
import { sameName } from "../schema/same-name.ts";
import { type Overlay, overlayOf } from "./cascade-overlay.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { refersTo } from "./plan-commit.ts";
import { keyColumns } from "./row-address.ts";

type Action = Cascade["links"][number]["action"];

/** A row that a foreign key changes along. */
export interface CascadedRow {
  readonly table: Table;
  readonly key: RowKey;
  /** Columns that get another value; null: the row is deleted. */
  readonly columns: readonly string[] | null;
}

export interface CascadeWalk {
  readonly rows: readonly CascadedRow[];
  readonly cascade: Cascade;
}

/** When to give up: a time (performance.now()) and a number of rows. */
export interface WalkLimits {
  readonly until: number;
  readonly rows: number;
}

/** SQLite takes 32,766 parameters a statement (https://www.sqlite.org/limits.html). */
const PARAMETERS = 10_000;

interface Step {
  readonly table: Table;
  readonly keys: readonly RowKey[];
  /** Columns that got another value; null: the rows were deleted. */
  readonly columns: readonly string[] | null;
}

interface Link {
  readonly child: Table;
  readonly key: ForeignKey;
  readonly parent: Table;
}

/** Follows the deletions among the staged rows. `allTables` are those of the schema as it is now. */
export function walkCascade(
  connection: Connection,
  staged: readonly PlannedRow[],
  allTables: readonly Table[],
  limits: WalkLimits,
): CascadeWalk {
  const walk = new Walk(connection, overlayOf(connection, staged), allTables, limits);
  connection.snapshot(() => walk.run(staged));
  return { rows: walk.rows(), cascade: walk.cascade() };
}

class Walk {
  readonly #connection: Connection;
  readonly #overlay: Overlay;
  readonly #tables: readonly Table[];
  readonly #limits: WalkLimits;
  readonly #deleted = new Map<Table, Map<string, RowKey>>();
  readonly #changed = new Map<Table, Map<string, { key: RowKey; columns: Set<string> }>>();
  readonly #links = new Map<string, Link & { action: Action; rows: number }>();
  readonly #forbidding: (Link & { action: string; keys: RowKey[] })[] = [];
  readonly #steps: Step[] = [];
  #found = 0;
  #complete = true;

  constructor(connection: Connection, overlay: Overlay, tables: readonly Table[], limits: WalkLimits) {
    this.#connection = connection;
    this.#overlay = overlay;
    this.#tables = tables;
    this.#limits = limits;
  }

  run(staged: readonly PlannedRow[]): void {
    const byTable = new Map<Table, RowKey[]>();
    for (const { entry, table } of staged) {
      const { row, state } = entry.staged;
      if (state !== "deleted" || "newId" in row) continue;
      const keys = byTable.get(table) ?? [];
      byTable.set(table, keys);
      keys.push(row.key);
    }
    for (const [table, keys] of byTable) this.#steps.push({ table, keys, columns: null });
    // A loop and not recursion: a list of 100,000 replies is a chain as long.
    for (let step = this.#steps.pop(); step && this.#complete; step = this.#steps.pop()) this.#take(step);
  }

  #take(step: Step): void {
    for (const child of this.#tables) {
      for (const key of child.foreignKeys) {
        if (!refersTo(child, key, step.table) || key.columns.length !== key.parentColumns.length) continue;
        if (child.identity.kind === "none" || !touches(key.parentColumns, step.columns)) continue;
        this.#follow(step, { child, key, parent: step.table });
      }
    }
  }

  /** The rows that refer to those of a step by one foreign key. */
  #follow(step: Step, link: Link): void {
    const matches = this.#referring(step, link).filter((row) => !this.#isDeleted(link.child, row));
    if (matches.length === 0) return;
    const { child, key } = link;
    const action = (step.columns === null ? key.onDelete : key.onUpdate).toUpperCase();
    const mustHaveValue = child.columns.some((c) => c.notNull && key.columns.some((n) => sameName(n, c.name)));
    if (action === "CASCADE" && step.columns === null) {
      this.#count(link, "delete", matches.length);
      for (const row of matches) put(this.#deleted, child, rowKeyText(row), row);
      this.#steps.push({ table: child, keys: matches, columns: null });
    } else if (action === "CASCADE") this.#change(link, "update", matches);
    else if (action === "SET NULL" && !mustHaveValue) this.#change(link, "setNull", matches);
    else if (action === "SET DEFAULT") this.#change(link, "setDefault", matches);
    else this.#forbidding.push({ ...link, action, keys: matches });
  }

  #change(link: Link, action: Action, keys: readonly RowKey[]): void {
    const columns = link.child.columns
      .filter((c) => link.key.columns.some((n) => sameName(n, c.name)))
      .map((c) => c.name);
    const fresh = keys.filter((key) => {
      const known = this.#changed.get(link.child)?.get(rowKeyText(key));
      if (known && columns.every((c) => known.columns.has(c))) return false;
      put(this.#changed, link.child, rowKeyText(key), {
        key,
        columns: new Set([...(known?.columns ?? []), ...columns]),
      });
      return true;
    });
    if (fresh.length === 0) return;
    this.#count(link, action, fresh.length);
    this.#steps.push({ table: link.child, keys: fresh, columns });
  }

  /** As SQLite compares them: by the parent's affinity and collation (the left side's counts). */
  #referring(step: Step, { child, key, parent }: Link): RowKey[] {
    const names = keyColumns(parent);
    const found = new Map<string, RowKey>();
    const size = Math.max(1, Math.floor(PARAMETERS / names.length));
    for (let from = 0; from < step.keys.length && this.#goesOn(); from += size) {
      const some = step.keys.slice(from, from + size);
      const address = sql.join(names.map((n) => sql`p.${name(n)}`));
      const wanted = some.map((k) => sql.join(k.map((part) => sql`${part}`)));
      const isWanted =
        names.length === 1
          ? sql`${address} in (${sql.join(wanted)})`
          : sql`(${address}) in (values ${sql.join(wanted.map((w) => sql`(${w})`))})`;
      const equal = key.columns.map((c, i) => sql`p.${name(key.parentColumns[i] ?? "")} = c.${name(c)}`);
      const query = sql`select ${sql.join(keyColumns(child).map((n) => sql`c.${name(n)}`))}
        from ${objectName(parent)} as p join ${objectName(child)} as c on ${sql.join(equal, sql` and `)}
        where ${isWanted} limit ${BigInt(this.#limits.rows - this.#found + 1)}`;
      for (const row of this.#connection.query(query.compile(compiler)).rows) {
        if (!this.#overlay.isMoved(child, row, key.columns)) found.set(rowKeyText(row), row);
      }
    }
    const parents = new Set(step.keys.map(rowKeyText));
    for (const row of this.#overlay.movedTo(child, key, parent, parents)) found.set(rowKeyText(row), row);
    this.#found += found.size;
    return [...found.values()];
  }

  #goesOn(): boolean {
    if (this.#found > this.#limits.rows || performance.now() > this.#limits.until) this.#complete = false;
    return this.#complete;
  }

  #isDeleted(table: Table, key: RowKey): boolean {
    return this.#overlay.isDeleted(table, key) || this.#deleted.get(table)?.has(rowKeyText(key)) === true;
  }

  #count(link: Link, action: Action, rows: number): void {
    const id = JSON.stringify([link.child.schema, link.child.name, link.key.columns, link.parent.name, action]);
    const known = this.#links.get(id);
    if (known) known.rows += rows;
    else this.#links.set(id, { ...link, action, rows });
  }

  rows(): CascadedRow[] {
    const deleted = [...this.#deleted].flatMap(([table, rows]) =>
      Array.from(rows.values(), (key): CascadedRow => ({ table, key, columns: null })),
    );
    const changed = [...this.#changed].flatMap(([table, rows]) =>
      [...rows.values()].flatMap(({ key, columns }): CascadedRow[] =>
        this.#isDeleted(table, key) ? [] : [{ table, key, columns: [...columns] }],
      ),
    );
    return [...deleted, ...changed];
  }

  cascade(): Cascade {
    const tables = new Map<Table, { deleted: number; changed: number }>();
    for (const { table, columns } of this.rows()) {
      const figures = tables.get(table) ?? { deleted: 0, changed: 0 };
      tables.set(table, figures);
      figures[columns === null ? "deleted" : "changed"]++;
    }
    return {
      tables: Array.from(tables, ([table, figures]) => ({ table: objectOf(table), ...figures })),
      links: Array.from(this.#links.values(), ({ child, key, parent, action, rows }) => ({
        table: objectOf(child),
        columns: [...key.columns],
        parent: objectOf(parent),
        action,
        rows,
      })),
      blockers: this.#forbidding.flatMap(({ child, key, parent, action, keys }) => {
        const left = keys.filter((row) => !this.#isReleased(child, row, key, action));
        if (left.length === 0) return [];
        return [
          { table: objectOf(child), columns: [...key.columns], parent: objectOf(parent), action, rows: left.length },
        ];
      }),
      complete: this.#complete,
    };
  }

  /** A row that another foreign key deletes or turns away forbids nothing, unless RESTRICT asks at once. */
  #isReleased(child: Table, row: RowKey, key: ForeignKey, action: string): boolean {
    if (action === "RESTRICT") return false;
    const changed = this.#changed.get(child)?.get(rowKeyText(row));
    return this.#isDeleted(child, row) || (changed !== undefined && touches(key.columns, [...changed.columns]));
  }
}

function objectOf({ schema, name: table }: Table) {
  return { schema, name: table };
}

/** Is one of these columns among those that changed? null: the whole row went. */
function touches(columns: readonly string[], changed: readonly string[] | null): boolean {
  return changed === null || columns.some((c) => changed.some((other) => sameName(c, other)));
}

function put<T>(maps: Map<Table, Map<string, T>>, table: Table, id: string, value: T): void {
  let map = maps.get(table);
  if (!map) maps.set(table, (map = new Map()));
  map.set(id, value);
}
