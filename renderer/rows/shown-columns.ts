/** The columns of a grid: which there are, their order as the user arranged them, which are hidden and which stay at the left. */
import type { RowPage } from "../../src-shared/model/rows.ts";
import type { Column, Table } from "../../src-shared/model/schema.ts";
import { arrange, type ColumnLayout, rearranged } from "./column-layout.ts";

export class ShownColumns {
  readonly #table: Table;
  #layout: ColumnLayout;
  #all: readonly Column[] = [];
  #visible = 0;
  #pinned = 0;

  constructor(table: Table, layout: ColumnLayout) {
    this.#table = table;
    this.#layout = layout;
    this.#arrange(table.columns.filter((column) => column.kind !== "hidden"));
  }

  /** All columns of a row in the order in which they are shown; after them those that are hidden. */
  get all(): readonly Column[] {
    return this.#all;
  }

  get visible(): readonly Column[] {
    return this.#all.slice(0, this.#visible);
  }

  get hidden(): readonly Column[] {
    return this.#all.slice(this.#visible);
  }

  /** How many columns stay at the left while the others scroll. */
  get pinned(): number {
    return this.#pinned;
  }

  /** All columns in the table's own order; what the schema does not know comes after it. */
  get natural(): readonly Column[] {
    return this.#natural(this.#all);
  }

  get names(): string[] {
    return this.#all.map((column) => column.name);
  }

  /** The place of a column by its name; -1 when it has none. */
  placeOf(name: string): number {
    return this.#all.findIndex((column) => column.name === name);
  }

  /** Arranges them otherwise; false where the layout is the one they have. */
  setLayout(layout: ColumnLayout): boolean {
    if (this.#layout === layout) return false;
    this.#layout = layout;
    this.#arrange(this.#all);
    return true;
  }

  /** The engine says which columns rows have; usually those of the schema, in the order that is shown. */
  follow(names: readonly string[] | null | undefined): void {
    if (!names) return;
    if (names.length === this.#all.length && names.every((name, i) => name === this.#all[i]?.name)) return;
    this.#arrange(
      names.map((name) => this.#table.columns.find((column) => column.name === name) ?? unknownColumn(name)),
    );
  }

  /** A page as the engine gives it, with its columns as they are shown. */
  arrangedPage(page: RowPage): RowPage {
    // Shown before the first page are the columns of the schema, in its order; the user's order is by names.
    const sent = new Set(page.columns);
    const names = this.#table.columns.filter((column) => sent.delete(column.name)).map(({ name }) => name);
    return rearranged(page, arrange([...names, ...sent], this.#layout).names);
  }

  #natural(columns: readonly Column[]): Column[] {
    const { columns: own } = this.#table;
    // As `arrangedPage` does.
    const place = (column: Column): number => (own.includes(column) ? own.indexOf(column) : own.length);
    return [...columns].sort((a, b) => place(a) - place(b));
  }

  #arrange(columns: readonly Column[]): void {
    const { names, shown, pinned } = arrange(
      this.#natural(columns).map((column) => column.name),
      this.#layout,
    );
    [this.#visible, this.#pinned] = [shown, pinned];
    this.#all = names.flatMap((name) => columns.find((column) => column.name === name) ?? []);
  }
}

/** A column that the schema does not tell of. */
const unknownColumn = (name: string): Column => ({
  name,
  type: "",
  affinity: "blob",
  notNull: false,
  defaultSql: null,
  primaryKey: 0,
  kind: "ordinary",
  collation: "BINARY",
});
