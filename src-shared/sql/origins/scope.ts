/** What a FROM clause makes known: columns by their names, each with the table it comes from. */
import { foldName } from "../../model/names.ts";

/** Where a column's values come from: one occurrence of a table in the statement, and its column; null: its rowid. */
export interface Origin {
  readonly source: number;
  readonly column: string | null;
  /** The value is one of that column, but its row is made of several: DISTINCT, GROUP BY. */
  readonly grouped?: true;
}

/** A column that a SELECT gives, or that a table has. */
export interface Output {
  readonly name: string;
  /** null: it is calculated, or cannot be proven to be a column of one row. */
  readonly origin: Origin | null;
}

/** One thing in a FROM clause. */
export interface FromItem {
  /** The name it goes by; null for a subquery without one. */
  readonly name: string | null;
  readonly schema: string | null;
  /** null: not known (a table-valued function). */
  readonly outputs: readonly Output[] | null;
  /** What the names of the rowid mean there; null where there is none. */
  readonly rowid: Origin | null;
}

/** A join's column that both sides have (USING, NATURAL): it stands once in `*`, and its plain name means this. */
interface Merged {
  readonly name: string;
  readonly origin: Origin | null;
}

const same = (a: string, b: string): boolean => foldName(a) === foldName(b);
const ROWID_NAMES = new Set(["rowid", "oid", "_rowid_"]);

export class Scope {
  readonly #items: { item: FromItem; hidden: ReadonlySet<string> }[] = [];
  #merged: Merged[] = [];

  /** Joins one more. `using`: the columns it shares; `natural`: those of equal names; `right`: rows may have no left side. */
  add(item: FromItem, join: { using?: readonly string[]; natural?: boolean; right?: boolean } = {}): void {
    const shared = join.natural
      ? (item.outputs ?? []).map(({ name }) => name).filter((name) => this.#has(name))
      : (join.using ?? []);
    for (const name of shared) {
      // With a RIGHT or FULL JOIN the value is that of whichever side has a row.
      const origin = join.right ? null : this.column(name);
      this.#merged = [...this.#merged.filter((one) => !same(one.name, name)), { name, origin }];
    }
    this.#items.push({ item, hidden: new Set(shared.map(foldName)) });
  }

  /** What `*` stands for; null when that is not known. */
  all(): Output[] | null {
    const outputs: Output[] = [];
    for (const { item, hidden } of this.#items) {
      if (!item.outputs) return null;
      for (const output of item.outputs) {
        if (hidden.has(foldName(output.name))) continue;
        const merged = this.#merged.find(({ name }) => same(name, output.name));
        outputs.push(merged ? { ...output, origin: merged.origin } : output);
      }
    }
    return outputs;
  }

  /** What `name.*` stands for; null when that is not known. */
  allOf(name: string): readonly Output[] | null {
    return this.#named(name, null)?.outputs ?? null;
  }

  /** What `column` means; null when it is calculated, unknown or ambiguous. */
  column(column: string): Origin | null {
    const merged = this.#merged.find(({ name }) => same(name, column));
    if (merged) return merged.origin;
    const having = this.#items.filter(({ item }) => item.outputs?.some(({ name }) => same(name, column)));
    if (having.length > 1 || this.#items.some(({ item }) => item.outputs === null)) return null;
    const [only] = having;
    if (only) return originIn(only.item, column);
    const withRowid = this.#items.filter(({ item }) => item.rowid !== null);
    return ROWID_NAMES.has(foldName(column)) && withRowid.length === 1 ? (withRowid[0]?.item.rowid ?? null) : null;
  }

  /** What `table.column` means. */
  columnOf(table: string, column: string, schema: string | null): Origin | null {
    const item = this.#named(table, schema);
    return item && originIn(item, column);
  }

  #has(column: string): boolean {
    return this.#items.some(({ item }) => item.outputs?.some(({ name }) => same(name, column)));
  }

  /** SQLite takes the first of two of one name where that is not ambiguous; here neither is taken. */
  #named(name: string, schema: string | null): FromItem | null {
    const fits = this.#items.filter(
      ({ item }) => item.name !== null && same(item.name, name) && (schema === null || same(item.schema ?? "", schema)),
    );
    return fits.length === 1 ? (fits[0]?.item ?? null) : null;
  }
}

function originIn(item: FromItem, column: string): Origin | null {
  const found = (item.outputs ?? []).filter(({ name }) => same(name, column));
  if (found.length > 0) return found.length === 1 ? (found[0]?.origin ?? null) : null;
  return ROWID_NAMES.has(foldName(column)) ? item.rowid : null;
}
