/**
 * What the engine makes of values on screen: expressions of the user's own in the cells' place, grounds by conditions. Asked
 * for while the grid paints; what is not known yet is asked in one question a moment later, and the grid is told.
 */
import { type Cell, isPreview, type Scalar } from "../../../src-shared/model/cell.ts";
import { rowKeyText } from "../../../src-shared/model/rows.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { CellLook } from "../../ui/data-grid/grid-source.ts";
import { lookOf } from "../../values/cell-look.ts";
import type { FormatRule } from "../kept-rules.ts";

export interface DressingOptions {
  readonly client: Pick<EngineClient, "ask">;
  readonly table: Pick<Table, "schema" | "name" | "columns">;
  /** By column. */
  readonly expressions: ReadonlyMap<string, string>;
  readonly rules: readonly FormatRule[];
  readonly changed: () => void;
  /** A question that does not end: its process is to be ended, and nothing is asked any more. */
  readonly onEndless: () => void;
}

/** A row as it is shown. */
export interface DressedRow {
  /** The same object as long as its values are the same; null when they may change without it. */
  readonly identity: object | null;
  /** undefined: left open. */
  valueOf(column: string): Cell | undefined;
}

/** How long rows are gathered before they are asked, in milliseconds: about one frame. */
const gathering = 12;
/** Rows of one question, and results that are kept. */
const mostAsked = 300;
const mostKept = 5000;
/** A question that takes longer is given up, in milliseconds. */
const patience = 3000;

type Results = readonly Scalar[];

export class Dressing {
  readonly #options: DressingOptions;
  readonly #places: ReadonlyMap<string, number>;
  /** Columns that expressions and conditions name. */
  readonly #used: readonly string[];
  readonly #byRow = new WeakMap<object, Results>();
  readonly #byValues = new Map<string, Results>();
  readonly #wanted = new Map<string, Scalar[]>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #abort = new AbortController();
  #closed = false;

  constructor(options: DressingOptions) {
    this.#options = options;
    this.#places = new Map([...options.expressions.keys()].map((column, i) => [column, i]));
    const texts = [
      ...options.expressions.values(),
      ...options.rules.map((rule) => JSON.stringify(conditionText(rule))),
    ];
    const written = texts.join("\n").toLowerCase();
    this.#used = options.table.columns.map(({ name }) => name).filter((name) => written.includes(name.toLowerCase()));
  }

  /** The look of a cell with what its row's values come to. */
  dress(look: CellLook, column: string, row: DressedRow): CellLook {
    const place = this.#places.get(column);
    const rules = this.#options.rules.filter((rule) => rule.row || rule.column === column);
    if (place === undefined && rules.length === 0) return look;
    const results = this.#resultsOf(row);
    if (!results) return look;
    const value = place === undefined ? null : (results[place] ?? null);
    const { kind, text } = value === null ? look : lookOf(value, { type: "" });
    const first = this.#options.rules.find(
      (rule, i) => (rule.row || rule.column === column) && results[this.#places.size + i] === 1n,
    );
    return { ...look, kind, text, ...(first ? { tint: first.tint } : {}) };
  }

  close(): void {
    this.#closed = true;
    this.#abort.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #resultsOf(row: DressedRow): Results | undefined {
    const known = row.identity && this.#byRow.get(row.identity);
    if (known) return known;
    const values: Scalar[] = [];
    for (const column of this.#used) {
      const value = row.valueOf(column);
      // What did not come whole cannot be computed with.
      if (value !== undefined && isPreview(value)) return undefined;
      values.push(value ?? null);
    }
    const text = rowKeyText(values);
    const results = this.#byValues.get(text);
    if (results && row.identity) this.#byRow.set(row.identity, results);
    if (!results && !this.#closed) {
      this.#wanted.set(text, values);
      this.#timer ??= setTimeout(() => void this.#fetch(), gathering);
    }
    return results;
  }

  async #fetch(): Promise<void> {
    const { client, table, expressions, rules, changed, onEndless } = this.#options;
    const wanted = [...this.#wanted].slice(-mostAsked);
    this.#wanted.clear();
    const endless = setTimeout(() => {
      this.close();
      onEndless();
    }, patience);
    try {
      const question = {
        table: { schema: table.schema, name: table.name },
        columns: [...this.#used],
        rows: wanted.map(([, values]) => values),
        expressions: [...expressions.values()],
        conditions: rules.map((rule) => rule.condition),
      };
      const { rows } = await client.ask("rows.evaluate", question, { signal: this.#abort.signal });
      if (this.#byValues.size > mostKept) this.#byValues.clear();
      wanted.forEach(([text], i) => this.#byValues.set(text, rows[i] ?? []));
    } catch {
      // Values as they are stored are still true. These rows are not asked again until something changes.
      wanted.forEach(([text]) => this.#byValues.set(text, []));
    } finally {
      clearTimeout(endless);
    }
    this.#timer = null;
    if (!this.#closed) changed();
  }
}

/** The names within a condition; a column is named by it, or in SQL of the user's own. */
function conditionText({ condition }: FormatRule): unknown {
  if ("column" in condition) return condition.column;
  return "rawSql" in condition ? condition.rawSql : "";
}
