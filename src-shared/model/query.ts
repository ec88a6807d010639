/**
 * A query as the builder holds it: plain data that JSON can carry, so that it is kept with the workspace, undone step by step
 * and turned into SQL, Kysely, SQLAlchemy and Drizzle from one and the same document.
 */
import * as v from "valibot";
import { NameSchema } from "./names.ts";

/** A value, as text that keeps it exactly (64-bit integers, bytes). */
export const LiteralSchema = v.variant("storage", [
  v.object({ storage: v.literal("null") }),
  v.object({ storage: v.literal("integer"), text: v.pipe(v.string(), v.regex(/^-?\d{1,19}$/)) }),
  v.object({
    storage: v.literal("real"),
    text: v.pipe(v.string(), v.regex(/^-?(\d+(\.\d+)?([eE][+-]?\d+)?|Infinity)$/)),
  }),
  v.object({ storage: v.literal("text"), text: v.string() }),
  v.object({ storage: v.literal("blob"), text: v.pipe(v.string(), v.regex(/^([0-9a-fA-F]{2})*$/)) }),
]);
export type Literal = v.InferOutput<typeof LiteralSchema>;

export const binaryOperators = ["+", "-", "*", "/", "%", "||", "&", "|", "<<", ">>", "->", "->>"] as const;
export type BinaryOperator = (typeof binaryOperators)[number];
/** `is` and `is not` also tell NULL from NULL: SQLAlchemy's `is_not_distinct_from` and `is_distinct_from`. */
export const compareOperators = ["=", "<>", "<", "<=", ">", ">=", "is", "is not"] as const;
export type CompareOperator = (typeof compareOperators)[number];
/** Those with an i do not tell a from A; `contains`, `startsWith`, `endsWith` take `%` and `_` as they are. */
export const textOperators = [
  "like",
  "ilike",
  "contains",
  "startsWith",
  "endsWith",
  "icontains",
  "istartsWith",
  "iendsWith",
  "glob",
  "match",
] as const;
export type TextOperator = (typeof textOperators)[number];
export const joinKinds = ["inner", "left", "right", "full", "cross"] as const;
export type JoinKind = (typeof joinKinds)[number];
export const compoundOperators = ["union", "union all", "intersect", "except"] as const;
export type CompoundOperator = (typeof compoundOperators)[number];

export type Expr =
  /** `source` is the alias of what it is a column of; "" means a column of the result, by its name (in ORDER BY). */
  | { kind: "column"; source: string; column: string }
  | { kind: "literal"; literal: Literal }
  /** `star`: `count(*)`. */
  | {
      kind: "call";
      name: string;
      args: Expr[];
      distinct: boolean;
      star: boolean;
      filter: Condition | null;
      over: Window | null;
    }
  | { kind: "binary"; operator: BinaryOperator; left: Expr; right: Expr }
  | { kind: "negative"; value: Expr }
  | { kind: "cast"; value: Expr; type: string }
  | { kind: "case"; whens: { when: Condition; gives: Expr }[]; otherwise: Expr | null }
  | { kind: "collate"; value: Expr; collation: string }
  | { kind: "subquery"; query: Query }
  | { kind: "condition"; condition: Condition }
  /** SQL that this document has no words for; "" is not filled in yet. */
  | { kind: "raw"; sql: string };

export interface Window {
  partitionBy: Expr[];
  orderBy: QueryOrder[];
}

export interface QueryOrder {
  value: Expr;
  descending: boolean;
  nulls: "first" | "last" | null;
}

/** `off`: kept, but left out of the query. */
export type Condition = { off?: boolean | undefined } & (
  | { kind: "group"; joint: "and" | "or"; negated: boolean; items: Condition[] }
  | { kind: "compare"; operator: CompareOperator; left: Expr; right: Expr }
  | { kind: "between"; left: Expr; low: Expr; high: Expr; negated: boolean }
  | { kind: "in"; left: Expr; items: Expr[]; query: Query | null; negated: boolean }
  | { kind: "null"; left: Expr; negated: boolean }
  | { kind: "text"; operator: TextOperator; left: Expr; right: Expr; negated: boolean }
  | { kind: "exists"; query: Query; negated: boolean }
  /** SQLAlchemy's any() and has(): is there a related row that fulfils `where`? Its columns are those of `alias`. */
  | { kind: "related"; relation: Relation; source: string; alias: string; where: Condition; negated: boolean }
  | { kind: "truth"; value: Expr; negated: boolean }
);

