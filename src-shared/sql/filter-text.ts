/**
 * The language of the filter row, as users of DB Browser for SQLite know it: what is typed over a column, as a condition,
 * and back.
 *
 *     10         the text holds 10          >10 >=10 <10 <=10   as compared by the column
 *     =x         is x                       <>x !=x             is not x
 *     =NULL      is NULL                    <>NULL              is not NULL
 *     10~20      from 10 to 20, both in     /a+b/               a regular expression
 *     %a_b%      LIKE, because of the %     "x" or 'x'          x as it is, whatever it looks like
 *     true       1, false 0: in a column called BOOL…
 *     @love      what the row it refers to is known by, in the same language; over numbers the @ can be left out before a text
 *
 * In a column of numbers NULL alone is =NULL, and 5,000,000 is 5000000. `filterHint` says how something else is written that finds nothing.
 */
import { realLiteral } from "./sql-literal.ts";
import { sameThrough, type Through } from "../model/through.ts";
import { foldPairs } from "./fold-case.ts";
import type { Scalar } from "../model/cell.ts";
import type { Between, Comparison, ComparisonOperator } from "../model/row-filter.ts";
import type { Column } from "../model/schema.ts";

/** What this language can say. */
export type TextFilter = Comparison | Between;

/** A column; with `times`, its numbers are points in time, and are read and written as such. */
export type FilteredColumn = Pick<Column, "name" | "affinity"> & {
  /** The parent's column that stands beside its values, and its affinity. */
  readonly label?: { readonly through: Through; readonly affinity: Column["affinity"] } | undefined;
} & Partial<Pick<Column, "type" | "collation">> & {
    readonly times?: { read(text: string): Scalar | null; write(value: bigint | number): string | null } | undefined;
  };

const OPERATORS = [">=", "<=", "<>", "!=", "=", ">", "<"] as const;
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** The condition that a text stands for; null while it says nothing (nothing typed, or an operator alone). */
export function parseFilterText(text: string, column: FilteredColumn): TextFilter | null {
  const typed = text.trim();
  if (typed === "") return null;
  const { label } = column;
  if (label && typed.startsWith("@")) return throughLabel(typed.slice(1), column.name, label);
  const own = parseOwn(typed, column);
  // A key of numbers holds no text to be searched for.
  const isText = own?.operator === "contains" || own?.operator === "like" || own?.operator === "regex";
  return label && isText && isNumeric(column) && !isNumberLike(String(own.value))
    ? throughLabel(typed, column.name, label)
    : own;
}

function throughLabel(typed: string, name: string, label: NonNullable<FilteredColumn["label"]>): TextFilter | null {
  const { through, affinity } = label;
  const condition = parseFilterText(typed, { name, affinity, collation: through.collation });
  return condition && { ...condition, through };
}

const isNumberLike = (text: string): boolean => /^[\d\s.,%+-]*$/.test(text);

function parseOwn(typed: string, column: FilteredColumn): TextFilter | null {
  const truth = /^bool/i.test(column.type ?? "") ? /^=?\s*(true|false)$/i.exec(typed)?.[1] : undefined;
  if (truth) return { column: column.name, operator: "=", value: truth.toLowerCase() === "true" ? 1n : 0n };
  if (isNumeric(column) && /^null$/i.test(typed)) return { column: column.name, operator: "isNull", value: null };
  const operator = OPERATORS.find((candidate) => typed.startsWith(candidate));
  if (operator) return comparison(operator, typed.slice(operator.length).trim(), column);
  const range = rangeOf(typed);
  if (range) {
    const [low, high] = range.map((part) => operand(part, column));
    return { column: column.name, operator: "between", low: low as Scalar, high: high as Scalar };
  }
  // It does not tell a from A in any case, so the flag changes nothing.
  const regex = /^\/(.+)\/i?$/s.exec(typed)?.[1];
  if (regex !== undefined) return { column: column.name, operator: "regex", value: regex };
  const quoted = unquoted(typed);
  if (quoted !== null) return { column: column.name, operator: "contains", value: quoted };
  const grouped = isNumeric(column) ? withoutGroups(typed) : null;
  return { column: column.name, operator: typed.includes("%") ? "like" : "contains", value: grouped ?? typed };
}

