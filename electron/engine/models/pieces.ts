/** Small edits of the pieces of a table's text. */
import type { Clause } from "../../../src-shared/sql/ddl/table-parts.ts";
import { sameName } from "../schema/same-name.ts";
import { refusal } from "./refusal.ts";
import {
  type ColumnPiece,
  columnPiece,
  type ConstraintPiece,
  constraintPiece,
  type Piece,
  type Rule,
  type TableText,
} from "./table-text.ts";

/** The piece of a column, found as SQLite finds names. Throws a refusal. */
export function columnOf(text: TableText, name: string): ColumnPiece {
  const piece = text.columns.find((column) => sameName(column.name, name));
  if (piece) return piece;
  throw refusal(`There is no column “${name}”.`, "Look at the table's columns and correct the operation.");
}

/** The text with one column in the place of another. */
export function replaceColumn(text: TableText, old: ColumnPiece, piece: ColumnPiece): TableText {
  return { ...text, columns: text.columns.map((column) => (column === old ? piece : column)) };
}

/** The text without a rule, and without the blank before it. */
export function withoutRule(text: TableText, { column, piece, clause }: Rule): TableText {
  if (column)
    return replaceColumn(
      text,
      column,
      withoutClauses(column, (own) => own === clause),
    );
  return { ...text, constraints: text.constraints.filter((constraint) => constraint !== piece) };
}

/** The text with `sql` in the place of some of the piece of a rule. */
export function spliceRule(
  text: TableText,
  { column, piece }: Rule,
  start: number,
  end: number,
  sql: string,
): TableText {
  if (column) return replaceColumn(text, column, spliceColumn(column, start, end, sql));
  const changed = spliceConstraint(piece as ConstraintPiece, start, end, sql);
  return { ...text, constraints: text.constraints.map((constraint) => (constraint === piece ? changed : constraint)) };
}

/** The column without some clauses, and without the blank before each. */
export function withoutClauses(column: ColumnPiece, drop: (clause: Clause) => boolean): ColumnPiece {
  let piece = column;
  for (const clause of column.clauses.filter(drop).toReversed()) {
    const blank = /[ \t]*$/.exec(piece.text.slice(0, clause.start))?.[0].length ?? 0;
    piece = spliceColumn(piece, clause.start - blank, clause.end, "");
  }
  return piece;
}

/** Puts `sql` in the place of some of a column's definition, which is read again. Throws a refusal when it is not one then. */
export function spliceColumn(column: ColumnPiece, start: number, end: number, sql: string): ColumnPiece {
  const piece = columnPiece(splice(column.text, start, end, sql), movedComma(column, start, end, sql));
  if (!piece) throw refusal(`“${sql}” does not fit into the definition of “${column.name}”.`, "Correct the operation.");
  return piece;
}

function spliceConstraint(constraint: ConstraintPiece, start: number, end: number, sql: string): ConstraintPiece {
  const text = splice(constraint.text, start, end, sql);
  const piece = constraintPiece(text, movedComma(constraint, start, end, sql), constraint.noComma);
  if (!piece) throw refusal(`“${sql}” does not fit into the constraint.`, "Correct the operation.");
  return piece;
}

const splice = (text: string, start: number, end: number, sql: string) => text.slice(0, start) + sql + text.slice(end);

function movedComma({ commaAt }: Piece, start: number, end: number, sql: string): number {
  return commaAt >= end ? commaAt + sql.length - (end - start) : commaAt;
}
