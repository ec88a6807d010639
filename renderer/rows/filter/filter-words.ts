/** A filter in words, for its chip and for screen readers. */
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { ComparisonOperator, RowFilter } from "../../../src-shared/model/row-filter.ts";
import { lookOf } from "../../values/cell-look.ts";

/** What an operator is called, in the order in which they are offered. */
export const operatorWords: Readonly<Record<ComparisonOperator | "between", string>> = {
  contains: "contains",
  "=": "=",
  "<>": "≠",
  "<": "<",
  "<=": "≤",
  ">": ">",
  ">=": "≥",
  between: "between",
  startsWith: "begins with",
  endsWith: "ends with",
  like: "is like",
  glob: "is like (glob)",
  regex: "matches",
  isNull: "is NULL",
  isNotNull: "is not NULL",
  isEmpty: "is empty",
  isNotEmpty: "is not empty",
};

const valueless: readonly string[] = ["isNull", "isNotNull", "isEmpty", "isNotEmpty"];

/** Does the operator compare with a value? */
export function takesValue(operator: ComparisonOperator | "between"): boolean {
  return !valueless.includes(operator);
}

function valueWords(value: Scalar): string {
  return lookOf(value, { type: "" }).text || `""`;
}

/** How a value of a column is written where the column is not shown as stored; null: as it is. */
export type WriteValue = (column: string, value: Scalar) => string | null;

/** The column a condition is about (null: none, or several) and what it says. */
export function filterWords(
  filter: RowFilter,
  write: WriteValue = () => null,
): { readonly about: string | null; readonly says: string } {
  if ("rawSql" in filter) return { about: "SQL", says: filter.rawSql.replaceAll(/\s+/g, " ") };
  if ("anyColumn" in filter) {
    return { about: "any column", says: `${filter.operator === "regex" ? "matches" : "contains"} ${filter.anyColumn}` };
  }
  if ("all" in filter) return { about: null, says: groupWords(filter.all, " and ", write) };
  if ("any" in filter) return { about: null, says: groupWords(filter.any, " or ", write) };
  if ("not" in filter) return { about: null, says: `not ${oneWords(filter.not, write)}` };
  const { column, through } = filter;
  if (through) return { about: `${column} → ${through.label}`, says: conditionWords(filter, valueWords) };
  return { about: column, says: conditionWords(filter, (value) => write(column, value) ?? valueWords(value)) };
}

function conditionWords(filter: Extract<RowFilter, { column: string }>, words: (value: Scalar) => string): string {
  if (filter.operator === "in") return `is one of ${filter.values.map(words).join(", ")}`;
  if (filter.operator === "between") return `between ${words(filter.low)} and ${words(filter.high)}`;
  const said = operatorWords[filter.operator];
  return takesValue(filter.operator) ? `${said} ${words(filter.value)}` : said;
}

/** A filter as one phrase. */
export function filterInWords(filter: RowFilter): string {
  const { about, says } = filterWords(filter);
  return about === null ? says : `${about} ${says}`;
}

function oneWords(filter: RowFilter, write: WriteValue): string {
  const { about, says } = filterWords(filter, write);
  return about === null ? `(${says})` : `${about} ${says}`;
}

function groupWords(parts: readonly RowFilter[], joint: string, write: WriteValue): string {
  const counted = parts.filter((part) => part.enabled !== false);
  return counted.length === 0 ? "nothing" : counted.map((part) => oneWords(part, write)).join(joint);
}

/** Names of the columns that conditions ask about, groups looked through; what is switched off does not count. */
export function filteredColumns(filters: readonly RowFilter[]): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (filter: RowFilter): void => {
    if (filter.enabled === false) return;
    if ("all" in filter) filter.all.forEach(look);
    else if ("any" in filter) filter.any.forEach(look);
    else if ("not" in filter) look(filter.not);
    else if ("column" in filter) found.add(filter.column);
  };
  filters.forEach(look);
  return found;
}
