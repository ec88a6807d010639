/**
 * A CREATE TABLE text read for a form: what no PRAGMA reports (constraint names, CHECK, ON CONFLICT, DEFERRABLE, comments,
 * generated expressions), each with its place in the text. Edits of a text are the engine's.
 */
import {
  type ColumnConstraint,
  type ColumnDefinition,
  type CreateTableStmt,
  type ForeignKeyClause,
  type NamedTableConstraint,
  parseStmt,
} from "sqlite3-parser";
import { type ScriptToken, scriptTokens } from "./script-tokens.ts";

/** UTF-16 offsets in the text. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export type ClauseKind =
  | "PrimaryKey"
  | "NotNull"
  | "Null"
  | "Unique"
  | "Check"
  | "Default"
  | "Collate"
  | "ForeignKey"
  | "Defer"
  | "Generated";

/** What a REFERENCES clause says. */
export interface DdlReference {
  readonly parentTable: string;
  readonly parentColumns: readonly string[];
  readonly onDelete: string | null;
  readonly onUpdate: string | null;
  readonly match: string | null;
  /** `DEFERRABLE INITIALLY DEFERRED` and its other forms, as written; null when there is none. */
  readonly deferrable: string | null;
}

export interface DdlClause extends Place {
  readonly kind: ClauseKind;
  /** CONSTRAINT name. */
  readonly name: string | null;
  /** Conflict clause (`REPLACE` …). */
  readonly conflict: string | null;
  /** The expression of CHECK, DEFAULT and generated columns; the name of a collation. As written. */
  readonly expression: string;
  readonly reference: DdlReference | null;
  /** Of a generated column. */
  readonly stored: boolean;
  readonly descending: boolean;
  readonly autoincrement: boolean;
}

export interface DdlComment extends Place {
  /** Without its marks. */
  readonly text: string;
}

export interface DdlColumn extends Place {
  readonly name: string;
  readonly namePlace: Place;
  /** Declared type; null when there is none. */
  readonly type: Place | null;
  readonly clauses: readonly DdlClause[];
  /** The comment after it on its line, else the one just before it. */
  readonly comment: DdlComment | null;
  /** After its comma, or its end when there is none. */
  readonly afterComma: number;
}

export interface DdlConstraint extends DdlClause {
  /** Columns of PRIMARY KEY, UNIQUE and FOREIGN KEY, and how they are written (`a COLLATE nocase DESC`). */
  readonly columns: readonly string[];
  readonly written: readonly string[];
  readonly afterComma: number;
}

export interface TableDdl {
  readonly sql: string;
  readonly columns: readonly DdlColumn[];
  readonly constraints: readonly DdlConstraint[];
  /** Inside the brackets: from after the opening one to before the closing one. */
  readonly inside: Place;
}

/** Reads a text; null when it is no list of columns that the parser can read. */
export function readTableDdl(sql: string): TableDdl | null {
  const statement = parse(sql);
  if (statement?.body.type !== "ColumnsAndConstraintsCreateTableBody") return null;
  return new Reader(sql, statement).read(statement.body.columns, statement.body.constraints ?? []);
}

function parse(sql: string): CreateTableStmt | null {
  try {
    const result = parseStmt(sql);
    return result.status === "ok" && result.root.type === "CreateTableStmt" ? result.root : null;
  } catch {
    return null;
  }
}

interface Spanned {
  readonly span: { readonly offset: number; readonly length: number };
}
const endOf = ({ span }: Spanned) => span.offset + span.length;

const actions: Record<string, string> = {
  SetNull: "SET NULL",
  SetDefault: "SET DEFAULT",
  Cascade: "CASCADE",
  Restrict: "RESTRICT",
  NoAction: "NO ACTION",
};

class Reader {
  readonly #sql: string;
  readonly #statement: CreateTableStmt;
  readonly #tokens: readonly ScriptToken[];

  constructor(sql: string, statement: CreateTableStmt) {
    this.#sql = sql;
    this.#statement = statement;
    this.#tokens = [...scriptTokens(sql)];
  }

