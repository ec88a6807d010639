/** Edits of one column's definition. */
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { columnOf, replaceColumn, spliceColumn, withoutClauses } from "./pieces.ts";
import { refusal } from "./refusal.ts";
import { type ColumnPiece, parseTable, readTableText, type TableText } from "./table-text.ts";

type ChangeColumn = Extract<SchemaOperation, { op: "changeColumn" }>;

/** A column from its definition as SQL, set apart by `lead`. Throws a refusal when it is not exactly one definition. */
export function pieceOfColumn(sql: string, lead: string): ColumnPiece {
  const table = `CREATE TABLE t(${lead}${sql}\n)`;
  const text = parseTable(table) ? readTableText(table, "t") : null;
  const [piece] = text?.columns ?? [];
  if (!piece || text?.columns.length !== 1 || text.constraints.length > 0 || text.options !== "") {
    throw refusal(
      `“${sql}” is not the definition of one column.`,
      "Write its name, type and clauses: bio TEXT DEFAULT ''.",
    );
  }
  if (!text.open.endsWith("("))
    throw refusal(`“${sql}” begins with a comment.`, "Write the comment after the definition.");
  return piece;
}

/** The text with the column's type and clauses as asked; what is not asked for stays as it is written. */
export function changeColumn(text: TableText, operation: ChangeColumn): TableText {
  const old = columnOf(text, operation.column);
  let column = old;
  if (operation.type !== undefined) column = withType(column, operation.type);
  if (operation.notNull !== undefined) column = withNotNull(column, operation.notNull);
  // A computed column can have no default.
  const value = operation.default === undefined && operation.generated ? null : operation.default;
  if (value !== undefined) {
    column = withClause(column, "Default", value === null ? null : `DEFAULT ${defaultSql(value)}`);
  }
  if (operation.check !== undefined) {
    column = withClause(column, "Check", operation.check === null ? null : `CHECK (${operation.check})`);
  }
  if (operation.collation !== undefined) {
    column = withClause(
      column,
      "Collate",
      operation.collation === null ? null : `COLLATE ${quoteName(operation.collation)}`,
    );
  }
  if (operation.generated !== undefined) {
    const { generated } = operation;
    const sql = generated && `GENERATED ALWAYS AS (${generated.expression}) ${generated.kind.toUpperCase()}`;
    column = withClause(column, "Generated", sql);
  }
  if (operation.comment !== undefined) column = withComment(column, operation.comment);
  return replaceColumn(text, old, column);
}

/** What is written after the definition is its comment; what is written before it stays. */
function withComment(column: ColumnPiece, comment: string | null): ColumnPiece {
  const at = Math.max(column.end, Math.min(column.commaAt, column.text.length));
  const text = `${column.text.slice(0, column.end)}${comment === null ? "" : ` -- ${comment}`}`;
  return { ...column, text, commaAt: Math.min(at, column.end) };
}

function withType(column: ColumnPiece, type: string): ColumnPiece {
  const { start, end } = column.type ?? { start: column.nameEnd, end: column.nameEnd };
  const blank = type === "" ? (/\s*$/.exec(column.text.slice(0, start))?.[0].length ?? 0) : 0;
  const sql = column.type || type === "" ? type : ` ${type}`;
  const from = type === "" && column.type ? start - blank : start;
  const piece = spliceColumn(column, from, end, sql);
  return { ...piece, type: type === "" ? null : { start: from + sql.length - type.length, end: from + sql.length } };
}

/** An explicit NULL clause goes as well: together with NOT NULL it would say both. */
function withNotNull(column: ColumnPiece, notNull: boolean): ColumnPiece {
  const isNotNull = column.clauses.some((clause) => isNotNullClause(column, clause));
  if (isNotNull === notNull) return column;
  const bare = withoutClauses(column, (clause) => clause.kind === "NotNull");
  return notNull ? appended(bare, "NotNull", "NOT NULL") : bare;
}

function isNotNullClause(column: ColumnPiece, { kind, start, end }: ColumnPiece["clauses"][number]): boolean {
  return kind === "NotNull" && /\bNOT\b/i.test(column.text.slice(start, end));
}

/** Is the column NOT NULL by its own clause? */
export function saysNotNull(column: ColumnPiece): boolean {
  return column.clauses.some((clause) => isNotNullClause(column, clause));
}

/** The first clause of the kind is replaced and others of it go; without one it is added; null takes all away. */
function withClause(column: ColumnPiece, kind: string, sql: string | null): ColumnPiece {
  const first = column.clauses.find((clause) => clause.kind === kind);
  if (sql === null || !first) {
    const bare = withoutClauses(column, (clause) => clause.kind === kind);
    return sql === null ? bare : appended(bare, kind, sql);
  }
  const single = withoutClauses(column, (clause) => clause.kind === kind && clause !== first);
  return spliceColumn(single, first.start, first.end, sql);
}

function appended(column: ColumnPiece, kind: string, sql: string): ColumnPiece {
  const at = column.end;
  const piece = spliceColumn(column, at, at, ` ${sql}`);
  return { ...piece, clauses: [...piece.clauses, { kind, name: null, start: at + 1, end: at + 1 + sql.length }] };
}

/** SQLite wants brackets around anything but a literal or one of the CURRENT_ words. */
function defaultSql(expression: string): string {
  const literal = /^([+-]?\s*[\d.][\w.+-]*|x?'([^']|'')*'|null|true|false|current_(time|date|timestamp)|\(.*\))$/is;
  return literal.test(expression) ? expression : `(${expression})`;
}
