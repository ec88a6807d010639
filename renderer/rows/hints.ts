/** What tooltips of the grid say: a column in a few lines, and what a changed cell was before. */
import type { Cell } from "../../src-shared/model/cell.ts";
import type { Conflict, StagedRow } from "../../src-shared/model/session.ts";
import type { CellLook, RowLook, RowTone } from "../ui/data-grid/grid-source.ts";
import type { Column, Table } from "../../src-shared/model/schema.ts";
import { sentenceEnd } from "../../src-shared/errors/app-error.ts";
import { oneLine } from "../../src-shared/model/cell-text.ts";
import { lookOf } from "../values/cell-look.ts";
import type { ShownRow } from "./cell-owners.ts";

const longestExpression = 120;

function short(sql: string): string {
  const line = oneLine(sql);
  return line.length > longestExpression ? `${line.slice(0, longestExpression)}…` : line;
}

/** The declaration as the DDL would have it, as far as the schema tells. */
function declaration(column: Column, keyColumns: number): string {
  const { type, primaryKey, notNull, defaultSql, kind, collation } = column;
  const key = keyColumns > 1 ? `PRIMARY KEY (column ${primaryKey} of ${keyColumns})` : "PRIMARY KEY";
  return [
    type || "no type",
    ...(primaryKey > 0 ? [key] : []),
    ...(notNull ? ["NOT NULL"] : []),
    ...(defaultSql === null ? [] : [`DEFAULT ${short(defaultSql)}`]),
    ...(collation.toUpperCase() === "BINARY" ? [] : [`COLLATE ${collation}`]),
    ...(kind === "virtual" || kind === "stored" ? [`GENERATED, ${kind.toUpperCase()}`] : []),
  ].join(" ");
}

/** Why nothing can be filtered or sorted by a column that SQLite cannot compute, as a sentence; null: something can. */
export function notComputed({ name, error }: Column): string | null {
  if (error === undefined) return null;
  return `“${oneLine(name.slice(0, 200))}” cannot be computed, so rows cannot be filtered or sorted by it: ${sentenceEnd(error)}`;
}

/** Name, declaration, what it refers to, its choices, what is wrong with it: a line each. */
export function columnHint(table: Table, column: Column): string {
  const keyColumns = table.columns.filter((other) => other.primaryKey > 0).length;
  const refers = table.foreignKeys
    .filter((key) => key.columns.includes(column.name))
    .map(({ parentTable, parentColumns, columns }) => {
      const at = parentColumns[columns.indexOf(column.name)];
      return `Refers to ${oneLine(parentTable)}${at === undefined ? "" : `.${oneLine(at)}`}`;
    });
  const why = notComputed(column);
  const failed = why === null ? [] : [why];
  const choices = column.choices ? [`One of ${short(column.choices.map(String).join(", "))}`] : [];
  return [oneLine(column.name.slice(0, 200)), declaration(column, keyColumns), ...refers, ...choices, ...failed].join(
    "\n",
  );
}

const noColumn = { type: "" };

function said(cell: Cell, column: Pick<Column, "type">): string {
  const { text, kind } = lookOf(cell, column);
  return kind === "empty" ? "empty text" : short(text);
}

/**
 * How a cell that is staged differs from others: its mark, what its tooltip says, and what a screen reader hears. `stuck`: its row
 * is in conflict, or (null) was refused by the last commit; `now`: what is known to be in the file instead of its base.
 */
export function changedLook(
  { column: name, base }: StagedRow["values"][number],
  column: Column,
  stuck: Conflict | null | undefined,
  now: Cell | undefined,
): Pick<CellLook, "tone" | "hint" | "said"> {
  const told = stuck?.kind === "changed" ? stuck.columns.find((one) => one.column === name)?.theirs : undefined;
  const theirs = now === undefined ? told : now;
  const was = base === undefined ? "" : `was ${said(base, column)}`;
  const other = theirs === undefined ? "" : said(theirs, column);
  const hint = was && `Not committed; ${was}${other && `. Another program changed it to ${other}`}`;
  const gone = stuck?.kind === "gone";
  // Others of its row may be as they were.
  if (theirs === undefined && (stuck === undefined || stuck?.kind === "changed")) {
    return { tone: "changed", hint: hint || undefined, said: words("changed", was) };
  }
  const state = stuck === null ? "refused by the commit" : "in conflict";
  const file = gone ? "the row is no longer in the file" : other && `the file has ${other}`;
  return { tone: "conflict", hint: hint || undefined, said: words(state, was, file) };
}

function words(...parts: readonly string[]): string {
  return parts.filter(Boolean).join(", ");
}

const tones: Readonly<Record<RowTone, string>> = {
  new: "New, not committed",
  changed: "Changed, not committed",
  deleted: "Will be deleted by the commit",
  conflict: "The commit did not take it",
};

/** What a row is known by where no column shows it, and what is staged of it. */
export function rowHint(
  { identity }: Table,
  { file, staged }: Pick<ShownRow, "file" | "staged">,
  { tone, problem = false }: Pick<RowLook, "tone" | "problem">,
): string {
  const rowid = file?.key?.[0] ?? staged?.rowid;
  const hidden = identity.kind === "rowid" && identity.column === null && rowid !== undefined;
  return [
    ...(hidden ? [`rowid ${said(rowid, noColumn)}`] : []),
    ...(tone ? [tones[tone]] : []),
    ...(problem ? ["It cannot be committed as it is"] : []),
  ].join("\n");
}
