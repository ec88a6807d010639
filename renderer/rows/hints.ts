/** What tooltips of the grid say: a column in a few lines, and what a changed cell was before. */
import type { Cell } from "../../src-shared/model/cell.ts";
import type { RowLook, RowTone } from "../ui/data-grid/grid-source.ts";
import type { Column, Table } from "../../src-shared/model/schema.ts";
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

/** Name, declaration, what it refers to, its choices: a line each. */
export function columnHint(table: Table, column: Column): string {
  const keyColumns = table.columns.filter((other) => other.primaryKey > 0).length;
  const refers = table.foreignKeys
    .filter((key) => key.columns.includes(column.name))
    .map(({ parentTable, parentColumns, columns }) => {
      const at = parentColumns[columns.indexOf(column.name)];
      return `Refers to ${oneLine(parentTable)}${at === undefined ? "" : `.${oneLine(at)}`}`;
    });
  const choices = column.choices ? [`One of ${short(column.choices.map(String).join(", "))}`] : [];
  return [oneLine(column.name.slice(0, 200)), declaration(column, keyColumns), ...refers, ...choices].join("\n");
}

const noColumn = { type: "" };

function said(cell: Cell, column: Pick<Column, "type">): string {
  const { text, kind } = lookOf(cell, column);
  return kind === "empty" ? "empty text" : short(text);
}

/** What a changed cell was based on, and what the file holds by now where another program changed it too. */
export function changeHint(base: Cell | undefined, now: Cell | undefined, column: Column): string | undefined {
  if (base === undefined) return undefined;
  const was = `Not committed; was ${said(base, column)}`;
  return now === undefined ? was : `${was}. Another program changed it to ${said(now, column)}`;
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
