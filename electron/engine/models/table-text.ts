/**
 * A stored CREATE TABLE text, cut into its parts without losing a character (decision D5): put together again it is the same
 * text, with its comments, quoting and clauses that no PRAGMA reports. Edits are in edit-table.ts.
 */
import { headEnd } from "../../../src-shared/sql/ddl/read-comments.ts";
import { readTable } from "../../../src-shared/sql/ddl/read-table.ts";
import type { Clause, ColumnPart, Place, TableParts } from "../../../src-shared/sql/ddl/table-parts.ts";
import { type ScriptToken, scriptTokens } from "../../../src-shared/sql/script-tokens.ts";
import { refusal } from "./refusal.ts";

/**
 * A column definition or table constraint with the comments that belong to it: those before it, and those after it on its
 * line. `text` is without the comma after it. All offsets are of `text`.
 */
export interface Piece {
  readonly text: string;
  /** Where the definition ends in `text`, and where the comma goes. */
  readonly end: number;
  readonly commaAt: number;
  /** Where the definition begins. */
  readonly start: number;
}
export interface ColumnPiece extends Piece, ColumnPart {}
export interface ConstraintPiece extends Piece {
  readonly clause: Clause;
  /** Columns of UNIQUE, PRIMARY KEY and FOREIGN KEY; "" for a term that is none. */
  readonly columns: readonly string[];
  /** SQLite lets the comma between two constraints be left out. */
  readonly noComma: boolean;
}

export interface TableText {
  /** `CREATE TABLE ` up to the name. */
  readonly before: string;
  /** The name as it is written. */
  readonly name: string;
  /** From after the name to the first piece: the bracket, and the comments that speak of the table. */
  readonly open: string;
  readonly columns: readonly ColumnPiece[];
  readonly constraints: readonly ConstraintPiece[];
  /** What is after the last piece, to the closing bracket. */
  readonly close: string;
  /** STRICT, WITHOUT ROWID and comments after the bracket. */
  readonly options: string;
}

/** Cuts a text. Throws a refusal when it cannot be read as a list of columns. */
export function readTableText(sql: string, table: string): TableText {
  const parts = readTable(sql);
  if (parts) return new Cutter(parts).cut();
  throw refusal(
    `The stored text of “${table}” is one that Joinery cannot edit safely.`,
    "Change it with SQL of your own in the console, on a copy first.",
  );
}

/** Puts a text together; `name` is already quoted. */
export function writeTableText(text: TableText, name = text.name): string {
  let out = `${text.before}${name}${text.open}`;
  const pieces: readonly (Piece & Partial<ConstraintPiece>)[] = [...text.columns, ...text.constraints];
  for (const [i, piece] of pieces.entries()) {
    const bare = i === pieces.length - 1 || piece.noComma === true;
    out = joined(out, bare ? piece.text : `${piece.text.slice(0, piece.commaAt)},${piece.text.slice(piece.commaAt)}`);
  }
  return joined(out, text.close) + text.options;
}

/** A line comment must not swallow what comes after it. */
function joined(before: string, after: string): string {
  const lastLine = before.slice(before.lastIndexOf("\n") + 1);
  return endsInLineComment(lastLine) && !after.startsWith("\n") ? `${before}\n${after}` : before + after;
}

function endsInLineComment(line: string): boolean {
  if (!line.includes("--")) return false;
  let end = 0;
  for (const token of scriptTokens(line)) end = token.end;
  return line.slice(end).includes("--");
}

class Cutter {
  readonly #parts: TableParts;
  readonly #sql: string;
  readonly #tokens: readonly ScriptToken[];
  /** Index of the next token, and where the next piece begins. */
  #token = 0;
  #at = 0;

  constructor(parts: TableParts) {
    this.#parts = parts;
    this.#sql = parts.sql;
    this.#tokens = [...scriptTokens(parts.sql)];
  }

  cut(): TableText {
    const { namePlace, inside, columns, constraints } = this.#parts;
    const openEnd = headEnd(this.#parts);
    this.#at = openEnd;
    const pieces = {
      columns: columns.map((column): ColumnPiece => {
        const { from, piece } = this.#piece(column);
        return { ...movedColumn(column, -from), ...piece };
      }),
      constraints: constraints.map((constraint): ConstraintPiece => {
        const { from, piece, comma, last } = this.#piece(constraint);
        const clause = movedClause(constraint, -from);
        return { ...piece, clause, columns: namesOf(constraint), noComma: !comma && !last };
      }),
    };
    return {
      before: this.#sql.slice(0, namePlace.start),
      name: this.#sql.slice(namePlace.start, namePlace.end),
      open: this.#sql.slice(namePlace.end, openEnd),
      ...pieces,
      close: this.#sql.slice(this.#at, inside.end + 1),
      options: this.#sql.slice(inside.end + 1),
    };
  }

  #piece({ start, end }: Place): { from: number; piece: Piece; comma: boolean; last: boolean } {
    const from = this.#at;
    const next = this.#tokenFrom(end);
    const comma = next?.name === "COMMA" ? next.start : null;
    this.#at = comma === null ? this.#lastInk(end, next?.start ?? end) : this.#endOfLine(comma + 1);
    const text =
      comma === null
        ? this.#sql.slice(from, this.#at)
        : this.#sql.slice(from, comma) + this.#sql.slice(comma + 1, this.#at);
    const piece = { text, start: start - from, end: end - from, commaAt: (comma ?? end) - from };
    return { from, piece, comma: comma !== null, last: next?.name === "RP" };
  }

