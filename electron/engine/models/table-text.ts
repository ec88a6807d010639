/**
 * A stored CREATE TABLE text, cut into its parts without losing a character (decision D5): put together again it is the same
 * text, with its comments, quoting and clauses that no PRAGMA reports. Edits are in edit-table.ts.
 */
import { type ColumnDefinition, type CreateTableStmt, type NamedTableConstraint, parseStmt } from "sqlite3-parser";
import { nameOf, scriptTokens, type ScriptToken } from "../../../src-shared/sql/script-tokens.ts";
import { foldName } from "../schema/same-name.ts";
import { refusal } from "./refusal.ts";

/** One clause of a column or table, with its CONSTRAINT name. Offsets are of the piece's text. */
export interface Clause {
  readonly kind: string;
  readonly name: string | null;
  readonly start: number;
  readonly end: number;
}

/**
 * A column definition or table constraint with the comments that belong to it: those before it, and those after it on its
 * line. `text` is without the comma after it.
 */
export interface Piece {
  readonly text: string;
  /** Where the definition ends in `text`, and where the comma goes. */
  readonly end: number;
  readonly commaAt: number;
  /** Where the definition begins. */
  readonly start: number;
}
export interface ColumnPiece extends Piece {
  readonly name: string;
  readonly nameEnd: number;
  /** The declared type; null when there is none. */
  readonly type: { readonly start: number; readonly end: number } | null;
  readonly clauses: readonly Clause[];
}
export interface ConstraintPiece extends Piece {
  readonly clause: Clause;
  /** Columns of UNIQUE, PRIMARY KEY and FOREIGN KEY. */
  readonly columns: readonly string[];
}

export interface TableText {
  /** `CREATE TABLE ` up to the name. */
  readonly before: string;
  /** The name as it is written. */
  readonly name: string;
  /** From after the name to the first piece: the bracket, and a comment on its line. */
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
  const statement = parseTable(sql);
  if (statement?.body.type !== "ColumnsAndConstraintsCreateTableBody") {
    throw refusal(
      `The stored text of “${table}” is one that Joinery cannot edit safely.`,
      "Change it with SQL of your own in the console, on a copy first.",
    );
  }
  return new Cutter(sql, statement).cut(statement.body.columns, statement.body.constraints ?? []);
}

/** Puts a text together; `name` is already quoted. */
export function writeTableText(text: TableText, name = text.name): string {
  let out = `${text.before}${name}${text.open}`;
  const pieces: readonly Piece[] = [...text.columns, ...text.constraints];
  for (const [i, piece] of pieces.entries()) {
    const last = i === pieces.length - 1;
    out = joined(out, last ? piece.text : `${piece.text.slice(0, piece.commaAt)},${piece.text.slice(piece.commaAt)}`);
  }
  return joined(out, text.close) + text.options;
}

/** The statement, when the text is one CREATE TABLE; null otherwise. */
export function parseTable(sql: string): CreateTableStmt | null {
  return parsed(sql) ?? parsed(withoutSeparators(sql));
}

function parsed(sql: string): CreateTableStmt | null {
  try {
    const result = parseStmt(sql);
    return result.status === "ok" && result.root.type === "CreateTableStmt" ? result.root : null;
  } catch {
    // The parser is not SQLite; the caller refuses what it cannot read.
    return null;
  }
}

