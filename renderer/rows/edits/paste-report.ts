/** What a paste did that one may not have meant, in a sentence: what was left out, and texts that went among numbers. */
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { Column } from "../../../src-shared/model/schema.ts";
import { plural } from "../../ui/format.ts";
import { isNumeric } from "../grid-columns.ts";
import { isWritable } from "./row-edits.ts";

/** No more names of columns than these stand in the sentence. */
const mostNames = 3;

export class PasteReport {
  readonly #computed = new Set<string>();
  readonly #texts = new Map<string, number>();
  #skipped = 0;

  /** One pasted value; `taken` false: its row cannot be changed. */
  add(column: Column, value: Scalar, taken = true): void {
    if (!isWritable(column)) this.#computed.add(column.name);
    else if (!taken) this.#skipped++;
    else if (typeof value === "string" && isNumeric(column)) {
      this.#texts.set(column.name, (this.#texts.get(column.name) ?? 0) + 1);
    }
  }

  /** null: nothing to say. */
  words(): string | null {
    const texts = [...this.#texts.values()].reduce((sum, n) => sum + n, 0);
    const parts = [
      ...(texts > 0 ? [`${plural(texts, "text")} in ${names([...this.#texts.keys()])}, where numbers belong`] : []),
      ...(this.#computed.size > 0 ? [`${names([...this.#computed])} left out, being computed`] : []),
      ...(this.#skipped > 0 ? [`${plural(this.#skipped, "cell")} left out, whose rows cannot be changed`] : []),
    ];
    return parts.length > 0 ? `Pasted, but: ${parts.join("; ")}` : null;
  }
}

function names(all: readonly string[]): string {
  const more = all.length - mostNames;
  return more > 0 ? `${all.slice(0, mostNames).join(", ")} and ${more} more` : all.join(", ");
}
