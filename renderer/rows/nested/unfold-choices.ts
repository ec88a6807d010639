/** What is unfolded below rows: what was chosen for a row, else what is always unfolded. Rows and relations are texts here. */

export class UnfoldChoices {
  /** By row and relation. */
  readonly #chosen = new Map<string, Map<string, boolean>>();
  /** Relations that are unfolded below every row, unless something else was chosen there. */
  always: readonly string[] = [];

  /** Nothing is unfolded anywhere. */
  get isEmpty(): boolean {
    return this.#chosen.size === 0 && this.always.length === 0;
  }

  isOpen(row: string, relation: string): boolean {
    return this.#chosen.get(row)?.get(relation) ?? this.always.includes(relation);
  }

  /** Was it unfolded below this very row? */
  isChosen(row: string, relation: string): boolean {
    return this.#chosen.get(row)?.get(relation) ?? false;
  }

  set(row: string, relation: string, open: boolean): void {
    const chosen = this.#chosen.get(row) ?? new Map<string, boolean>();
    // What says what is so anyway is not kept: a row that is folded again costs nothing.
    if (open || this.always.includes(relation)) chosen.set(relation, open);
    else chosen.delete(relation);
    if (chosen.size > 0) this.#chosen.set(row, chosen);
    else this.#chosen.delete(row);
  }

  clear(): void {
    this.#chosen.clear();
  }

  forget(rows: readonly string[]): void {
    for (const row of rows) this.#chosen.delete(row);
  }
}
