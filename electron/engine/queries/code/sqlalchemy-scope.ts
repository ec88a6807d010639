/** Which Python name a source of the query has, and which sources of the queries around it a query uses. */
import { foldName } from "../../../../src-shared/model/names.ts";
import type { Query, Source } from "../../../../src-shared/model/query.ts";
import type { Table } from "../../../../src-shared/model/schema.ts";
import { isPythonName, isReservedAttribute } from "../../../../src-shared/model/words.ts";
import { pythonString, pythonVariable } from "./python.ts";
import type { Naming } from "./writing.ts";

/** A source as the code names it. */
export interface Named {
  readonly code: string;
  /** Its columns are attributes (a class), or in `.c` (anything else). */
  readonly attributes: boolean;
  readonly table: Table | undefined;
}

interface Frame {
  readonly own: Map<string, Named>;
  /** Sources of the frames around it that are used in it. */
  readonly outer: Set<string>;
}

/** Methods of `.c`. */
const METHODS = new Set("keys values items get add contains_column as_readonly compare c".split(" "));

/** What the code may import and call. */
export const CALLS = [
  ..."and_ or_ not_ case cast column desc except_ inspect intersect literal literal_column".split(" "),
  ..."null nulls_first nulls_last select table true union union_all".split(" "),
];
export const TYPES = ["Integer", "LargeBinary", "Numeric", "REAL", "String", "Text"];

/** No variable may hide one of these. */
const IN_USE = ["stmt", "func", "aliased", "bytes", "float", "getattr", ...CALLS, ...TYPES];

export class Scope {
  /** What is imported from the models: `Album`, or `Text as Text_` where the name is one that the code itself needs. */
  readonly classes = new Set<string>();
  /** Lines that stand before the statement: aliases, tables without a key, sub-queries. */
  readonly lines: string[] = [];
  readonly #naming: Naming;
  readonly #uses = new Map<string, number>();
  readonly #frames: Frame[] = [];
  readonly #taken = new Set<string>(IN_USE);
  readonly #ctes = new Map<string, string>();
  readonly #tables = new Map<string, string>();

  constructor(query: Query, naming: Naming) {
    this.#naming = naming;
    this.#count(query);
  }