  /** The first token from a place on; places come in their order. */
  #tokenFrom(place: number): ScriptToken | undefined {
    while ((this.#tokens[this.#token]?.start ?? place) < place) this.#token++;
    return this.#tokens[this.#token];
  }

  /** Where the line ends, if only blanks and comments are between; else `at`. */
  #endOfLine(at: number): number {
    const lineEnd = this.#sql.indexOf("\n", at);
    const limit = this.#tokenFrom(at)?.start ?? this.#sql.length;
    if (lineEnd === -1 || lineEnd >= limit) return at;
    // A comment of several lines stays whole, with what follows it.
    const gap = this.#sql.slice(at, lineEnd);
    return gap.lastIndexOf("/*") > gap.lastIndexOf("*/") && !gap.includes("--") ? at : lineEnd;
  }

  /** After the last comment between a definition and the token that follows. */
  #lastInk(end: number, next: number): number {
    return end + this.#sql.slice(end, next).trimEnd().length;
  }
}

const COLUMN = "CREATE TABLE t(";
const CONSTRAINT = "CREATE TABLE t(x,";

/** A piece from the text of one column with its comments; null when it is not exactly one. The comma goes to the end, if not given. */
export function columnPiece(text: string, commaAt?: number): ColumnPiece | null {
  const parts = readTable(`${COLUMN}${text}\n)`);
  const [column] = parts?.columns ?? [];
  if (!parts || !column || parts.columns.length > 1 || parts.constraints.length > 0 || !endsTogether(parts))
    return null;
  const moved = movedColumn(column, -COLUMN.length);
  return { ...moved, text, commaAt: commaAt ?? moved.end };
}

/** The same of a constraint of the table. */
export function constraintPiece(text: string, commaAt?: number, noComma = false): ConstraintPiece | null {
  const parts = readTable(`${CONSTRAINT}${text}\n)`);
  const [constraint] = parts?.constraints ?? [];
  if (!parts || !constraint || parts.columns.length > 1 || parts.constraints.length > 1 || !endsTogether(parts))
    return null;
  const clause = movedClause(constraint, -CONSTRAINT.length);
  const { start, end } = clause;
  return { text, start, end, commaAt: commaAt ?? end, clause, columns: namesOf(constraint), noComma };
}

/** Does the list end where our own bracket closes it? */
function endsTogether({ sql, inside }: TableParts): boolean {
  return inside.end === sql.length - 1;
}

const namesOf = ({ listed }: Clause) => listed.map(({ name }) => name ?? "");

const movedPlace = <P extends Place>(place: P, by: number): P => ({
  ...place,
  start: place.start + by,
  end: place.end + by,
});

function movedClause(clause: Clause, by: number): Clause {
  return {
    ...movedPlace(clause, by),
    body: clause.body + by,
    namePlace: clause.namePlace && movedPlace(clause.namePlace, by),
    expression: movedPlace(clause.expression, by),
    listed: clause.listed.map((term) => movedPlace(term, by)),
  };
}

function movedColumn(column: ColumnPart, by: number): ColumnPart {
  return {
    ...movedPlace(column, by),
    namePlace: movedPlace(column.namePlace, by),
    type: column.type && movedPlace(column.type, by),
    typeWordsEnd: column.typeWordsEnd + by,
    clauses: column.clauses.map((clause) => movedClause(clause, by)),
  };
}

/** A clause with the piece it stands in, and its column; null of a constraint of the table. */
export interface Rule {
  readonly column: ColumnPiece | null;
  readonly piece: ColumnPiece | ConstraintPiece;
  readonly clause: Clause;
}

/** All clauses of a table, in their order. */
export function rulesOf({ columns, constraints }: TableText): Rule[] {
  return [
    ...columns.flatMap((piece) => piece.clauses.map((clause) => ({ column: piece, piece, clause }))),
    ...constraints.map((piece) => ({ column: null, piece, clause: piece.clause })),
  ];
}

/** The clause as it is written. */
export function ruleSql({ piece, clause }: Rule): string {
  return piece.text.slice(clause.start, clause.end);
}

/** Its expression as it is written. */
export function expressionOf({ piece, clause }: Rule): string {
  return piece.text.slice(clause.expression.start, clause.expression.end);
}

/** The columns of a key or UNIQUE, as the rule names them. */
export function ruleColumns({ column, piece }: Rule): readonly string[] {
  return column ? [column.name] : (piece as ConstraintPiece).columns;
}

/** The expressions of all CHECK constraints, as they are written. */
export function checksOf(text: TableText): string[] {
  return rulesOf(text).flatMap((rule) => (rule.clause.kind === "Check" ? [expressionOf(rule)] : []));
}
