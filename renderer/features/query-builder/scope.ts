/** What the fields of a query can name: its sources and those of the queries around it. */
import { createContext, useContext } from "react";
import { foldName } from "../../../src-shared/model/names.ts";
import type { ModelNames } from "../../../src-shared/model/models.ts";
import type { Cte, Expr, Select, Source } from "../../../src-shared/model/query.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { scopeOf } from "../../../src-shared/sql/query/read-query.ts";
import type { Named } from "../../../src-shared/sql/query/reading.ts";
import { exprText } from "../../../src-shared/sql/query/query-text.ts";
import type { Affinity } from "./typed-literal.ts";

export interface FieldScope {
  readonly schema: DatabaseSchema;
  readonly names: ModelNames;
  /** From the outermost query in. */
  readonly scopes: readonly (readonly Named[])[];
  /** Sources of the innermost query. */
  readonly sources: readonly Source[];
  /** Blocks that can be read from here; a later one can read from those before it. */
  readonly blocks: readonly Cte[];
  /** Every alias of the whole query. */
  readonly taken: readonly string[];
  /** Id of the list of names that the fields of this query offer. */
  readonly listId: string;
}

export const Scope = createContext<FieldScope | null>(null);

/** The scope of the query a field stands in. */
export function useScope(): FieldScope {
  const scope = useContext(Scope);
  if (!scope) throw new TypeError("A field of the builder outside of a query");
  return scope;
}

/** The scope inside a select. */
export function innerScope(outer: FieldScope, select: Select, listId: string): FieldScope {
  const sources = [...(select.from ? [select.from] : []), ...select.joins.map(({ source }) => source)];
  return { ...outer, sources, listId, scopes: [...outer.scopes, scopeOf(select, outer.schema, outer.blocks)] };
}

/** The scope of conditions on one more source. */
export function withSource(outer: FieldScope, source: Source): FieldScope {
  const select: Select = {
    distinct: false,
    items: [],
    from: source,
    joins: [],
    where: { kind: "group", joint: "and", negated: false, items: [] },
    groupBy: [],
    having: { kind: "group", joint: "and", negated: false, items: [] },
  };
  return innerScope(outer, select, outer.listId);
}

/** What is known of the values of an expression, to read what is typed beside it. */
export function affinityOf({ scopes }: FieldScope, value: Expr): Affinity {
  if (value.kind !== "column") return null;
  const wanted = foldName(value.source);
  const source = scopes.toReversed().flatMap((each) => each.filter(({ alias }) => foldName(alias) === wanted))[0];
  return source?.table?.columns.find(({ name }) => foldName(name) === foldName(value.column))?.affinity ?? null;
}

/** The names a field offers: columns, with their source where they need it. */
export function namesIn({ scopes }: FieldScope): string[] {
  const names: string[] = [];
  for (const source of scopes.flat()) {
    for (const column of source.columns ?? []) {
      const value: Expr = { kind: "column", source: source.alias, column };
      names.push(exprText(shortened(value, scopes)));
    }
  }
  return names;
}

/** Columns without their source, where only one source has a column of that name. */
export function shortened(value: Expr, scopes: FieldScope["scopes"]): Expr {
  const short = (part: Expr) => shortened(part, scopes);
  switch (value.kind) {
    case "column": {
      const wanted = foldName(value.column);
      const owners = scopes.flat().filter(({ columns }) => columns?.some((name) => foldName(name) === wanted));
      return owners.length === 1 && owners[0]?.alias === value.source ? { ...value, source: "" } : value;
    }
    case "binary":
      return { ...value, left: short(value.left), right: short(value.right) };
    case "call":
      return value.filter || value.over ? value : { ...value, args: value.args.map(short) };
    case "cast":
    case "collate":
    case "negative":
      return { ...value, value: short(value.value) };
    default:
      return value;
  }
}
