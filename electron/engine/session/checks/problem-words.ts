/** What a broken rule is called: a sentence that names the rule, and what to do. */
import type { Problem } from "../../../../src-shared/model/checks.ts";
import type { Cell, Scalar } from "../../../../src-shared/model/cell.ts";
import type { Column, ForeignKey, Table } from "../../../../src-shared/model/schema.ts";
import { sameName } from "../../schema/same-name.ts";
import { LARGEST_READABLE } from "../../rows/sizes.ts";
import { sqlLiteral } from "../../../../src-shared/sql/sql-literal.ts";
import type { PlannedRow } from "../commit-plan.ts";
import { rowidColumn } from "../row-address.ts";
import { isNew } from "../unit-of-work.ts";
import type { CheckRule, TableRules, UniqueRule } from "./table-rules.ts";
import type { Judged } from "./twin.ts";

/** Longer rules are cut: the DDL of the table has them whole. */
const LONGEST_RULE = 200;
const MOST_CHOICES = 8;
const MB = 1024 * 1024;

/** The problems of a row that SQLite refuses for itself, whatever other rows hold. */
export function ownProblems(row: PlannedRow, judged: Judged): Problem[] {
  const { broken, checks } = judged;
  if (!broken) return [];
  const { table, entry } = row;
  const told = (rule: Problem["rule"], columns: readonly string[], message: string, next: string): Problem => ({
    id: entry.staged.id,
    rule,
    columns: [...columns],
    message,
    next,
  });
  switch (broken.rule) {
    case "notNull":
      return missing(row, broken.words).map((column) =>
        told("notNull", [column], `${quoted([column])} must have a value (NOT NULL).`, "Give it a value."),
      );
    case "type": {
      const column = columnIn(table, broken.words);
      const next = "Enter a value of the column’s type.";
      if (!column) return [told("type", [], `A value does not fit the type of its column: ${broken.words}.`, next)];
      const held = /^cannot store (\w+) value/.exec(broken.words)?.[1];
      const what = held ? ` takes ${column.type.toUpperCase()} only, and this is ${held}` : " takes integers only";
      return [told("type", [column.name], `${quoted([column.name])}${what}${table.strict ? " (STRICT)" : ""}.`, next)];
    }
    case "check":
      if (checks.length === 0) {
        const rule = broken.words.replace(/^CHECK constraint failed: /, "");
        return [told("check", [], `The row breaks CHECK (${cut(rule)}).`, "Change the row so that it holds.")];
      }
      return checks.map((rule) => {
        const columns = toMend(row, rule);
        return told("check", columns, checkWords(table, rule), `Change ${quoted(columns, " or ")} so that it holds.`);
      });
    default:
      return [told("other", [], `SQLite would not store the row: ${broken.words}.`, "Look at the rules of the table.")];
  }
}

/** Another row has these values: one of the file (by its key), or one that is staged as well. */
export function uniqueProblem(row: PlannedRow, rule: UniqueRule, other: readonly Scalar[] | null): Problem {
  const { identity } = row.table;
  const names = identity.kind === "rowid" ? [identity.column ?? "rowid"] : rule.columns;
  const keys = identity.kind === "none" ? [] : identity.kind === "rowid" ? names : identity.columns;
  const which = other && keys.map((column, i) => `${column} = ${cut(sqlLiteral(other[i] ?? null), 40)}`).join(", ");
  // A rowid that no column shows tells a reader nothing: the columns of the rule do.
  const isHidden = identity.kind === "rowid" && identity.column === null;
  const whose = other && isHidden ? "Another row" : which ? `The row ${which}` : "Another pending change";
  return {
    id: row.entry.staged.id,
    rule: "unique",
    columns: [...rule.columns],
    message: `${whose} has the same value in ${quoted(rule.columns)} (UNIQUE).`,
    next: rule.columns.length > 1 ? "Change one of them." : "Enter another value.",
  };
}

/** There is no such parent row. */
export function foreignKeyProblem(row: PlannedRow, key: ForeignKey, values: readonly Scalar[]): Problem {
  const wanted = key.parentColumns
    .map((column, i) => `${column} = ${cut(sqlLiteral(values[i] ?? null), 40)}`)
    .join(", ");
  return {
    id: row.entry.staged.id,
    rule: "foreignKey",
    columns: [...key.columns],
    message: `There is no row of “${key.parentTable}” with ${wanted} (FOREIGN KEY).`,
    next: `Choose one that exists, or add it to “${key.parentTable}”.`,
  };
}

