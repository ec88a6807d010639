/** Widths and columns of nested rows: the same below every row, so that one reads them downwards. */
import type { ColumnLayout } from "../column-layout.ts";

export interface ChildLook {
  readonly widths: Readonly<Record<string, number>>;
  readonly layout: ColumnLayout;
}

export class ChildLooks {
  readonly #looks = new Map<string, ChildLook>();
  readonly #listeners = new Set<() => void>();

  /** How the rows of a section look; `first` where nothing was chosen yet. The same object until it changes. */
  of(id: string, first: () => ColumnLayout): ChildLook {
    const known = this.#looks.get(id) ?? { widths: {}, layout: first() };
    this.#looks.set(id, known);
    return known;
  }

  change(id: string, change: (before: ChildLook) => Partial<ChildLook>): void {
    const before = this.#looks.get(id);
    if (!before) return;
    this.#looks.set(id, { ...before, ...change(before) });
    for (const listener of this.#listeners) listener();
  }

  /** The columns became as wide as what they hold; below other rows they are so too, unless they were chosen. */
  measured(id: string, widths: Readonly<Record<string, number>>): void {
    const before = this.#looks.get(id);
    if (before && Object.keys(before.widths).length === 0) this.change(id, () => ({ widths }));
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