  read(columns: readonly ColumnDefinition[], constraints: readonly NamedTableConstraint[]): TableDdl {
    const nameEnd = endOf(this.#statement.tblName.objName);
    const open = this.#tokens.find((token) => token.name === "LP" && token.start >= nameEnd) as ScriptToken;
    return {
      sql: this.#sql,
      columns: columns.map((column) => this.#column(column)),
      constraints: constraints.map((constraint) => this.#constraint(constraint)),
      inside: { start: open.end, end: this.#closing(open) },
    };
  }

  #column(column: ColumnDefinition): DdlColumn {
    const start = column.colName.span.offset;
    const end = endOf(column);
    const clauses = column.constraints.map((named): DdlClause => {
      const { constraint } = named;
      const place = { start: this.#startOf(named), end: endOf(named) };
      return this.#clause(constraint.type.replace(/ColumnConstraint$/, ""), place, named.name?.text, constraint);
    });
    const type = column.colType ? this.#type(column.colType) : null;
    return {
      start,
      end,
      name: column.colName.text,
      namePlace: { start, end: endOf(column.colName) },
      type,
      clauses: clauses.map((clause) => withGenerated(clause, this.#sql, type)),
      comment: this.#commentOf(start, end),
      afterComma: this.#afterComma(end),
    };
  }

  /** The parser takes `GENERATED ALWAYS` for words of the type. */
  #type(type: Spanned): Place | null {
    const start = type.span.offset;
    const text = this.#sql.slice(start, endOf(type)).replace(/\s*\bgenerated\s+always$/i, "");
    return text === "" ? null : { start, end: start + text.length };
  }

  #constraint(named: NamedTableConstraint): DdlConstraint {
    const { constraint } = named;
    const place = { start: this.#startOf(named), end: endOf(named) };
    const kind = constraint.type.replace(/TableConstraint$/, "");
    const listed = "columns" in constraint ? constraint.columns : [];
    const columns = listed.map((column) => {
      if ("colName" in column) return column.colName.text;
      const { expr } = column;
      const inner = expr.type === "CollateExpr" ? expr.expr : expr;
      return inner.type === "Id" ? inner.name : inner.type === "StringLiteral" ? inner.value : "";
    });
    return {
      ...this.#clause(kind, place, named.name?.text, constraint),
      columns,
      written: listed.length === 0 ? [] : this.#listIn(place),
      afterComma: this.#afterComma(place.end),
    };
  }

  #clause(kind: string, place: Place, name: string | undefined, constraint: ColumnConstraint | object): DdlClause {
    // The parts that some kinds have; each is looked at by its own name.
    const parts = constraint as {
      conflictClause?: string;
      nullable?: boolean;
      autoIncrement?: boolean;
      order?: string;
      expr?: Spanned;
      collationName?: Spanned & { text: string };
      typ?: { name: string };
      clause?: ForeignKeyClause;
      deferClause?: Spanned;
    };
    const isKey = kind === "ForeignKey" && parts.clause !== undefined;
    return {
      ...place,
      kind: (kind === "NotNull" && parts.nullable ? "Null" : kind) as ClauseKind,
      name: name ?? null,
      conflict: parts.conflictClause?.toUpperCase() ?? null,
      expression: this.#expression(kind, place, parts.expr, parts.collationName),
      reference: isKey ? this.#reference(parts.clause as ForeignKeyClause, place, parts.deferClause) : null,
      stored: parts.typ?.name.toLowerCase() === "stored",
      descending: parts.order === "Desc",
      autoincrement: parts.autoIncrement === true,
    };
  }

  #expression(kind: string, place: Place, expr: Spanned | undefined, collation: { text: string } | undefined): string {
    if (kind === "Default") return this.#sql.slice(this.#word(place, "DEFAULT").end, place.end).trim();
    if (collation) return collation.text;
    // From bracket to bracket: spans of the parser leave out brackets of the expression's own.
    if (kind === "Check" || kind === "Generated") {
      const open = this.#tokens.find(
        (t) => t.name === "LP" && t.start >= this.#word(place, kind === "Check" ? "CHECK" : "AS").end,
      );
      if (open) return this.#sql.slice(open.end, this.#closing(open)).trim();
    }
    return expr ? this.#sql.slice(expr.span.offset, endOf(expr)) : "";
  }

  #reference(clause: ForeignKeyClause, place: Place, defer: Spanned | undefined): DdlReference {
    const args = (clause.args ?? []) as readonly (Spanned & {
      type: string;
      action?: string;
      name?: { text: string };
    })[];
    const action = (type: string) => {
      const found = args.find((arg) => arg.type === type)?.action;
      return found === undefined ? null : (actions[found] ?? found.toUpperCase());
    };
    // Of a column the parser gives it as a clause of its own.
    const deferrable = defer
      ? /(?:not\s+)?deferrable\b.*$/is.exec(this.#sql.slice(place.start, place.end))?.[0]
      : undefined;
    return {
      parentTable: clause.tblName.text,
      parentColumns: (clause.columns ?? []).map((column) => column.colName.text),
      onDelete: action("OnDeleteRefArg"),
      onUpdate: action("OnUpdateRefArg"),
      match: args.find((arg) => arg.type === "MatchRefArg")?.name?.text ?? null,
      deferrable: deferrable ?? null,
    };
  }

  /** The parser's span leaves out `CONSTRAINT name`, and begins after `GENERATED ALWAYS`. */
  #startOf(named: Spanned & { name?: Spanned | undefined }): number {
    if (!named.name) return named.span.offset;
    const { offset } = named.name.span;
    return this.#tokens.findLast((t) => t.start < offset && t.name === "CONSTRAINT")?.start ?? named.span.offset;
  }

  #word(place: Place, name: string): ScriptToken | Place {
    return this.#tokens.find((t) => t.name === name && t.start >= place.start && t.end <= place.end) ?? place;
  }