/** Why a condition may find nothing, and how what was probably meant is written, as one or two sentences; null when nothing is odd. */
export function filterHint(condition: TextFilter, column: FilteredColumn): string | null {
  const { label } = column;
  if (condition.through) {
    return label
      ? filterHint(
          { ...condition, through: undefined },
          { ...label, name: column.name, collation: condition.through.collation },
        )
      : null;
  }
  if (condition.operator === "between" || typeof condition.value !== "string") return null;
  const { operator, value } = condition;
  if (operator === "contains") {
    if (/^null$/i.test(value)) return `“${value}” is searched for as a text. Cells without a value are found by =NULL.`;
    if (/^\/.+\/[a-z]+$/s.test(value)) return "A regular expression is written /…/; it has no flags but i.";
    if (/^[^~\s]+\s*~\s*[^~\s]+$/.test(value)) return `A range of texts is written with quotes: "A"~"C".`;
    if (isNumeric(column) && /^[+-]?\d+,\d+$/.test(value)) {
      return `Numbers are written with a point: ${value.replace(",", ".")}. From one to another is written 1~2.`;
    }
    // Of NUMERIC columns nothing is known: DATE is one, and holds texts as a rule.
    const isNumber = isNumeric(column) && column.affinity !== "numeric";
    if (isNumber && !/^[+-]?\d*\.?\d*(?:[eE][+-]?\d*)?$/.test(value)) {
      return `“${value}” is searched for as a text, and this column holds numbers: =2, >=2, 1~3.`;
    }
    return null;
  }
  // SQLite's NOCASE knows the letters of ASCII (https://www.sqlite.org/datatype3.html §7): what is compared by it is not searched.
  const compares = ["=", "<>", "<", "<=", ">", ">="].includes(operator);
  if (compares && column.collation?.toUpperCase() === "NOCASE" && foldPairs(value).length > 0) {
    return `“${value}” is compared by the column's NOCASE, which takes only A to Z for a to z; other letters have to be written as they are stored. Without ${operator === "<>" ? "<>" : "an operator"} texts are searched whatever their case.`;
  }
  const isCompared = ["=", "<", "<=", ">", ">="].includes(operator);
  return isCompared && isNumeric(column)
    ? `“${value}” is no number, and is compared as a text. Write a number such as 5000.5.`
    : null;
}

const isNumeric = ({ affinity, times }: FilteredColumn): boolean =>
  times === undefined && (affinity === "integer" || affinity === "real" || affinity === "numeric");

