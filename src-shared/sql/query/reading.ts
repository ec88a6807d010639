/** What the parts of the reader share: names in scope, and how it says no. */
import { foldName } from "../../model/names.ts";
import type { Expr } from "../../model/query.ts";
import type { DatabaseSchema, Table } from "../../model/schema.ts";

/** Why a text cannot be a query document, as a sentence for the user. */
export class Refusal extends Error {}

/** A source in scope; `columns` null: not known. */
export interface Named {
  readonly alias: string;
  readonly columns: readonly string[] | null;
  readonly table: Table | undefined;
}

interface Frame {
  readonly sources: Named[];
  /** Named columns of the result: ORDER BY knows their names, other clauses what they stand for. */
  results: ReadonlyMap<string, { readonly name: string; readonly value: Expr }>;
  /** Columns that USING made one of two. */
  readonly shared: Set<string>;
}

export class Names {
  readonly schema: DatabaseSchema;
  readonly #frames: Frame[] = [];
  readonly #ctes: { name: string; columns: readonly string[] | null }[][] = [];

  constructor(schema: DatabaseSchema) {
    this.schema = schema;
  }

  within<T>(work: () => T): T {
    this.#frames.push({ sources: [], results: new Map(), shared: new Set() });
    try {
      return work();
    } finally {
      this.#frames.pop();
    }
  }

  withBlocks<T>(work: () => T): T {
    this.#ctes.push([]);
    try {
      return work();
    } finally {
      this.#ctes.pop();
    }
  }

  addBlock(name: string, columns: readonly string[] | null): void {
    this.#ctes.at(-1)?.unshift({ name, columns });
  }

  block(name: string): { columns: readonly string[] | null } | undefined {
    const wanted = foldName(name);
    return this.#ctes.flatMap((_, at) => this.#ctes.at(-1 - at) ?? []).find((cte) => foldName(cte.name) === wanted);
  }

  table(schema: string | undefined, name: string): Table | undefined {
    const fits = (table: Table) => foldName(table.name) === foldName(name);
    if (schema !== undefined) {
      return this.schema.tables.find((table) => fits(table) && foldName(table.schema) === foldName(schema));
    }
    // As SQLite looks: temp first, then main, then what is attached.
    const found = this.schema.tables.filter(fits);
    return found.find((t) => t.schema === "temp") ?? found.find((t) => t.schema === "main") ?? found[0];
  }

  add(source: Named): void {
    const frame = this.#frames.at(-1);
    if (frame?.sources.some(({ alias }) => foldName(alias) === foldName(source.alias))) {
      throw new Refusal(`Two sources are called ${source.alias}.`);
    }
    frame?.sources.push(source);
  }

  get sources(): readonly Named[] {
    return this.#frames.at(-1)?.sources ?? [];
  }

  share(column: string): void {
    this.#frames.at(-1)?.shared.add(foldName(column));
  }

  get sharesColumns(): boolean {
    return (this.#frames.at(-1)?.shared.size ?? 0) > 0;
  }

  setResults(named: readonly { name: string; value: Expr }[]): void {
    const frame = this.#frames.at(-1);
    if (frame) frame.results = new Map(named.map((each) => [foldName(each.name), each]));
  }

  /** A named column of the result. */
  result(name: string): { readonly name: string; readonly value: Expr } | undefined {
    return this.#frames.at(-1)?.results.get(foldName(name));
  }

  /** The source that a column without one belongs to; undefined when there is none. Throws a Refusal when it is not one. */
  ownerOf(column: string): { source: string; column: string } | undefined {
    const wanted = foldName(column);
    for (const frame of this.#frames.toReversed()) {
      const found = frame.sources.flatMap((source) => {
        const name = source.columns?.find((each) => foldName(each) === wanted);
        return name === undefined ? [] : [{ source: source.alias, column: name }];
      });
      const [first] = found;
      if (found.length > 1 && !frame.shared.has(wanted))
        throw new Refusal(`Several sources have a column ${column}: say which is meant.`);
      if (first) return first;
      const unknown = frame.sources.filter((source) => source.columns === null);
      if (unknown.length === 1 && unknown[0]) return { source: unknown[0].alias, column };
      const [only] = frame.sources;
      if (/^(rowid|oid|_rowid_)$/i.test(column) && only?.table && frame.sources.length === 1)
        return { source: only.alias, column };
    }
    return undefined;
  }

  /** The alias of a source as it is written where it is defined. */
  alias(name: string): string | undefined {
    for (const frame of this.#frames.toReversed()) {
      const found = frame.sources.find((source) => foldName(source.alias) === foldName(name));
      if (found) return found.alias;
    }
    return undefined;
  }
}

/** May a word go into SQL as it is? */
export function isWord(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}
