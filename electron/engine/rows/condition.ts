/** One condition on one column as SQL. */
import { type RawBuilder, sql } from "kysely";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { type Between, type Comparison, holdsForNull, type InList } from "../../../src-shared/model/row-filter.ts";
import { foldPairs, foldText } from "../../../src-shared/sql/fold-case.ts";
import { name } from "../connection/compiler.ts";
import { columnOf, comparable } from "./comparable.ts";
import { regexpCall } from "./regexp.ts";
import type { RowShape } from "./row-shape.ts";
import { LARGEST_READABLE } from "./sizes.ts";
import { ofParent, parentCell } from "./through.ts";

type TextOperator = "contains" | "startsWith" | "endsWith" | "regex";

type Condition = Comparison | Between | InList;

/** Throws an AppError: `object.missing`, or `sql.syntax` for a regular expression that is none. */
export function conditionSql(shape: RowShape, condition: Condition): RawBuilder<unknown> {
  const { through } = condition;
  if (!through) {
    const column = columnOf(shape, condition.column);
    return cellCondition(name(column.name), column.collation, condition);
  }
  const holds = ofParent(shape, through, cellCondition(parentCell(through), through.collation, condition));
  // Without a parent there is no label.
  return sql`coalesce(${holds}, ${sql.raw(holdsForNull(condition) ? "1" : "0")})`;
}

function cellCondition(cell: RawBuilder<unknown>, collation: string, condition: Condition): RawBuilder<unknown> {
  const left = cased(cell, collation, condition.caseSensitive);
  switch (condition.operator) {
    // IS and IS NOT know NULL: each row fulfils exactly one of the two.
    case "=":
    case "<>": {
      const is = sql.raw(condition.operator === "=" ? "IS" : "IS NOT");
      const { value, caseSensitive } = condition;
      if (caseSensitive === false && typeof value === "string" && foldPairs(value).length > 0) {
        return sql`${foldedCell(cell, value)} ${is} ${foldText(value)}`;
      }
      return sql`${left} ${is} ${value}`;
    }
    case "<":
    case "<=":
    case ">":
    case ">=":
      return sql`${left} ${sql.raw(condition.operator)} ${condition.value}`;
    case "between":
      return sql`${left} BETWEEN ${condition.low} AND ${condition.high}`;
    case "in":
      return inList(left, condition.values);
    case "contains":
    case "startsWith":
    case "endsWith":
    case "regex":
      return textCondition(cell, condition.operator, condition.value, condition.caseSensitive ?? false);
    case "like": {
      const pattern = textOf(condition.value);
      if (condition.caseSensitive === true) return sql`${cell} GLOB ${globOfLike(pattern)}`;
      // Of ASCII alone LIKE folds by itself, and SQLite may find it in an index.
      const isPlain = typeof pattern !== "string" || foldPairs(pattern).length === 0;
      return isPlain ? sql`${cell} LIKE ${pattern}` : sql`${foldedCell(cell, pattern)} LIKE ${folded(pattern)}`;
    }
    case "glob":
      return condition.caseSensitive === false
        ? sql`${foldedCell(cell, textOf(condition.value))} GLOB ${folded(textOf(condition.value))}`
        : sql`${cell} GLOB ${textOf(condition.value)}`;
    case "isNull":
      return sql`${cell} IS NULL`;
    case "isNotNull":
      return sql`${cell} IS NOT NULL`;
    case "isEmpty":
      return sql`octet_length(${cell}) = 0`;
    case "isNotEmpty":
      return sql`octet_length(${cell}) > 0`;
  }
}

/**
 * A search in the text of a value; a number's text is as SQLite writes it, a BLOB has none. Compared byte by byte, so that
 * a NUL character is one like others (SQLite's length() ends there), and not by LIKE, whose pattern is 50,000 bytes at most.
 */
export function textCondition(
  cell: RawBuilder<unknown>,
  operator: TextOperator,
  value: Scalar,
  caseSensitive: boolean,
): RawBuilder<unknown> {
  const text = textOf(value);
  const given = caseSensitive ? text : folded(text);
  const own = caseSensitive ? cell : foldedCell(cell, text);
  const test = (): RawBuilder<unknown> => {
    if (operator === "contains") return sql`instr(${own}, ${given}) > 0`;
    if (operator === "regex") return typeof text === "string" ? regexpCall(cell, text, caseSensitive) : sql`NULL`;
    if (given === "" || (given instanceof Uint8Array && given.length === 0)) return sql`1`;
    const bytes = sql`CAST(${own} AS BLOB)`;
    const wanted = sql`CAST(${given} AS BLOB)`;
    const piece = operator === "startsWith" ? sql`1, octet_length(${given})` : sql`-octet_length(${given})`;
    return sql`substr(${bytes}, ${piece}) = ${wanted}`;
  };
  // By class first: the length of a number would be that of its text, which SQLite would write for it.
  const readable = sql`octet_length(${cell}) <= ${sql.raw(String(LARGEST_READABLE))}`;
  return sql`CASE typeof(${cell}) WHEN 'text' THEN ${readable} AND (${test()})
    WHEN 'blob' THEN NULL WHEN 'null' THEN NULL ELSE ${test()} END`;
}

function inList(left: RawBuilder<unknown>, values: readonly Scalar[]): RawBuilder<unknown> {
  const some = values.filter((value) => value !== null);
  const list = some.length > 0 ? sql`${left} IN (${sql.join(some)})` : sql`0`;
  return some.length < values.length ? sql`(${list} OR ${left} IS NULL)` : list;
}

function cased(cell: RawBuilder<unknown>, collation: string, caseSensitive: boolean | undefined): RawBuilder<unknown> {
  if (caseSensitive === undefined) return comparable({ name: "", collation }, cell);
  return sql`${cell} COLLATE ${sql.raw(caseSensitive ? "BINARY" : "NOCASE")}`;
}

/** What is searched for in texts: a number is searched for as it is written. */
function textOf(value: Scalar): Scalar {
  return typeof value === "bigint" || typeof value === "number" ? String(value) : value;
}

function folded(value: Scalar): Scalar {
  return typeof value === "string" ? foldText(value) : value;
}

/** A cell as it is compared with a folded text (src-shared/sql/fold-case.ts). */
export function foldedCell(cell: RawBuilder<unknown>, text: Scalar): RawBuilder<unknown> {
  const pairs = typeof text === "string" ? foldPairs(text) : [];
  return pairs.reduce((own, [from, to]) => sql`replace(${own}, ${from}, ${to})`, sql`lower(${cell})`);
}

/** LIKE does not tell a from A, GLOB does: its wildcards are others. Source: https://www.sqlite.org/lang_expr.html#glob */
function globOfLike(pattern: Scalar): Scalar {
  if (typeof pattern !== "string") return pattern;
  const wildcards: Record<string, string> = { "%": "*", _: "?", "*": "[*]", "?": "[?]", "[": "[[]" };
  return pattern.replace(/[%_*?[]/g, (character) => wildcards[character] ?? character);
}
