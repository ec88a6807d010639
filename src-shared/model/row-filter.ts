/** Conditions on rows: one on a column, a search in all columns, SQL of the user's own, and groups of these. */
import * as v from "valibot";
import { AppError } from "../errors/app-error.ts";
import { type Scalar, ScalarSchema } from "./cell.ts";
import { NameSchema } from "./names.ts";
import { type Through, ThroughSchema } from "./through.ts";

/** One condition on one column; `contains` is a case-insensitive search in the value's text. */
export const ConditionSchema = v.object({
  column: NameSchema,
  operator: v.picklist(["=", "<>", "<", "<=", ">", ">=", "contains", "like", "isNull", "isNotNull"]),
  /** Ignored by isNull and isNotNull. */
  value: ScalarSchema,
});
export type Condition = v.InferOutput<typeof ConditionSchema>;

/** Operators with one value. `=` and `<>` know NULL; `isEmpty` is a text or BLOB without content; the last four ignore it. */
export const comparisonOperators = [
  ...(["=", "<>", "<", "<=", ">", ">="] as const),
  ...(["contains", "startsWith", "endsWith", "like", "glob", "regex"] as const),
  ...(["isNull", "isNotNull", "isEmpty", "isNotEmpty"] as const),
];
export type ComparisonOperator = (typeof comparisonOperators)[number];

/** What every part of a filter may carry. */
interface Switchable {
  /** False: the condition is kept but does not count. */
  enabled?: boolean | undefined;
}
interface Cased {
  /**
   * Not given: comparisons by the column's collation; `contains`, `startsWith`, `endsWith`, `like`, `regex` and the search
   * in all columns do not tell a from A; `glob` does. Letters are folded as Unicode says; by collations (`<`, `between`, `in`) those of
   * ASCII, as SQLite does.
   */
  caseSensitive?: boolean | undefined;
}

/** What is about the row that a column refers to. */
interface Throughable {
  /** Not the column's value is compared but this one of its parent; NULL where there is no parent. */
  through?: Through | undefined;
}

export interface Comparison extends Switchable, Cased, Throughable {
  column: string;
  operator: ComparisonOperator;
  value: Scalar;
}
/** `low <= column AND column <= high`. */
export interface Between extends Switchable, Cased, Throughable {
  column: string;
  operator: "between";
  low: Scalar;
  high: Scalar;
}
/** The value is one of these; a NULL among them finds NULL. */
export interface InList extends Switchable, Cased, Throughable {
  column: string;
  operator: "in";
  values: Scalar[];
}
/** Some column of the row holds the text. */
export interface AnyColumn extends Switchable, Cased {
  anyColumn: string;
  operator?: "contains" | "regex" | undefined;
}
/** One SQL expression over the row's columns. */
export interface RawSql extends Switchable {
  rawSql: string;
}
export interface AllOf extends Switchable {
  all: RowFilter[];
}
export interface AnyOf extends Switchable {
  any: RowFilter[];
}
/** Rows for which the condition is not true: also those for which it is NULL. */
export interface Not extends Switchable {
  not: RowFilter;
}
/** A group without parts that count does not count itself. */
export type RowFilter = Comparison | Between | InList | AnyColumn | RawSql | AllOf | AnyOf | Not;

const enabled = v.optional(v.boolean());
const caseSensitive = v.optional(v.boolean());
const through = v.optional(ThroughSchema);
const SearchText = v.pipe(v.string(), v.maxLength(1_000_000));

/** A thousand conditions are more than anyone writes; SQLite takes 32,766 values. */
export const mostFilterParts = 1000;
export const mostFilterValues = 10_000;

/** Groups within groups; SQLite takes expressions 1,000 deep, and a group of a thousand parts is ten of them. */
const deepestFilter = 50;

/** Throws an AppError when groups stand too deep in each other: before anything goes down into them. */
export function assertShallow(filter: unknown): void {
  let level: unknown[] = [filter];
  // A part is one level, as the list it may be in is.
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > 2 * deepestFilter) {
      throw new AppError({
        code: "sql.syntax",
        message: `A filter can have groups within groups ${deepestFilter} deep, and this one is deeper.`,
        next: "Take a group out of another one.",
      });
    }
    level = level.flatMap((part) => {
      if (Array.isArray(part)) return part as unknown[];
      if (part === null || typeof part !== "object") return [];
      const { all = null, any = null, not = null } = part as { all?: unknown; any?: unknown; not?: unknown };
      return [all ?? [], any ?? [], ...(not === null ? [] : [[not]])];
    });
  }
}

export const RowFilterSchema: v.GenericSchema<RowFilter> = v.pipe(
  v.unknown(),
  v.transform((filter) => {
    assertShallow(filter);
    return filter;
  }),
  v.lazy(() => partOf),
) as unknown as v.GenericSchema<RowFilter>;

const Part: v.GenericSchema<RowFilter> = v.lazy(() => partOf);
const Parts = v.pipe(v.array(Part), v.maxLength(mostFilterParts));
const partOf = v.union([
  v.object({
    column: NameSchema,
    operator: v.picklist(comparisonOperators),
    value: ScalarSchema,
    through,
    caseSensitive,
    enabled,
  }),
  v.object({
    column: NameSchema,
    operator: v.literal("between"),
    low: ScalarSchema,
    high: ScalarSchema,
    through,
    caseSensitive,
    enabled,
  }),
  v.object({
    column: NameSchema,
    operator: v.literal("in"),
    values: v.pipe(v.array(ScalarSchema), v.maxLength(mostFilterValues)),
    through,
    caseSensitive,
    enabled,
  }),
  v.object({
    anyColumn: SearchText,
    operator: v.optional(v.picklist(["contains", "regex"])),
    caseSensitive,
    enabled,
  }),
  v.object({ rawSql: SearchText, enabled }),
  v.object({ all: Parts, enabled }),
  v.object({ any: Parts, enabled }),
  v.object({ not: Part, enabled }),
]);

/** Does NULL fulfil the condition? */
export function holdsForNull(condition: Comparison | Between | InList): boolean {
  switch (condition.operator) {
    case "in":
      return condition.values.includes(null);
    case "=":
      return condition.value === null;
    case "<>":
      return condition.value !== null;
    default:
      return condition.operator === "isNull";
  }
}

/** The parts that count: what is switched off is left out, with groups that have nothing left. */
export function activeFilter(filter: readonly RowFilter[]): RowFilter[] {
  return filter.flatMap((part): RowFilter[] => {
    if (part.enabled === false) return [];
    if ("all" in part) return group(activeFilter(part.all), (all) => ({ all }));
    if ("any" in part) return group(activeFilter(part.any), (any) => ({ any }));
    if ("not" in part) return group(activeFilter([part.not]), ([not]) => ({ not: not as RowFilter }));
    return [part];
  });
}

function group(parts: RowFilter[], make: (parts: RowFilter[]) => RowFilter): RowFilter[] {
  return parts.length > 0 ? [make(parts)] : [];
}

/**
 * Does a part that counts match a regular expression, also in SQL of the user's own? It can take for ever, so it is run with a
 * limit of time.
 */
export function hasRegex(filter: readonly RowFilter[]): boolean {
  const matches = (part: RowFilter): boolean => {
    if ("all" in part) return part.all.some(matches);
    if ("any" in part) return part.any.some(matches);
    if ("not" in part) return matches(part.not);
    // The name of our function, however it is written: REGEXP, "joinery_regexp"(…).
    if ("rawSql" in part) return /regexp/i.test(part.rawSql);
    return "operator" in part && part.operator === "regex";
  };
  return activeFilter(filter).some(matches);
}
