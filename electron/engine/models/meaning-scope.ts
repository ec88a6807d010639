/** Where names lead to from a place in a statement: the levels of queries around it. Source: https://www.sqlite.org/lang_select.html */
import { sameName } from "../schema/same-name.ts";

export interface KnownTable {
  /** The same before and after a change, whatever it is called. */
  readonly id: string;
  readonly columns: readonly KnownColumn[];
  readonly rowid: boolean;
}

export interface KnownColumn {
  readonly name: string;
  readonly id: string;
  /** Not in `*`. */
  readonly hidden: boolean;
  /** INSERT without a list of columns gives it no value. */
  readonly computed: boolean;
}

/** Null for what is not known: its names are taken for what they are. */
export type Catalog = (name: string) => KnownTable | null;

/** One thing that is meant. `id` is the same as long as it means the same. */
export interface Fact {
  readonly id: string;
  readonly words: string;
}

export interface Column {
  readonly name: string;
  readonly id: string;
  readonly words: string;
}

/** One thing in a FROM clause, or `new` and `old` of a trigger. */
export interface Source {
  readonly name: string | null;
  /** Its own in the statement. */
  readonly tag: string;
  /** Null when they are not known. */
  readonly columns: readonly (Column & { readonly hidden: boolean })[] | null;
  readonly rowid: boolean;
  /** Folded names of columns that a join shares with what is left of it. */
  readonly shared: Set<string>;
}

/** One query: what its FROM clause holds, and the columns that it gives. */
export interface Level {
  readonly sources: Source[];
  readonly merged: Column[];
  readonly aliases: readonly Column[];
  /** Its columns are known with the name of the source before them only. */
  readonly isQualified?: boolean;
}

export interface Found {
  readonly id: string;
  readonly words: string;
  /** What may be written before the name; null where nothing can, or need not. */
  readonly source: string | null;
  readonly isAmbiguous?: boolean;
}

interface Cte {
  readonly name: string;
  readonly columns: readonly Column[];
}

const ROWID_NAMES = ["rowid", "oid", "_rowid_"];

export class Levels {
  static readonly none = new Levels([], []);
  readonly #levels: readonly Level[];
  readonly #ctes: readonly Cte[];

  private constructor(levels: readonly Level[], ctes: readonly Cte[]) {
    this.#levels = levels;
    this.#ctes = ctes;
  }

  /** Around a query at this place; what is in it comes first. */
  within(level: Level): Levels {
    return new Levels([level, ...this.#levels], this.#ctes);
  }

  withCte(cte: Cte): Levels {
    return new Levels(this.#levels, [cte, ...this.#ctes]);
  }

  cte(name: string): Cte | null {
    return this.#ctes.find((cte) => sameName(cte.name, name)) ?? null;
  }

  /** What `name` means; null when it is no column, or cannot be told. */
  bare(name: string): Found | null {
    for (const { sources, merged, aliases, isQualified } of this.#levels) {
      if (isQualified) continue;
      const shared = merged.find((column) => sameName(column.name, name));
      if (shared) return { ...shared, source: null };
      const found = sources.flatMap((source): Found[] => {
        const column = source.columns?.find((c) => sameName(c.name, name));
        return column ? [{ id: `${source.tag}.${column.id}`, words: column.words, source: source.name }] : [];
      });
      if (found[0]) return { ...found[0], isAmbiguous: found.length > 1 };
      if (sources.some(({ columns }) => columns === null)) return null;
      const numbered = ROWID_NAMES.some((word) => sameName(word, name))
        ? sources.find(({ rowid }) => rowid)
        : undefined;
      if (numbered)
        return { id: `${numbered.tag}.rowid`, words: `the rowid of “${numbered.name}”`, source: numbered.name };
      const alias = aliases.find((column) => sameName(column.name, name));
      if (alias) return { id: alias.id, words: alias.words, source: null };
    }
    return null;
  }

  /** What `table.name` means. */
  qualified(table: string, name: string): Omit<Found, "source"> | null {
    for (const { sources } of this.#levels) {
      const source = sources.find((s) => s.name !== null && sameName(s.name, table));
      if (!source) continue;
      const column = source.columns?.find((c) => sameName(c.name, name));
      if (column) return { id: `${source.tag}.${column.id}`, words: column.words };
      const isRowid = source.rowid && ROWID_NAMES.some((word) => sameName(word, name));
      return isRowid ? { id: `${source.tag}.rowid`, words: `the rowid of “${table}”` } : null;
    }
    return null;
  }
}