/** The rows of another table that belong to a row: along a foreign key, either way, or through a link table. */
export interface Relation {
  /** What the model calls it (models.ts). */
  name: string;
  table: { schema: string; name: string };
  /** Pairs of columns: of the row's table, of `table` (or of the link table). */
  pairs: [from: string, to: string][];
  /** Can there be several? */
  many: boolean;
  through: { table: { schema: string; name: string }; pairs: [link: string, to: string][] } | null;
}

export type Source =
  | { kind: "table"; schema: string; name: string; alias: string }
  | { kind: "cte"; name: string; alias: string }
  | { kind: "query"; query: Query; alias: string };

export interface Join {
  kind: JoinKind;
  source: Source;
  on: Condition;
}

export type SelectItem =
  /** All columns of a source; of all of them when `source` is "". */
  | { kind: "star"; source: string }
  /** `alias` "": named by what it is. */
  | { kind: "value"; value: Expr; alias: string }
  | Nested;

/** Related rows as JSON in one column: eager loading. */
export interface Nested {
  kind: "nested";
  relation: Relation;
  /** Alias of the source whose rows they belong to. */
  source: string;
  /** Alias of `relation.table` inside. */
  alias: string;
  name: string;
  items: SelectItem[];
  where: Condition;
  orderBy: QueryOrder[];
  limit: number | null;
}

export interface Select {
  distinct: boolean;
  items: SelectItem[];
  from: Source | null;
  joins: Join[];
  where: Condition;
  groupBy: Expr[];
  having: Condition;
}

export interface Query {
  ctes: Cte[];
  select: Select;
  compounds: { operator: CompoundOperator; select: Select }[];
  orderBy: QueryOrder[];
  limit: number | null;
  offset: number | null;
}

/** A query with a name, for others to read from; `recursive`: its compounds read from it itself. */
export interface Cte {
  name: string;
  columns: string[];
  recursive: boolean;
  query: Query;
}

/** A word that needs no quotes anywhere: names of functions, CTEs and types go into text as they are. */
const WordSchema = v.pipe(v.string(), v.regex(/^[A-Za-z_][A-Za-z0-9_]*$/), v.maxLength(200));
const TypeSchema = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z_][A-Za-z0-9_ ]*(\(\s*[+-]?\d+(\s*,\s*[+-]?\d+)?\s*\))?$/),
  v.maxLength(200),
);
const SqlSchema = v.pipe(v.string(), v.maxLength(1_000_000));
const CountSchema = v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));
const TableNameSchema = v.object({ schema: NameSchema, name: NameSchema });
const PairsSchema = v.array(v.tuple([NameSchema, NameSchema]));
const off = v.optional(v.boolean());

const expr: v.GenericSchema<Expr> = v.lazy(() => ExprSchema);
const condition: v.GenericSchema<Condition> = v.lazy(() => ConditionSchema);
const query: v.GenericSchema<Query> = v.lazy(() => QuerySchema);

const OrderSchema = v.object({
  value: expr,
  descending: v.boolean(),
  nulls: v.nullable(v.picklist(["first", "last"])),
});
const WindowSchema = v.object({ partitionBy: v.array(expr), orderBy: v.array(OrderSchema) });

