/** Runs what the room compiles, on the reading connection, and remembers what was compiled for a table. */
import { type RawBuilder, sql } from "kysely";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import { compiler, name, objectName } from "../connection/compiler.ts";
import type { Connection } from "../connection/connection.ts";
import type { Connections } from "../connection/connections.ts";
import type { Query } from "../connection/query.ts";
import { asAppError, isFailedExpression, unreadable } from "../engine-error.ts";
import { computeCells, type FailedValue, markFailed } from "./failed-cells.ts";
import { type PageCells, splitRows } from "./page-cells.ts";
import { type Care, isComputed, type KeyTerm, type RowShape, rowShapeOf, selectRow } from "./row-shape.ts";
import { type SamePage, settleDoubts } from "./settle-doubts.ts";
import { LARGEST_FILE_READ_FREELY } from "./sizes.ts";
import type { TextEncoding } from "./text-bytes.ts";

/** The text of a compiled query; its parameters are given anew each time. */
type CompiledTexts = Map<string, string>;

export class RowReader {
  readonly connection: Connection;
  readonly encoding: TextEncoding;
  readonly #connections: Connections;
  readonly #shapes = new WeakMap<Table, RowShape>();
  readonly #texts = new WeakMap<RowShape, CompiledTexts>();
  /** Tables in which a numeric column turned out to hold a huge value. */
  readonly #careful = new WeakSet<RowShape>();
  #measuredAt: string | null = null;
  #isLarge = false;

  constructor(connections: Connections) {
    this.#connections = connections;
    this.connection = connections.reader();
    this.encoding = String(this.connection.pragma("encoding")[0]?.[0] ?? "UTF-8") as TextEncoding;
  }

  /** The shape of a table; the same object as long as the schema stays. */
  shape(table: Table): RowShape {
    const known = this.#shapes.get(table);
    if (known) return known;
    if (table.columns.length === 0) throw unreadable(table.name, table.error ?? "it has no columns");
    const shape = rowShapeOf(table, table.identity.kind === "primaryKey" ? this.#keyTerms(table) : []);
    this.#shapes.set(table, shape);
    return shape;
  }

  /** Compiles once for a shape and a key; `build` must put its parameters in the same order every time. */
  compiled(shape: RowShape, key: string, parameters: readonly unknown[], build: () => RawBuilder<unknown>): Query {
    let texts = this.#texts.get(shape);
    if (!texts) this.#texts.set(shape, (texts = new Map()));
    let text = texts.get(key);
    if (text === undefined) texts.set(key, (text = build().compile(compiler).sql));
    return { sql: text, parameters };
  }

  /** The row with this key, as `selection` has it. */
  byKey(shape: RowShape, selection: RawBuilder<unknown>, key: readonly Scalar[]): Scalar[] | undefined {
    const query = sql`SELECT ${selection} FROM ${objectName(shape.table)} WHERE ${keyIs(shape, key)}`;
    return this.connection.row(query.compile(compiler));
  }

  /** The rows with these keys, in their order; keys without a row are left out. */
  byKeys(shape: RowShape, keys: readonly (readonly Scalar[])[]): PageCells {
    return this.cells(shape, (care) => {
      const rows: Scalar[][] = [];
      const found: Scalar[][] = [];
      for (const key of keys) {
        const query = this.compiled(shape, `key ${care}`, key, () => {
          const from = sql`SELECT ${selectRow(shape, care)} FROM ${objectName(shape.table)}`;
          return sql`${from} WHERE ${keyIs(shape, key)}`;
        });
        const row = this.connection.row(query);
        if (row) {
          rows.push(row);
          found.push([...key]);
        }
      }
      return { rows, keys: found, samePage: null };
    });
  }

  /**
   * Reads rows with `read` and makes cells of them; `care` tells it which selection to take. Cells in doubt are
   * looked at again; run it in a snapshot. A numeric column that holds a value too large to read makes the table
   * be read carefully from then on. What SQLite cannot compute is a failed cell, and the others are read.
   */
  cells(shape: RowShape, read: (care: Care) => SelectedRows): PageCells {
    const care = this.#careful.has(shape) || this.#fileIsLarge() ? "careful" : "plain";
    try {
      const selected = read(care);
      return this.#settled(shape, selected, []);
    } catch (thrown) {
      if (care === "plain" && isTooLarge(thrown)) {
        this.#careful.add(shape);
        return this.cells(shape, read);
      }
      const mayCompute = shape.key.length > 0 && shape.columns.some(isComputed);
      if (!mayCompute || !isFailedExpression(thrown)) throw thrown;
      // Where a condition fails, this fails as well, in the same words.
      const selected = read("stored");
      return this.#settled(shape, selected, computeCells(this, shape, selected));
    }
  }

  #settled(shape: RowShape, selected: SelectedRows, failed: readonly FailedValue[]): PageCells {
    const page = this.#split(shape, selected);
    settleDoubts(this, shape, page, selected.samePage);
    markFailed(shape, page.rows, failed);
    return page;
  }

  #split(shape: RowShape, selected: SelectedRows): PageCells {
    const page = splitRows(shape, selected.rows, this.encoding);
    return selected.keys ? { ...page, keys: selected.keys } : page;
  }

  /** Asked for each page, and the same until something is written. */
  #fileIsLarge(): boolean {
    const { data } = this.#connections.version();
    if (this.#measuredAt !== data) {
      this.#isLarge = Number(this.#connections.fileIdentity()?.size ?? 0n) > LARGEST_FILE_READ_FREELY;
      this.#measuredAt = data;
    }
    return this.#isLarge;
  }

  #keyTerms(table: Table): KeyTerm[] {
    const query = sql`
      SELECT x.name, x.coll, x."desc" FROM pragma_index_list(${table.name}, ${table.schema}) AS i
      JOIN pragma_index_xinfo(i.name, ${table.schema}) AS x
      WHERE i.origin = 'pk' AND x."key" = 1 ORDER BY x.seqno`;
    return this.connection.query(query.compile(compiler)).rows.map(([column, collation, descending]) => ({
      column: String(column),
      collation: String(collation),
      descending: descending === 1n,
    }));
  }
}

/** Rows as `selectRow` selects them. */
export interface SelectedRows {
  readonly rows: Scalar[][];
  /** The keys, when they were read apart from the rows. */
  readonly keys?: Scalar[][] | null;
  /** Selects something else of the same rows; null where rows have keys. */
  readonly samePage: SamePage | null;
}

/** `a = ? AND b = ?`. Throws an AppError when rows have no key, or the key does not fit. */
export function keyIs(shape: RowShape, key: readonly Scalar[]): RawBuilder<unknown> {
  const identity = shape.table.identity;
  if (identity.kind === "none" || key.length !== shape.address.length) {
    throw new AppError({
      code: "row.notAddressable",
      message: `A single row of “${shape.table.name}” cannot be addressed this way.`,
      next: "Read it as part of a page of rows.",
      ...(identity.kind === "none" ? { detail: identity.reason } : {}),
    });
  }
  // A view's row may be told by a NULL.
  const is = sql.raw(identity.kind === "values" ? "IS" : "=");
  const parts = shape.address.map((part, i) => sql`${name(part.name)} ${is} ${key[i]}`);
  return sql.join(parts, sql` AND `);
}

function isTooLarge(thrown: unknown): boolean {
  const error = asAppError(thrown);
  return error instanceof AppError && error.data.code === "value.tooLarge";
}
