/** Which variable a source of the query has in Drizzle code, and how its columns are called there. */
import { foldName } from "../../../../src-shared/model/names.ts";
import type { Source } from "../../../../src-shared/model/query.ts";
import type { Table } from "../../../../src-shared/model/schema.ts";
import { drizzleKeys, drizzleVariable, member } from "./drizzle-names.ts";
import { jsString, type Naming } from "./writing.ts";

/** Thrown for what Drizzle's builder has no words for; then the SQL itself is the code. */
export class NoWords extends Error {}

export interface DrizzleSource {
  readonly code: string;
  /** Keys of its columns, by their names. */
  readonly keys: ReadonlyMap<string, string>;
  readonly table: Table | undefined;
}

export class DrizzleScope {
  readonly lines: string[] = [];
  readonly tables = new Set<string>();
  readonly #naming: Naming;
  readonly #taken = new Set<string>();
  readonly #frames: Map<string, DrizzleSource>[] = [];
  readonly #ctes = new Map<string, DrizzleSource & { used: boolean }>();

  constructor(naming: Naming) {
    this.#naming = naming;
  }

  variable(wanted: string): string {
    const name = drizzleVariable(wanted);
    let free = name;
    for (let number = 2; this.#taken.has(free); number++) free = `${name}${number}`;
    this.#taken.add(free);
    return free;
  }

  within<T>(work: () => T): T {
    this.#frames.push(new Map());
    try {
      return work();
    } finally {
      this.#frames.pop();
    }
  }

  add(alias: string, source: DrizzleSource): DrizzleSource {
    this.#frames.at(-1)?.set(foldName(alias), source);
    return source;
  }

  defineCte(name: string, source: DrizzleSource): void {
    this.#ctes.set(foldName(name), { ...source, used: false });
  }

  addSource(source: Exclude<Source, { kind: "query" }>): DrizzleSource {
    if (source.kind === "cte") {
      const cte = this.#ctes.get(foldName(source.name));
      if (!cte || cte.used) throw new NoWords("Drizzle cannot read a block twice under two names.");
      cte.used = true;
      return this.add(source.alias, cte);
    }
    const table = this.#naming.table(source.schema, source.name);
    if (!table || source.schema !== "main")
      throw new NoWords("Drizzle's schema holds the tables of the main database only.");
    const keys = drizzleKeys(table);
    const base = drizzleVariable(table.name);
    this.tables.add(base);
    this.#taken.add(base);
    if (source.alias === table.name) return this.add(source.alias, { code: base, keys, table });
    const code = this.variable(source.alias);
    this.lines.push(`const ${code} = alias(${base}, ${jsString(source.alias)})`);
    return this.add(source.alias, { code, keys, table });
  }

  /** The source of this alias, from the innermost query outwards. */
  find(alias: string): DrizzleSource | undefined {
    return this.#frames.findLast((frame) => frame.has(foldName(alias)))?.get(foldName(alias));
  }

  column(alias: string, column: string): string {
    const source = this.find(alias);
    const name = source && [...source.keys.keys()].find((each) => foldName(each) === foldName(column));
    if (!source || name === undefined) throw new NoWords(`Drizzle does not know the column ${column}.`);
    return member(source.code, source.keys.get(name) ?? name);
  }

  /** Does the column hold numbers? */
  isNumeric(alias: string, column: string): boolean {
    const affinity = this.find(alias)?.table?.columns.find(({ name }) => foldName(name) === foldName(column))?.affinity;
    return affinity === "integer" || affinity === "real" || affinity === "numeric";
  }
}