  /** A variable nobody has yet. */
  variable(wanted: string): string {
    const name = pythonVariable(wanted);
    let free = name;
    for (let number = 2; this.#taken.has(free); number++) free = `${name}_${number}`;
    this.#taken.add(free);
    return free;
  }

  /** Runs `work` in a query of its own; gives what it wrote and the sources around that it used. */
  within<T>(work: () => T): { value: T; outer: string[] } {
    const frame: Frame = { own: new Map(), outer: new Set() };
    this.#frames.push(frame);
    try {
      return { value: work(), outer: [...frame.outer] };
    } finally {
      this.#frames.pop();
    }
  }

  /** Makes a source known in the query that is being written. */
  add(alias: string, named: Named): Named {
    this.#frames.at(-1)?.own.set(foldName(alias), named);
    return named;
  }

  /** A block that others read from. */
  defineCte(name: string, variable: string): void {
    this.#ctes.set(foldName(name), variable);
  }

  /** The code of a table or block, made known under its alias. */
  addSource(source: Exclude<Source, { kind: "query" }>): Named {
    const { alias } = source;
    if (source.kind === "cte") {
      const variable = this.#ctes.get(foldName(source.name)) ?? source.name;
      if (foldName(alias) === foldName(source.name))
        return this.add(alias, { code: variable, attributes: false, table: undefined });
      const code = this.variable(alias);
      this.lines.push(`${code} = ${variable}.alias(${pythonString(alias)})`);
      return this.add(alias, { code, attributes: false, table: undefined });
    }
    const table = this.#naming.table(source.schema, source.name);
    const once = (this.#uses.get(usesKey(source)) ?? 0) < 2;
    const mapped = table?.kind === "table" && table.columns.some(({ primaryKey }) => primaryKey > 0);
    if (mapped) {
      const own = this.#naming.className(source.schema, source.name);
      const name = IN_USE.includes(own) ? `${own}_` : own;
      this.classes.add(name === own ? own : `${own} as ${name}`);
      this.#taken.add(name);
      if (once) return this.add(alias, { code: name, attributes: true, table });
      const code = this.variable(alias);
      this.lines.push(`${code} = aliased(${name}, name=${pythonString(code)})`);
      return this.add(alias, { code, attributes: true, table });
    }
    const base = this.#plainTable(source, table);
    if (once) return this.add(alias, { code: base, attributes: false, table });
    const code = this.variable(alias);
    this.lines.push(`${code} = ${base}.alias(${pythonString(code)})`);
    return this.add(alias, { code, attributes: false, table });
  }

  /** The source of this alias, from the innermost query outwards. */
  find(alias: string): Named | undefined {
    return this.#frames.findLast(({ own }) => own.has(foldName(alias)))?.own.get(foldName(alias));
  }

  /** `Album.Title`, `x.c.Title`. */
  column(alias: string, column: string): { code: string; type: string } {
    const key = foldName(alias);
    for (let at = this.#frames.length - 1; at >= 0; at--) {
      const named = this.#frames[at]?.own.get(key);
      if (!named) continue;
      for (let inner = at + 1; inner < this.#frames.length; inner++) this.#frames[inner]?.outer.add(named.code);
      return columnCode(named, column);
    }
    return { code: `literal_column(${pythonString(`"${alias}"."${column}"`)})`, type: "" };
  }

  /** The names of all columns of a source. */
  columnsOf(alias: string): Named | undefined {
    return this.#frames.at(-1)?.own.get(foldName(alias));
  }

  /** A view, or a table without a key: no class can be mapped to it. */
  #plainTable(source: { schema: string; name: string }, table: Table | undefined): string {
    const key = usesKey(source);
    const known = this.#tables.get(key);
    if (known !== undefined) return known;
    const variable = this.variable(source.name);
    const columns = (table?.columns ?? []).map(({ name }) => `, column(${pythonString(name)})`).join("");
    const schema = source.schema === "main" ? "" : `, schema=${pythonString(source.schema)}`;
    this.lines.push(`${variable} = table(${pythonString(source.name)}${columns}${schema})`);
    this.#tables.set(key, variable);
    return variable;
  }

  #count(node: unknown): void {
    if (node === null || typeof node !== "object") return;
    const { kind, schema, name, relation } = node as {
      kind?: string;
      schema?: string;
      name?: string;
      relation?: {
        table: { schema: string; name: string };
        through: { table: { schema: string; name: string } } | null;
      };
    };
    const used = [
      ...(kind === "table" ? [{ schema: schema ?? "", name: name ?? "" }] : []),
      ...(relation ? [relation.table, ...(relation.through ? [relation.through.table] : [])] : []),
    ];
    for (const each of used) this.#uses.set(usesKey(each), (this.#uses.get(usesKey(each)) ?? 0) + 1);
    for (const [key, part] of Object.entries(node)) if (key !== "relation") this.#count(part);
  }
}

function usesKey({ schema, name }: { schema: string; name: string }): string {
  return JSON.stringify([foldName(schema), foldName(name)]);
}

function columnCode({ code, attributes, table }: Named, column: string): { code: string; type: string } {
  const known = table?.columns.find(({ name }) => foldName(name) === foldName(column));
  const name = known?.name ?? column;
  const type = known?.type ?? "";
  if (attributes) {
    // The class has another attribute of this name, so its column is asked of the table, or of the alias.
    if (isReservedAttribute(name)) return { code: `inspect(${code}).selectable.c[${pythonString(name)}]`, type };
    return { code: isPythonName(name) ? `${code}.${name}` : `getattr(${code}, ${pythonString(name)})`, type };
  }
  const plain = isPythonName(name) && !METHODS.has(name) && !name.startsWith("_");
  return { code: plain ? `${code}.c.${name}` : `${code}.c[${pythonString(name)}]`, type };
}
