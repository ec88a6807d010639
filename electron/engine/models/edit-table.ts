/** Edits of a table's text for the operations that SQLite has no statement for. Each gives the new text. */
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import type { Clause } from "../../../src-shared/sql/ddl/table-parts.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { nameOf, scriptTokens } from "../../../src-shared/sql/script-tokens.ts";
import { foldName, sameName } from "../schema/same-name.ts";
import { chosenRule } from "./chosen-rule.ts";
import { changeColumn, pieceOfColumn } from "./edit-column.ts";
import { expressionIn } from "./one-piece.ts";
import { columnOf, replaceColumn, spliceColumn, spliceRule, withoutClauses, withoutRule } from "./pieces.ts";
import { refusal } from "./refusal.ts";
import { sameTokens } from "./statements.ts";
import {
  type ColumnPiece,
  constraintPiece,
  expressionOf,
  type Rule,
  ruleColumns,
  rulesOf,
  type TableText,
} from "./table-text.ts";

type Operation<K extends SchemaOperation["op"]> = Extract<SchemaOperation, { op: K }>;
/** Operations that edit the text of one table. */
export type TextOperation = Operation<
  | "addColumn"
  | "dropColumn"
  | "changeColumn"
  | "moveColumn"
  | "addForeignKey"
  | "dropForeignKey"
  | "addCheck"
  | "addUnique"
  | "dropUnique"
  | "dropConstraint"
  | "dropCheck"
  | "renameConstraint"
  | "setPrimaryKey"
  | "setTableOptions"
>;

/** The text after the operation. Throws a refusal when the table has not what the operation speaks of. */
export function editTable(text: TableText, operation: TextOperation): TableText {
  switch (operation.op) {
    case "addColumn":
      return insertColumn(text, pieceOfColumn(operation.sql, separatorOf(text)), operation.position ?? "last");
    case "dropColumn":
      return dropColumn(text, operation.column);
    case "changeColumn":
      return changeColumn(text, operation);
    case "moveColumn": {
      const piece = columnOf(text, operation.column);
      const rest = { ...text, columns: text.columns.filter((column) => column !== piece) };
      return insertColumn(rest, piece, operation.position);
    }
    case "addForeignKey":
      return putConstraint(text, operation, foreignKeySql(operation));
    case "addCheck":
      return putConstraint(text, operation, `CHECK (${expressionIn(operation.expression, "CHECK")})`);
    case "addUnique": {
      const conflict = operation.onConflict === undefined ? "" : ` ON CONFLICT ${operation.onConflict}`;
      return putConstraint(text, operation, `UNIQUE (${operation.columns.map(termSql).join(", ")})${conflict}`);
    }
    case "dropForeignKey":
    case "dropUnique":
    case "dropConstraint":
    case "dropCheck":
      return withoutRule(text, ruleOf(text, operation));
    case "renameConstraint":
      return renameConstraint(text, operation);
    case "setPrimaryKey":
      return setPrimaryKey(text, operation);
    case "setTableOptions":
      return setOptions(text, operation);
  }
}

/** New columns are set apart as the others are: on lines of their own, or after a blank. */
function separatorOf(text: TableText): string {
  const sample = text.columns.at(-1) ?? text.columns[0];
  const lead = sample ? (/^\s*/.exec(sample.text)?.[0] ?? "") : "";
  return lead === "" ? " " : lead;
}

function insertColumn(text: TableText, piece: ColumnPiece, position: "first" | "last" | { after: string }): TableText {
  const at =
    position === "first"
      ? 0
      : position === "last"
        ? text.columns.length
        : text.columns.indexOf(columnOf(text, position.after)) + 1;
  return { ...text, columns: text.columns.toSpliced(at, 0, piece) };
}