  /** What stands between the commas of the first brackets of a place. */
  #listIn(place: Place): string[] {
    const inside = this.#tokens.filter((t) => t.start >= place.start && t.end <= place.end);
    const first = inside.findIndex(({ name }) => name === "LP");
    const parts: string[] = [];
    let depth = 0;
    let from = inside[first]?.end ?? place.start;
    for (const { name, start, end } of inside.slice(first)) {
      if (name === "LP") depth++;
      if (name === "RP") depth--;
      if (depth === 0 || (depth === 1 && name === "COMMA")) {
        parts.push(this.#sql.slice(from, start).trim());
        from = end;
      }
      if (depth === 0) break;
    }
    return parts;
  }

  #closing(open: ScriptToken): number {
    let depth = 0;
    for (const token of this.#tokens) {
      if (token.start < open.start) continue;
      if (token.name === "LP") depth++;
      if (token.name === "RP" && --depth === 0) return token.start;
    }
    return this.#sql.length;
  }

  #afterComma(end: number): number {
    const next = this.#tokens.find((token) => token.start >= end);
    return next?.name === "COMMA" ? next.end : end;
  }

  #commentOf(start: number, end: number): DdlComment | null {
    const next = this.#tokens.find((token) => token.start >= end);
    const before = comments(this.#sql, end, next?.start ?? this.#sql.length)[0];
    if (before && !this.#sql.slice(end, before.start).includes("\n")) return before;
    if (next?.name === "COMMA") {
      const limit = this.#tokens.find((token) => token.start >= next.end)?.start ?? this.#sql.length;
      const after = comments(this.#sql, next.end, limit)[0];
      // On a later line, or before the next column on this one, it speaks of that column.
      const ownLine = after && !this.#sql.slice(next.end, after.start).includes("\n");
      if (ownLine && /\n/.test(this.#sql.slice(after.start, limit))) return after;
    }
    const gap = this.#tokens.findLast((token) => token.end <= start)?.end ?? 0;
    const line = this.#sql.indexOf("\n", gap);
    return comments(this.#sql, line === -1 || line > start ? gap : line, start).at(-1) ?? null;
  }
}

/** `GENERATED ALWAYS` before AS belongs to the clause. */
function withGenerated(clause: DdlClause, sql: string, type: Place | null): DdlClause {
  if (clause.kind !== "Generated") return clause;
  const before = sql.slice(type?.end ?? 0, clause.start);
  const words = /\bgenerated\s+always\s*$/i.exec(before)?.[0] ?? "";
  return { ...clause, start: clause.start - words.length };
}

const commentPattern = /--([^\n]*)|\/\*([\s\S]*?)(?:\*\/|$)/g;

function comments(sql: string, start: number, end: number): DdlComment[] {
  return [...sql.slice(start, end).matchAll(commentPattern)].map((match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
    text: (match[1] ?? match[2] ?? "").trim(),
  }));
}

export interface PrimaryKey {
  /** In key order. */
  readonly columns: readonly { readonly name: string; readonly descending: boolean }[];
  readonly autoincrement: boolean;
}

/** The table's primary key as its text has it; null when it has none. */
export function primaryKeyOf(ddl: TableDdl): PrimaryKey | null {
  for (const { name, clauses } of ddl.columns) {
    const clause = clauses.find(({ kind }) => kind === "PrimaryKey");
    if (clause) return { columns: [{ name, descending: clause.descending }], autoincrement: clause.autoincrement };
  }
  const constraint = ddl.constraints.find(({ kind }) => kind === "PrimaryKey");
  if (!constraint) return null;
  const { columns, written, autoincrement } = constraint;
  return {
    columns: columns.map((name, at) => ({ name, descending: /\bdesc$/i.test(written[at] ?? "") })),
    autoincrement: autoincrement || /\bautoincrement$/i.test(written.at(-1) ?? ""),
  };
}
