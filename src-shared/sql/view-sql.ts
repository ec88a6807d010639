/**
 * The SQL behind a view of rows, for reading, copying and the console. What the engine runs is the same question with its
 * values bound, keys for pages, and care for values of many megabytes.
 */
import type { Scalar } from "../model/cell.ts";
import type { Between, Comparison, InList, RowFilter } from "../model/row-filter.ts";
import { activeFilter, holdsForNull } from "../model/row-filter.ts";
import type { OrderTerm } from "../model/rows.ts";
import type { Column } from "../model/schema.ts";
import type { ObjectName } from "../model/names.ts";
import { foldPairs, foldText } from "./fold-case.ts";
import type { Through } from "../model/through.ts";
import { quoteName, quoteObject } from "./quote-name.ts";
import { sqlLiteral } from "./sql-literal.ts";

export interface ViewSqlOf {
  readonly table: ObjectName;
  /** The columns that are shown, in their order. */
  readonly columns: readonly Pick<Column, "name">[];
  readonly filter: readonly RowFilter[];
  readonly order: readonly OrderTerm[];
}

/** `SELECT … FROM … WHERE … ORDER BY …`, without a semicolon. Throws a RangeError for a name that holds a NUL character. */
export function viewSql({ table, columns, filter, order }: ViewSqlOf): string {
  const names = columns.map(({ name }) => quoteName(name));
  const own = quoteName(table.name);
  const lines = [`SELECT ${names.join(", ") || "*"}`, `FROM ${quoteObject(table)}`];
  const parts = activeFilter(filter).map((part) => partSql(part, columns, own));
  if (parts.length > 0) lines.push(`WHERE ${parts.join("\n  AND ")}`);
  const terms = order.map((term) => `${termSql(term, own)}${term.direction === "desc" ? " DESC" : ""}`);
  if (terms.length > 0) lines.push(`ORDER BY ${terms.join(", ")}`);
  return lines.join("\n");
}

/** Does the SQL need a function that SQLite itself does not have? `REGEXP` calls one that its program must give it. */
export function needsRegexp(sql: string): boolean {
  return sql.includes(" REGEXP ");
}

function termSql({ column, through }: OrderTerm, own: string): string {
  if (!through) return quoteName(column);
  const cell = ofParent(through, own, parentCell(through));
  return known(through) === null ? `${cell} COLLATE BINARY` : `${cell} COLLATE ${through.collation}`;
}

/** What the parent is called in its subquery; a table may refer to itself. */
const PARENT = quoteName("parent");

const parentCell = ({ label }: Through): string => `${PARENT}.${quoteName(label)}`;

function ofParent({ table, columns, parentColumns }: Through, own: string, what: string): string {
  const equal = parentColumns.map(
    (column, i) => `${PARENT}.${quoteName(column)} = ${own}.${quoteName(columns[i] ?? "")}`,
  );
  return `(SELECT ${what} FROM ${quoteObject(table)} AS ${PARENT} WHERE ${equal.join(" AND ")} LIMIT 1)`;
}

/** The collation, where SQLite itself has it. */
const known = ({ collation }: Through): string | null =>
  ["BINARY", "NOCASE", "RTRIM"].includes(collation.toUpperCase()) ? collation : null;

function partSql(part: RowFilter, columns: ViewSqlOf["columns"], own: string): string {
  const group = (parts: readonly RowFilter[], joint: string) =>
    `(${parts.map((each) => partSql(each, columns, own)).join(joint)})`;
  if ("all" in part) return group(part.all, " AND ");
  if ("any" in part) return group(part.any, " OR ");
  if ("not" in part) return `(${partSql(part.not, columns, own)}) IS NOT TRUE`;
  // A comment at its end must not reach the bracket.
  if ("rawSql" in part) return part.rawSql.includes("--") ? `(${part.rawSql}\n)` : `(${part.rawSql})`;
  if ("anyColumn" in part) {
    const { anyColumn, operator = "contains", caseSensitive = false } = part;
    const each = columns.map(({ name }) => textSql(quoteName(name), operator, anyColumn, caseSensitive));
    return `(${each.join(" OR ")})`;
  }
  const { through } = part;
  if (!through) return conditionSql(part, quoteName(part.column));
  const cell = known(through) === null ? `${parentCell(through)} COLLATE BINARY` : parentCell(through);
  return `coalesce(${ofParent(through, own, conditionSql(part, cell))}, ${holdsForNull(part) ? 1 : 0})`;
}