/** The parser does not know `1_000_000`. As many characters, so that every place is the same; names are read from the text. */
function withoutSeparators(sql: string): string {
  return sql.replace(/\b\d+(?:_\d+)+\b/g, (digits) => digits.replaceAll("_", "0"));
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

interface Node {
  readonly span: { readonly offset: number; readonly length: number };
}
const endOf = (node: Node) => node.span.offset + node.span.length;

class Cutter {
  readonly #sql: string;
  readonly #statement: CreateTableStmt;
  readonly #tokens: ScriptToken[];

  constructor(sql: string, statement: CreateTableStmt) {
    this.#sql = sql;
    this.#statement = statement;
    this.#tokens = [...scriptTokens(sql)];
  }

  cut(columns: readonly ColumnDefinition[], constraints: readonly NamedTableConstraint[]): TableText {
    const { objName } = this.#statement.tblName;
    const nameStart = this.#statement.tblName.span.offset;
    const nameEnd = endOf(objName);
    const open = this.#tokens.find((token) => token.name === "LP" && token.start >= nameEnd) as ScriptToken;
    const close = this.#closing(open);
    let at = this.#endOfLine(open.end);
    const openEnd = at;
    const cutPiece = (start: number, end: number) => {
      const from = at;
      const next = this.#tokens.find((token) => token.start >= end) as ScriptToken;
      const comma = next.name === "COMMA" ? next.start : null;
      at = comma === null ? this.#lastInk(end, next.start) : this.#endOfLine(comma + 1);
      const text =
        comma === null ? this.#sql.slice(from, at) : this.#sql.slice(from, comma) + this.#sql.slice(comma + 1, at);
      return { text, start: start - from, end: end - from, commaAt: (comma ?? end) - from, from };
    };
    const columnPieces = columns.map((column): ColumnPiece => {
      const start = column.colName.span.offset;
      const { from, ...piece } = cutPiece(start, endOf(column));
      return {
        ...piece,
        name: nameOf(this.#sql.slice(start, endOf(column.colName))),
        nameEnd: endOf(column.colName) - from,
        type: column.colType ? { start: column.colType.span.offset - from, end: endOf(column.colType) - from } : null,
        clauses: column.constraints.map((c) => this.#clause(c, from)),
      };
    });
    const constraintPieces = constraints.map((constraint): ConstraintPiece => {
      const start = this.#startOf(constraint);
      const { from, ...piece } = cutPiece(start, endOf(constraint));
      const { constraint: inner } = constraint;
      const columnsOf = "columns" in inner ? inner.columns : [];
      const names = columnsOf.map((c) => ("colName" in c ? c.colName.text : c.expr.type === "Id" ? c.expr.name : ""));
      return { ...piece, clause: this.#clause(constraint, from), columns: names };
    });
    return {
      before: this.#sql.slice(0, nameStart),
      name: this.#sql.slice(nameStart, nameEnd),
      open: this.#sql.slice(nameEnd, openEnd),
      columns: columnPieces,
      constraints: constraintPieces,
      close: this.#sql.slice(at, close.end),
      options: this.#sql.slice(close.end),
    };
  }

  #clause(
    named: { name: ({ text: string } & Node) | undefined; constraint: { type: string } } & Node,
    from: number,
  ): Clause {
    const kind = named.constraint.type.replace(/(Column|Table)Constraint$/, "");
    const start = this.#startOf(named) - from;
    return { kind, name: named.name?.text ?? null, start, end: endOf(named) - from };
  }

  /** The parser's span leaves out `CONSTRAINT name`. */
  #startOf(named: { name: Node | undefined } & Node): number {
    const name = named.name;
    if (!name) return named.span.offset;
    const word = this.#tokens.findLast((token) => token.start < name.span.offset && token.name === "CONSTRAINT");
    return word?.start ?? named.span.offset;
  }

  #closing(open: ScriptToken): ScriptToken {
    let depth = 0;
    for (const token of this.#tokens) {
      if (token.start < open.start) continue;
      if (token.name === "LP") depth++;
      if (token.name === "RP" && --depth === 0) return token;
    }
    throw new TypeError("A table text that parses has a closing bracket");
  }

  /** Where the line ends, if only blanks and comments are between; else `at`. */
  #endOfLine(at: number): number {
    const lineEnd = this.#sql.indexOf("\n", at);
    const next = this.#tokens.find((token) => token.start >= at);
    const limit = next?.start ?? this.#sql.length;
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

/** The expressions of all CHECK constraints, as they are written. */
export function checksOf({ columns, constraints }: TableText): string[] {
  const clauses = [
    ...columns.flatMap(({ text, clauses: own }) => own.map((clause) => ({ text, clause }))),
    ...constraints.map(({ text, clause }) => ({ text, clause })),
  ];
  return clauses.flatMap(({ text, clause }) =>
    clause.kind === "Check" ? [checkExpression(text.slice(clause.start, clause.end))] : [],
  );
}

/** What is in the brackets of a CHECK clause. */
export function checkExpression(clause: string): string {
  const tokens = [...scriptTokens(clause)];
  const open = tokens.find(({ name }) => name === "LP");
  const close = tokens.findLast(({ name }) => name === "RP");
  return clause.slice(open?.end ?? 0, close?.start ?? clause.length).trim();
}

/** The name of the foreign key on these columns; null when it has none. */
export function namedForeignKey(
  { columns: pieces, constraints }: TableText,
  columns: readonly string[],
): string | null {
  const wanted = columns.map(foldName).join("\n");
  const found = constraints.find(
    ({ clause, columns: own }) => clause.kind === "ForeignKey" && own.map(foldName).join("\n") === wanted,
  );
  if (found) return found.clause.name;
  const piece = columns.length === 1 ? pieces.find((column) => foldName(column.name) === wanted) : undefined;
  return piece?.clauses.find(({ kind }) => kind === "ForeignKey")?.name ?? null;
}
