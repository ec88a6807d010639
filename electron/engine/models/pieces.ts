/** Small edits of the pieces of a table's text. */
import { sameName } from "../schema/same-name.ts";
import { refusal } from "./refusal.ts";
import type { ColumnPiece, TableText } from "./table-text.ts";

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

/** The column without some clauses, and without the blank before each. */
export function withoutClauses(
  column: ColumnPiece,
  drop: (clause: ColumnPiece["clauses"][number]) => boolean,
): ColumnPiece {
  let piece = column;
  for (const clause of column.clauses.filter(drop).toReversed()) {
    const blank = /[ \t]*$/.exec(piece.text.slice(0, clause.start))?.[0].length ?? 0;
    piece = spliceColumn(piece, clause.start - blank, clause.end, "");
  }
  return piece;
}

/** Puts `sql` in the place of some of a column's definition; clauses that are cut away are no more. */
export function spliceColumn(column: ColumnPiece, start: number, end: number, sql: string): ColumnPiece {
  const shift = sql.length - (end - start);
  const moved = (at: number) => (at >= end ? at + shift : at);
  return {
    ...column,
    text: column.text.slice(0, start) + sql + column.text.slice(end),
    end: moved(column.end),
    commaAt: moved(column.commaAt),
    clauses: column.clauses
      .filter((clause) => clause.end <= start || clause.start >= end)
      // One that ends where something is put in ends there still.
      .map((clause) =>
        clause.end <= start ? clause : { ...clause, start: clause.start + shift, end: clause.end + shift },
      ),
  };
}