/** Foreign keys of the row whose declaration is at fault: SQLite refuses whatever is written to their columns, NULL too. */
export function faultProblems({ entry: { staged } }: PlannedRow, faults: TableRules["faults"]): Problem[] {
  const touched = ({ columns }: ForeignKey) =>
    isNew(staged.row) || columns.some((column) => staged.values.some((value) => sameName(value.column, column)));
  return faults
    .filter(({ key }) => touched(key))
    .map(({ key, fault: { message, next } }) => ({
      id: staged.id,
      rule: "foreignKey",
      columns: [...key.columns],
      message,
      next,
    }));
}

/** SQLite writes a row as a whole: one that holds more than can be read cannot be changed, whatever is changed of it. */
export function tooLargeProblem(row: PlannedRow, columns: readonly string[], cells: readonly Cell[]): Problem | null {
  const sizes = cells.map((cell) => (cell !== null && typeof cell === "object" && "bytes" in cell ? cell.bytes : 0));
  if (sizes.reduce((sum, bytes) => sum + bytes, 0) <= LARGEST_READABLE) return null;
  const largest = sizes.indexOf(Math.max(...sizes));
  const megabytes = `${Math.round((sizes[largest] ?? 0) / MB)} MB`;
  return {
    id: row.entry.staged.id,
    rule: "other",
    columns: row.entry.staged.values.map((value) => value.column),
    message: `The row holds ${megabytes} in ${quoted([columns[largest] ?? ""])}, and SQLite writes at most ${Math.round(LARGEST_READABLE / MB)} MB of a row.`,
    next: "Take this change back; the row can be deleted here, and changed with the sqlite3 tool.",
  };
}

/** All columns that must have a value and have none: SQLite only names the first. */
function missing({ table, entry }: PlannedRow, words: string): string[] {
  const first = columnIn(table, words)?.name;
  const { row, values } = entry.staged;
  const rowid = rowidColumn(table);
  const empty = ({ name, notNull, defaultSql, kind }: Column): boolean => {
    if (!notNull || kind !== "ordinary" || name === rowid) return false;
    const staged = values.find((v) => v.column === name);
    return staged ? staged.value === null : isNew(row) && defaultSql === null;
  };
  // An ON CONFLICT of its own may give it its default.
  const sure = /\bon\s+conflict\b/i.test(table.sql ?? "") ? [] : table.columns.filter(empty).map(({ name }) => name);
  return first === undefined || sure.includes(first) ? sure : [first, ...sure];
}

/** The column that SQLite's words end with: `… t.a`. */
function columnIn(table: Table, words: string): Column | undefined {
  const named = table.columns.filter(({ name }) => words.endsWith(` ${table.name}.${name}`));
  return named.sort((a, b) => b.name.length - a.name.length)[0] ?? soleInteger(table, words);
}

/** A row that has no integer for its INTEGER PRIMARY KEY is called a "datatype mismatch", without a name. */
function soleInteger(table: Table, words: string): Column | undefined {
  return words === "datatype mismatch" ? table.columns.find(({ name }) => name === rowidColumn(table)) : undefined;
}

/** What was changed of the columns that a rule is about, else all of them. */
function toMend({ table, entry }: PlannedRow, { columns }: CheckRule): string[] {
  const { row, values } = entry.staged;
  const open = columns.filter((column) => table.columns.some((c) => c.name === column && c.kind === "ordinary"));
  const changed = open.filter((column) => !isNew(row) && values.some((v) => v.column === column));
  return changed.length > 0 ? changed : open;
}

function checkWords(table: Table, { name, expression, columns }: CheckRule): string {
  const { choices } = table.columns.find((column) => column.name === columns[0]) ?? {};
  if (columns.length === 1 && choices && /\bin\s*\(/i.test(expression)) {
    const listed = choices.slice(0, MOST_CHOICES).map((choice) => sqlLiteral(choice));
    const more = choices.length > MOST_CHOICES ? " …" : "";
    return `${quoted(columns)} must be one of ${listed.join(", ")}${more} (CHECK).`;
  }
  const rule = `CHECK (${cut(expression.trim())})`;
  return name === null ? `The row breaks ${rule}.` : `The row breaks “${name}”: ${rule}.`;
}

function quoted(columns: readonly string[], join = ", "): string {
  return columns.length === 0 ? "the row" : columns.map((column) => `“${cut(column)}”`).join(join);
}

function cut(text: string, longest = LONGEST_RULE): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