function dropColumn(text: TableText, name: string): TableText {
  const piece = columnOf(text, name);
  if (text.columns.length === 1) throw refusal("A table must have a column.", "Drop the table instead.");
  const user = text.constraints.find((c) => c.columns.some((column) => sameName(column, name)));
  if (user) {
    throw refusal(
      `“${name}” is part of ${user.clause.name === null ? "a constraint" : `the constraint “${user.clause.name}”`} of the table.`,
      "Drop the constraint in the same plan, before the column.",
    );
  }
  const rest = { ...text, columns: text.columns.filter((column) => column !== piece) };
  const check = rest.constraints.find((c) => c.clause.kind === "Check" && mentions(c.text.slice(c.start, c.end), name));
  if (check) {
    throw refusal(
      `“${name}” is in the rule ${check.text.slice(check.start, check.end)} of the table.`,
      "Drop the rule in the same plan, before the column.",
    );
  }
  const other = rest.columns.find((c) => c.clauses.some((clause) => usesColumn(c, clause, name)));
  if (other)
    throw refusal(
      `“${other.name}” is computed or checked by “${name}”.`,
      `Change “${other.name}” in the same plan, before the column.`,
    );
  return rest;
}

function usesColumn(column: ColumnPiece, { kind, start, end }: Clause, name: string): boolean {
  return (kind === "Check" || kind === "Generated") && mentions(column.text.slice(start, end), name);
}

/** Is the name there as a name, not as a text or a function? */
function mentions(sql: string, name: string): boolean {
  const tokens = [...scriptTokens(sql)];
  return tokens.some(
    (token, i) =>
      token.name !== "STRING" &&
      sameName(nameOf(token.text), name) &&
      tokens[i + 1]?.name !== "LP" &&
      tokens[i - 1]?.name !== "CONSTRAINT",
  );
}

type AddOperation = Operation<"addForeignKey" | "addCheck" | "addUnique">;

/** Adds a constraint, or puts it in the place of the rule that the operation names. */
function putConstraint(text: TableText, operation: AddOperation, sql: string): TableText {
  const { name, rule } = operation;
  if (!rule) return addConstraint(text, name, sql);
  const old = chosenRule(text, operation, { rule, word: rule.sql, fits: () => true });
  const { start, end, kind } = old.clause;
  const keepsName = name !== undefined && old.clause.name !== null && sameName(old.clause.name, name);
  if (name !== undefined && !keepsName) refuseTaken(text, name);
  const definition = named(name, sql);
  // In a column only a CHECK is written as in the table.
  if (!old.column || (kind === "Check" && operation.op === "addCheck"))
    return spliceRule(text, old, start, end, definition);
  return appendConstraint(withoutRule(text, old), definition);
}

const named = (name: string | undefined, sql: string) =>
  name === undefined ? sql : `CONSTRAINT ${quoteName(name)} ${sql}`;

function refuseTaken(text: TableText, name: string): void {
  if (rulesOf(text).some(({ clause }) => clause.name !== null && sameName(clause.name, name)))
    throw refusal(`There is a constraint “${name}” already.`, "Choose another name.");
}

function addConstraint(text: TableText, name: string | undefined, sql: string): TableText {
  if (name !== undefined) refuseTaken(text, name);
  return appendConstraint(text, named(name, sql));
}

function appendConstraint(text: TableText, definition: string): TableText {
  const piece = constraintPiece(separatorOf(text) + definition);
  if (!piece) throw refusal(`“${definition}” is not one constraint.`, "Correct the operation.");
  return { ...text, constraints: [...text.constraints, piece] };
}

type RuleOperation = Operation<"dropForeignKey" | "dropUnique" | "dropConstraint" | "dropCheck" | "renameConstraint">;

/** The rule that the operation is about. Throws a refusal. */
export function ruleOf(text: TableText, operation: RuleOperation): Rule {
  const { rule } = operation;
  switch (operation.op) {
    case "dropForeignKey":
    case "dropUnique": {
      const kind = operation.op === "dropUnique" ? "Unique" : "ForeignKey";
      const wanted = operation.columns.map(foldName).join("\n");
      return chosenRule(text, operation, {
        rule,
        word: `${kind === "Unique" ? "UNIQUE constraint" : "foreign key"} on ${operation.columns.join(", ")}`,
        fits: (each) => each.clause.kind === kind && ruleColumns(each).map(foldName).join("\n") === wanted,
      });
    }
    case "dropCheck":
      return chosenRule(text, operation, {
        rule,
        word: `CHECK (${operation.expression})`,
        fits: (each) => each.clause.kind === "Check" && sameTokens(expressionOf(each), operation.expression),
      });
    default:
      return chosenRule(text, operation, {
        rule,
        word: `constraint “${operation.name}”`,
        fits: ({ clause }) => clause.name !== null && sameName(clause.name, operation.name),
      });
  }
}

