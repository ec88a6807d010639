/** Edits of one column's definition. */
import { comments } from "../../../src-shared/sql/ddl/read-comments.ts";
import { defaultClause } from "../../../src-shared/sql/ddl/one-piece.ts";
import type { Clause, ClauseKind } from "../../../src-shared/sql/ddl/table-parts.ts";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { chosenRule } from "./chosen-rule.ts";
import { expressionIn, typeIn } from "./one-piece.ts";
import { inQuotes } from "./in-quotes.ts";
import { columnOf, replaceColumn, spliceColumn, withoutClauses } from "./pieces.ts";
import { refusal } from "./refusal.ts";
import { type ColumnPiece, columnPiece, type TableText } from "./table-text.ts";

type ChangeColumn = Extract<SchemaOperation, { op: "changeColumn" }>;

/** A column from its definition as SQL, set apart by `lead`. Throws a refusal when it is not exactly one definition. */
export function pieceOfColumn(sql: string, lead: string): ColumnPiece {
  const piece = columnPiece(`${lead}${sql}`);
  if (!piece) {
    throw refusal(
      `“${sql}” is not the definition of one column.`,
      "Write its name, type and clauses: bio TEXT DEFAULT ''.",
    );
  }
  if (piece.start > lead.length)
    throw refusal(`“${sql}” begins with a comment.`, "Write the comment after the definition.");
  return piece;
}

/** The text with the column's type and clauses as asked; what is not asked for stays as it is written. */
export function changeColumn(text: TableText, operation: ChangeColumn): TableText {
  const old = columnOf(text, operation.column);
  let column = old;
  if (operation.check !== undefined) column = withCheck(text, column, operation);
  if (operation.type !== undefined) column = withType(column, typeIn(operation.type));
  if (operation.notNull !== undefined) column = withNotNull(column, operation.notNull);
  // A computed column can have no default.
  const value = operation.default === undefined && operation.generated ? null : operation.default;
  if (value !== undefined) column = withClause(column, "Default", value === null ? null : defaultSql(operation, value));
  if (operation.collation !== undefined) {
    const { collation } = operation;
    column = withClause(column, "Collate", collation === null ? null : `COLLATE ${quoteName(collation)}`);
  }
  if (operation.generated !== undefined) column = withGenerated(column, operation.generated);
  if (operation.comment !== undefined) column = withComment(column, operation.comment);
  return replaceColumn(text, old, column);
}

/** The comment of a column stands after its definition; one that stood before it makes room, others before it stay. */
function withComment(column: ColumnPiece, comment: string | null): ColumnPiece {
  const { text, start, end } = column;
  const before = comments(text, end, text.length).length === 0 ? comments(text, 0, start).at(-1) : undefined;
  const lead = before ? text.slice(0, before.start) + text.slice(before.end, start).trimStart() : text.slice(0, start);
  const definition = lead + text.slice(start, end);
  const piece = columnPiece(`${definition}${comment === null ? "" : ` -- ${comment}`}`, definition.length);
  if (!piece) throw refusal(`“${comment}” cannot stand as a comment.`, "Write it on one line.");
  return piece;
}

function withType(column: ColumnPiece, type: string): ColumnPiece {
  const { typeWordsEnd, namePlace } = column;
  const start = column.type?.start ?? namePlace.end;
  const [first] = column.clauses;
  const always = first?.kind === "Generated" && first.start < typeWordsEnd ? first : null;
  const blank = type === "" ? (/\s*$/.exec(column.text.slice(0, start))?.[0].length ?? 0) : 0;
  // The words before AS are the clause's, however they are written; others go with the type, where SQLite had cut them off.
  const words = always ? " GENERATED ALWAYS" : "";
  const end = always ? typeWordsEnd : Math.max(column.type?.end ?? start, typeWordsEnd);
  const sql = `${type === "" || column.type ? "" : " "}${type}${words}`;
  return spliceColumn(column, start - (column.type ? blank : 0), end, sql);
}

/** An explicit NULL clause goes as well: together with NOT NULL it would say both. */
function withNotNull(column: ColumnPiece, notNull: boolean): ColumnPiece {
  if (saysNotNull(column) === notNull) return column;
  const bare = withoutClauses(column, ({ kind }) => kind === "NotNull" || kind === "Null");
  return notNull ? appended(bare, "NOT NULL") : bare;
}

/** Is the column NOT NULL by its own clause? */
export function saysNotNull(column: ColumnPiece): boolean {
  return column.clauses.some(({ kind }) => kind === "NotNull");
}

/** One CHECK of the column is exchanged, taken away, or added when there is none. */
function withCheck(text: TableText, column: ColumnPiece, operation: ChangeColumn): ColumnPiece {
  const { check, rule } = operation;
  const sql = typeof check === "string" ? `CHECK (${expressionIn(check, "CHECK")})` : null;
  const own = column.clauses.filter(({ kind }) => kind === "Check");
  if (own.length === 0 && !rule) return sql === null ? column : appended(column, sql);
  const { clause } = chosenRule(text, operation, {
    rule,
    word: `CHECK of “${column.name}”`,
    fits: (found) => found.column === column && found.clause.kind === "Check",
  });
  return sql === null ? withoutClauses(column, (each) => each === clause) : exchanged(column, clause, sql);
}

/** The last clause of the kind, which is the one that counts, is exchanged and others of it go; without one it is added; null takes all away. */
function withClause(column: ColumnPiece, kind: ClauseKind, sql: string | null): ColumnPiece {
  const last = column.clauses.findLast((clause) => clause.kind === kind);
  if (!last) return sql === null ? column : appended(column, sql);
  if (sql === null) return withoutClauses(column, (clause) => clause.kind === kind);
  return withoutClauses(exchanged(column, last, sql), (clause) => clause.kind === kind && clause.start < last.start);
}

function withGenerated(column: ColumnPiece, generated: ChangeColumn["generated"]): ColumnPiece {
  if (!generated) return withClause(column, "Generated", null);
  const as = `AS (${expressionIn(generated.expression, "a generated column")}) ${generated.kind.toUpperCase()}`;
  const typeOf = ({ text, type }: ColumnPiece) => (type ? text.slice(type.start, type.end) : "");
  const long = withClause(column, "Generated", `GENERATED ALWAYS ${as}`);
  // Behind a comment SQLite would count the words, and with them the comment, to the type.
  return typeOf(long) === typeOf(column) ? long : withClause(column, "Generated", as);
}

/** What is after the CONSTRAINT name of a clause is exchanged. */
function exchanged(column: ColumnPiece, { body, end }: Clause, sql: string): ColumnPiece {
  return spliceColumn(column, body, end, sql);
}

function appended(column: ColumnPiece, sql: string): ColumnPiece {
  return spliceColumn(column, column.end, column.end, ` ${sql}`);
}

/** SQLite wants brackets around anything but a literal. */
function defaultSql(operation: ChangeColumn, value: string): string {
  const sql = defaultClause(value);
  if (sql !== null) return sql;
  throw refusal(
    `“${value}” is not one value or expression, as DEFAULT takes.`,
    "Write a literal ('new', 0) or one expression; its brackets and quotes must close.",
    [],
    [inQuotes(operation, value)],
  );
}
