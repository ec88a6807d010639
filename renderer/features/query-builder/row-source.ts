/** The first rows of a query as the grid takes them. */
import type { Cell } from "../../../src-shared/model/cell.ts";
import type { FirstRows } from "../../../src-shared/model/compiled-query.ts";
import type { CellLook, GridColumn, GridSource } from "../../ui/data-grid/grid-source.ts";
import { lookOf } from "../../values/cell-look.ts";

export class RowSource implements GridSource {
  rowCount = 0;
  columns: readonly GridColumn[] = [];
  #rows: readonly Cell[][] = [];
  #widths = new Map<string, number>();
  readonly #listeners = new Set<() => void>();

  /** Shows these rows from now on. Widths the user gave stay with columns of the same name. */
  show({ columns, rows }: FirstRows): void {
    this.#rows = rows;
    this.rowCount = rows.length;
    const taken = new Map<string, number>();
    this.columns = columns.map(({ name, type }, at) => {
      const count = (taken.get(name) ?? 0) + 1;
      taken.set(name, count);
      const known = count === 1 ? name : `${name} ${count}`;
      const cells = rows.slice(0, 50).map((row) => lookOf(row[at] ?? null, { type: type ?? "" }));
      const values = cells.filter(({ kind }) => kind !== "null");
      const numbers = values.length > 0 && values.every(({ kind }) => kind === "integer" || kind === "real");
      const longest = Math.max(name.length + 2, ...cells.map(({ text }) => text.split("\n", 1)[0]?.length ?? 0));
      return {
        name: known,
        title: name,
        type: type ?? "",
        align: numbers ? "right" : "left",
        width: this.#widths.get(known) ?? Math.round(Math.min(360, Math.max(56, longest * 7.2 + 20))),
        sortable: false,
        direction: null,
      };
    });
    this.#tell();
  }

  cell(row: number, column: number): CellLook | undefined {
    const cells = this.#rows[row];
    return cells && lookOf(cells[column] ?? null, { type: this.columns[column]?.type ?? "" });
  }

  row(row: number): { label: string; tone: null } {
    return { label: String(row + 1), tone: null };
  }

  request(): void {}

  resize(column: number, width: number): void {
    const found = this.columns[column];
    if (!found) return;
    this.#widths.set(found.name, width);
    this.columns = this.columns.map((each, at) => (at === column ? { ...each, width } : each));
    this.#tell();
  }

  /** The cells of these rows (inclusive). */
  rows(first: number, last: number): readonly Cell[][] {
    return this.#rows.slice(first, last + 1);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