function renameConstraint(text: TableText, operation: Operation<"renameConstraint">): TableText {
  const { name, to } = operation;
  const found = ruleOf(text, operation);
  if (!sameName(name, to)) refuseTaken(text, to);
  const { start, end } = found.clause.namePlace ?? found.clause;
  return spliceRule(text, found, start, end, quoteName(to));
}

function setPrimaryKey(text: TableText, operation: Operation<"setPrimaryKey">): TableText {
  const isKey = ({ kind }: Clause) => kind === "PrimaryKey";
  const bare: TableText = {
    ...text,
    columns: text.columns.map((column) => withoutClauses(column, isKey)),
    constraints: text.constraints.filter(({ clause }) => !isKey(clause)),
  };
  const { columns, name, autoincrement, onConflict } = operation;
  const [only] = columns;
  if (!only) return bare;
  const pieces = columns.map((column) => columnOf(bare, column.name));
  const piece = pieces[0] as ColumnPiece;
  const conflict = onConflict === undefined ? "" : ` ON CONFLICT ${onConflict}`;
  // A clause of a column cannot say a collation.
  if (columns.length > 1 || only.collation !== undefined) {
    if (autoincrement)
      throw refusal(
        "AUTOINCREMENT is for a key of one column, without a collation.",
        "Leave it out, or choose one column.",
      );
    return addConstraint(bare, name, `PRIMARY KEY (${columns.map(termSql).join(", ")})${conflict}`);
  }
  const constraint = name === undefined ? "" : `CONSTRAINT ${quoteName(name)} `;
  const sql = `${constraint}PRIMARY KEY${only.descending ? " DESC" : ""}${conflict}${autoincrement ? " AUTOINCREMENT" : ""}`;
  const at =
    piece.typeWordsEnd > piece.namePlace.end && !piece.clauses[0]
      ? piece.typeWordsEnd
      : (piece.type?.end ?? piece.namePlace.end);
  return replaceColumn(bare, piece, spliceColumn(piece, at, at, ` ${sql}`));
}

function foreignKeySql(operation: Operation<"addForeignKey">): string {
  const { columns, parentTable, parentColumns, onDelete, onUpdate, deferred } = operation;
  return [
    `FOREIGN KEY (${list(columns)}) REFERENCES ${quoteName(parentTable)}`,
    ...(parentColumns ? [`(${list(parentColumns)})`] : []),
    ...(onDelete ? [`ON DELETE ${onDelete}`] : []),
    ...(onUpdate ? [`ON UPDATE ${onUpdate}`] : []),
    ...(deferred ? ["DEFERRABLE INITIALLY DEFERRED"] : []),
  ].join(" ");
}

type Term = Operation<"addUnique">["columns"][number];

function termSql(term: Term): string {
  if (typeof term === "string") return quoteName(term);
  const collation = term.collation === undefined ? "" : ` COLLATE ${quoteName(term.collation)}`;
  return `${quoteName(term.name)}${collation}${term.descending ? " DESC" : ""}`;
}

function list(columns: readonly string[]): string {
  return columns.map(quoteName).join(", ");
}

function setOptions(text: TableText, { strict, withoutRowid }: Operation<"setTableOptions">): TableText {
  const bare = text.options.replace(/\/\*[\s\S]*?(\*\/|$)|--[^\n]*/g, " ");
  const is = { strict: /\bstrict\b/i.test(bare), withoutRowid: /\bwithout\s+rowid\b/i.test(bare) };
  const words = [
    ...((strict ?? is.strict) ? ["STRICT"] : []),
    ...((withoutRowid ?? is.withoutRowid) ? ["WITHOUT ROWID"] : []),
  ];
  return { ...text, options: words.length === 0 ? "" : ` ${words.join(", ")}` };
}