export const ExprSchema: v.GenericSchema<Expr> = v.variant("kind", [
  v.object({ kind: v.literal("column"), source: NameSchema, column: NameSchema }),
  v.object({ kind: v.literal("literal"), literal: LiteralSchema }),
  v.object({
    kind: v.literal("call"),
    name: WordSchema,
    args: v.array(expr),
    distinct: v.boolean(),
    star: v.boolean(),
    filter: v.nullable(condition),
    over: v.nullable(WindowSchema),
  }),
  v.object({ kind: v.literal("binary"), operator: v.picklist(binaryOperators), left: expr, right: expr }),
  v.object({ kind: v.literal("negative"), value: expr }),
  v.object({ kind: v.literal("cast"), value: expr, type: TypeSchema }),
  v.object({
    kind: v.literal("case"),
    whens: v.array(v.object({ when: condition, gives: expr })),
    otherwise: v.nullable(expr),
  }),
  v.object({ kind: v.literal("collate"), value: expr, collation: NameSchema }),
  v.object({ kind: v.literal("subquery"), query }),
  v.object({ kind: v.literal("condition"), condition }),
  v.object({ kind: v.literal("raw"), sql: SqlSchema }),
]);

const RelationSchema = v.object({
  name: NameSchema,
  table: TableNameSchema,
  pairs: PairsSchema,
  many: v.boolean(),
  through: v.nullable(v.object({ table: TableNameSchema, pairs: PairsSchema })),
});

export const ConditionSchema: v.GenericSchema<Condition> = v.variant("kind", [
  v.object({
    kind: v.literal("group"),
    off,
    joint: v.picklist(["and", "or"]),
    negated: v.boolean(),
    items: v.array(condition),
  }),
  v.object({ kind: v.literal("compare"), off, operator: v.picklist(compareOperators), left: expr, right: expr }),
  v.object({ kind: v.literal("between"), off, left: expr, low: expr, high: expr, negated: v.boolean() }),
  v.object({
    kind: v.literal("in"),
    off,
    left: expr,
    items: v.array(expr),
    query: v.nullable(query),
    negated: v.boolean(),
  }),
  v.object({ kind: v.literal("null"), off, left: expr, negated: v.boolean() }),
  v.object({
    kind: v.literal("text"),
    off,
    operator: v.picklist(textOperators),
    left: expr,
    right: expr,
    negated: v.boolean(),
  }),
  v.object({ kind: v.literal("exists"), off, query, negated: v.boolean() }),
  v.object({
    kind: v.literal("related"),
    off,
    relation: RelationSchema,
    source: NameSchema,
    alias: NameSchema,
    where: condition,
    negated: v.boolean(),
  }),
  v.object({ kind: v.literal("truth"), off, value: expr, negated: v.boolean() }),
]);

const SourceSchema = v.variant("kind", [
  v.object({ kind: v.literal("table"), schema: NameSchema, name: NameSchema, alias: NameSchema }),
  v.object({ kind: v.literal("cte"), name: WordSchema, alias: NameSchema }),
  v.object({ kind: v.literal("query"), query, alias: NameSchema }),
]);

const SelectItemSchema: v.GenericSchema<SelectItem> = v.lazy(() =>
  v.variant("kind", [
    v.object({ kind: v.literal("star"), source: NameSchema }),
    v.object({ kind: v.literal("value"), value: expr, alias: NameSchema }),
    v.object({
      kind: v.literal("nested"),
      relation: RelationSchema,
      source: NameSchema,
      alias: NameSchema,
      name: NameSchema,
      items: v.array(SelectItemSchema),
      where: condition,
      orderBy: v.array(OrderSchema),
      limit: CountSchema,
    }),
  ]),
);

const SelectSchema = v.object({
  distinct: v.boolean(),
  items: v.array(SelectItemSchema),
  from: v.nullable(SourceSchema),
  joins: v.array(v.object({ kind: v.picklist(joinKinds), source: SourceSchema, on: condition })),
  where: condition,
  groupBy: v.array(expr),
  having: condition,
});

export const QuerySchema: v.GenericSchema<Query> = v.object({
  ctes: v.array(v.object({ name: WordSchema, columns: v.array(WordSchema), recursive: v.boolean(), query })),
  select: SelectSchema,
  compounds: v.array(v.object({ operator: v.picklist(compoundOperators), select: SelectSchema })),
  orderBy: v.array(OrderSchema),
  limit: CountSchema,
  offset: CountSchema,
});