/** `5,000,000` or `5 000 000` without what groups its digits; null for anything else. */
function withoutGroups(written: string): string | null {
  return /^[+-]?\d{1,3}([,_'’ \u00a0\u202f])\d{3}(?:\1\d{3})*(?:\.\d+)?$/.test(written)
    ? written.replace(/[,_'’ \u00a0\u202f]/g, "")
    : null;
}

/**
 * The text that `parseFilterText` reads as this condition; null when the language cannot say it (a BLOB, `startsWith`,
 * a condition that is switched off or tells a from A).
 */
export function formatFilterText(condition: TextFilter, column: FilteredColumn): string | null {
  const { times, label } = column;
  if (condition.through) {
    if (!label || !sameThrough(label.through, condition.through)) return null;
    const { through, ...plain } = condition;
    const text = formatFilterText(plain as TextFilter, {
      name: column.name,
      affinity: label.affinity,
      collation: through.collation,
    });
    if (text === null) return null;
    return [text, `@${text}`].find((written) => says(written, condition, column)) ?? null;
  }
  const candidates = [write(condition, false, times?.write), write(condition, false), write(condition, true)];
  return candidates.find((text) => text !== null && says(text, condition, column)) ?? null;
}

function comparison(written: (typeof OPERATORS)[number], rest: string, column: FilteredColumn): TextFilter | null {
  if (rest === "") return null;
  const operator = written === "!=" ? "<>" : written;
  if (rest.toUpperCase() === "NULL" && (operator === "=" || operator === "<>")) {
    return { column: column.name, operator: operator === "=" ? "isNull" : "isNotNull", value: null };
  }
  return { column: column.name, operator, value: operand(rest, column) };
}

/** Both ends of `low~high`. Each is quoted or begins like a number or a date: `~/notes` is a text to search for. */
function rangeOf(typed: string): [string, string] | null {
  const end = String.raw`"(?:[^"]|"")*"|'(?:[^']|'')*'|[+-]?\.?\d[^~]*`;
  const [, low, high] = new RegExp(`^(${end})\\s*~\\s*(${end})$`, "s").exec(typed) ?? [];
  return low !== undefined && high !== undefined ? [low.trim(), high.trim()] : null;
}

/** The value to compare with: a number where the column may hold numbers, unless it is in quotes. */
function operand(written: string, column: FilteredColumn): Scalar {
  const quoted = unquoted(written);
  if (quoted !== null) return quoted;
  const time = column.times?.read(written);
  if (time !== undefined && time !== null) return time;
  if (column.affinity === "text") return written;
  const number = numberOf((isNumeric(column) ? withoutGroups(written) : null) ?? written);
  // Where numbers and texts stand side by side, 007 is the text that is shown so: the number is shown as 7.
  if (typeof number === "bigint" && !isNumeric(column) && String(number) !== written) return written;
  return number ?? written;
}

function numberOf(written: string): bigint | number | null {
  if (/^[+-]?\d+$/.test(written)) {
    const integer = BigInt(written.replace(/^\+/, ""));
    return integer > INT64_MAX || integer < INT64_MIN ? Number(written) : integer;
  }
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(written) ? Number(written) : null;
}

function unquoted(written: string): string | null {
  const [, double, single] = /^(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)')$/s.exec(written) ?? [];
  if (double !== undefined) return double.replaceAll('""', '"');
  return single === undefined ? null : single.replaceAll("''", "'");
}

function write(
  condition: TextFilter,
  quote: boolean,
  time: (value: bigint | number) => string | null = () => null,
): string | null {
  const value = (scalar: Scalar): string | null => {
    const moment = typeof scalar === "bigint" || typeof scalar === "number" ? time(scalar) : null;
    if (moment !== null) return moment;
    if (typeof scalar === "string") return quote ? `"${scalar.replaceAll('"', '""')}"` : scalar;
    if (typeof scalar === "bigint") return String(scalar);
    return typeof scalar === "number" ? realLiteral(scalar) : null;
  };
  if (condition.operator === "between") {
    const [low, high] = [value(condition.low), value(condition.high)];
    return low === null || high === null ? null : `${low}~${high}`;
  }
  const written = value(condition.value);
  const forms: Partial<Record<ComparisonOperator, string>> = { isNull: "=NULL", isNotNull: "<>NULL" };
  const form = forms[condition.operator];
  if (form !== undefined) return form;
  if (written === null) return null;
  switch (condition.operator) {
    case "contains":
      return written;
    case "like":
    case "regex":
      if (typeof condition.value !== "string") return null;
      return condition.operator === "like" ? condition.value : `/${condition.value}/`;
    case "startsWith":
    case "endsWith":
    case "glob":
      return null;
    default:
      return `${condition.operator}${written}`;
  }
}

function says(text: string, condition: TextFilter, column: FilteredColumn): boolean {
  const read = parseFilterText(text, column) as Record<string, unknown> | null;
  const wanted = Object.entries(condition).filter(([, part]) => part !== undefined);
  return (
    read !== null &&
    wanted.length === Object.keys(read).length &&
    wanted.every(([k, x]) => (k === "through" ? sameThrough(read[k] as Through, x as Through) : Object.is(read[k], x)))
  );
}