function conditionSql(part: Comparison | Between | InList, cell: string): string {
  const collated =
    part.caseSensitive === undefined ? cell : `${cell} COLLATE ${part.caseSensitive ? "BINARY" : "NOCASE"}`;
  const equals = part.operator === "=" || part.operator === "<>" ? part.value : null;
  const folds = part.caseSensitive === false && typeof equals === "string" && foldPairs(equals).length > 0;
  const left = folds ? foldedCell(cell, equals) : collated;
  const value = (scalar: Scalar) => sqlLiteral(folds && typeof scalar === "string" ? foldText(scalar) : scalar);
  switch (part.operator) {
    case "between":
      return `${left} BETWEEN ${sqlLiteral(part.low)} AND ${sqlLiteral(part.high)}`;
    case "in":
      return inSql(left, part.values);
    case "=":
      return `${left} IS ${value(part.value)}`;
    case "<>":
      return `${left} IS NOT ${value(part.value)}`;
    case "<":
    case "<=":
    case ">":
    case ">=":
      return `${left} ${part.operator} ${sqlLiteral(part.value)}`;
    case "isNull":
      return `${cell} IS NULL`;
    case "isNotNull":
      return `${cell} IS NOT NULL`;
    case "isEmpty":
      return `octet_length(${cell}) = 0`;
    case "isNotEmpty":
      return `octet_length(${cell}) > 0`;
    case "like":
    case "glob": {
      const glob = part.operator === "glob" || part.caseSensitive === true;
      if (!glob && typeof part.value === "string" && foldPairs(part.value).length > 0) {
        return `${foldedCell(cell, part.value)} LIKE ${sqlLiteral(foldText(part.value))}`;
      }
      return `${cell} ${glob ? "GLOB" : "LIKE"} ${textLiteral(part.value, glob && part.operator === "like")}`;
    }
    default:
      return textSql(cell, part.operator, part.value, part.caseSensitive ?? false);
  }
}

/** As the engine folds it (fold-case.ts). */
function foldedCell(cell: string, text: Scalar): string {
  const pairs = typeof text === "string" ? foldPairs(text) : [];
  return pairs.reduce((own, [from, to]) => `replace(${own}, ${sqlLiteral(from)}, ${sqlLiteral(to)})`, `lower(${cell})`);
}

function inSql(left: string, values: readonly Scalar[]): string {
  const some = values.filter((value) => value !== null);
  const list = `${left} IN (${some.map(sqlLiteral).join(", ")})`;
  return some.length < values.length ? `(${list} OR ${left} IS NULL)` : list;
}

type TextOperator = "contains" | "startsWith" | "endsWith" | "regex";

/** A search in the text of a value, byte by byte; a BLOB has no text. */
function textSql(cell: string, operator: TextOperator, value: Scalar, caseSensitive: boolean): string {
  const text = typeof value === "string" && !caseSensitive ? foldText(value) : value;
  const wanted = textLiteral(text);
  const own = caseSensitive ? cell : foldedCell(cell, value);
  const noBlob = `typeof(${cell}) <> 'blob'`;
  if (operator === "regex") {
    const pattern = caseSensitive ? String(value) : `(?i:${String(value)})`;
    return `(${noBlob} AND ${cell} REGEXP ${sqlLiteral(pattern)})`;
  }
  if (operator === "contains") return `(${noBlob} AND instr(${own}, ${wanted}) > 0)`;
  if (value === "") return `(${noBlob} AND ${cell} IS NOT NULL)`;
  const piece = operator === "startsWith" ? `1, length(${wanted})` : `-length(${wanted})`;
  return `(${noBlob} AND substr(${own}, ${piece}) = ${wanted})`;
}

/** A number is searched for as it is written. LIKE's wildcards are GLOB's others. */
function textLiteral(value: Scalar, asGlob = false): string {
  if (typeof value === "bigint" || typeof value === "number") return sqlLiteral(String(value));
  if (!asGlob || typeof value !== "string") return sqlLiteral(value);
  const others: Record<string, string> = { "%": "*", _: "?", "*": "[*]", "?": "[?]", "[": "[[]" };
  return sqlLiteral(value.replace(/[%_*?[]/g, (character) => others[character] ?? character));
}
