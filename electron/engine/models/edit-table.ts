/** Edits of a table's text for the operations that SQLite has no statement for. Each gives the new text. */
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { nameOf, scriptTokens } from "../../../src-shared/sql/script-tokens.ts";
import { foldName, sameName } from "../schema/same-name.ts";
import { changeColumn, pieceOfColumn } from "./edit-column.ts";
import { columnOf, replaceColumn, spliceColumn, withoutClauses } from "./pieces.ts";
import { refusal } from "./refusal.ts";
import { sameTokens } from "./statements.ts";
import { checkExpression, type Clause, type ColumnPiece, type ConstraintPiece, type TableText } from "./table-text.ts";

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
      return addConstraint(text, operation.name, "ForeignKey", foreignKeySql(operation), operation.columns);
    case "addCheck":
      return addConstraint(text, operation.name, "Check", `CHECK (${operation.expression})`, []);
    case "addUnique": {
      const conflict = operation.onConflict === undefined ? "" : ` ON CONFLICT ${operation.onConflict}`;
      return addConstraint(
        text,
        operation.name,
        "Unique",
        `UNIQUE (${list(operation.columns)})${conflict}`,
        operation.columns,
      );
    }
    case "dropForeignKey":
      return dropByColumns(text, "ForeignKey", operation.columns, "foreign key");
    case "dropUnique":
      return dropByColumns(text, "Unique", operation.columns, "UNIQUE constraint");
    case "dropConstraint":
      return dropNamed(text, operation.name);
    case "dropCheck":
      return dropCheck(text, operation.expression);
    case "renameConstraint":
      return renameConstraint(text, operation.name, operation.to);
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

function addConstraint(
  text: TableText,
  name: string | undefined,
  kind: string,
  sql: string,
  columns: readonly string[],
): TableText {
  if (name !== undefined && constraintNames(text).some((known) => sameName(known, name))) {
    throw refusal(`There is a constraint “${name}” already.`, "Choose another name.");
  }
  const lead = separatorOf(text);
  const definition = name === undefined ? sql : `CONSTRAINT ${quoteName(name)} ${sql}`;
  const end = lead.length + definition.length;
  const clause = { kind, name: name ?? null, start: lead.length, end };
  const piece: ConstraintPiece = { text: lead + definition, start: lead.length, end, commaAt: end, clause, columns };
  return { ...text, constraints: [...text.constraints, piece] };
}

function constraintNames({ columns, constraints }: TableText): string[] {
  const clauses = [...columns.flatMap((column) => column.clauses), ...constraints.map(({ clause }) => clause)];
  return clauses.flatMap(({ name }) => (name === null ? [] : [name]));
}

function dropByColumns(text: TableText, kind: string, columns: readonly string[], word: string): TableText {
  const wanted = columns.map(foldName).join("\n");
  const found = text.constraints.find((c) => c.clause.kind === kind && c.columns.map(foldName).join("\n") === wanted);
  if (found) return { ...text, constraints: text.constraints.filter((c) => c !== found) };
  const column = columns.length === 1 ? text.columns.find((c) => sameName(c.name, columns[0] as string)) : undefined;
  if (column?.clauses.some((clause) => clause.kind === kind)) {
    // DEFERRABLE is a clause of its own to the parser, but belongs to the foreign key.
    const kinds = kind === "ForeignKey" ? [kind, "Defer"] : [kind];
    return replaceColumn(
      text,
      column,
      withoutClauses(column, (clause) => kinds.includes(clause.kind)),
    );
  }
  throw refusal(`There is no ${word} on ${columns.join(", ")}.`, "Look at the table's text and correct the operation.");
}

function dropNamed(text: TableText, name: string): TableText {
  const isIt = (known: string | null) => known !== null && sameName(known, name);
  const constraint = text.constraints.find((c) => isIt(c.clause.name));
  if (constraint) return { ...text, constraints: text.constraints.filter((c) => c !== constraint) };
  for (const column of text.columns) {
    if (column.clauses.some((clause) => isIt(clause.name)))
      return replaceColumn(
        text,
        column,
        withoutClauses(column, (clause) => isIt(clause.name)),
      );
  }
  throw refusal(`There is no constraint “${name}”.`, "Look at the table's text and correct the operation.");
}

/** The first CHECK with these tokens, of a column or of the table. */
function dropCheck(text: TableText, expression: string): TableText {
  const isIt = (piece: string, { kind, start, end }: Clause) =>
    kind === "Check" && sameTokens(checkExpression(piece.slice(start, end)), expression);
  const constraint = text.constraints.find((c) => isIt(c.text, c.clause));
  if (constraint) return { ...text, constraints: text.constraints.filter((c) => c !== constraint) };
  for (const column of text.columns) {
    const found = column.clauses.find((clause) => isIt(column.text, clause));
    if (found)
      return replaceColumn(
        text,
        column,
        withoutClauses(column, (clause) => clause === found),
      );
  }
  throw refusal(`There is no CHECK (${expression}).`, "Look at the table's text and correct the operation.");
}

function renameConstraint(text: TableText, name: string, to: string): TableText {
  if (constraintNames(text).some((known) => sameName(known, to) && !sameName(name, to))) {
    throw refusal(`There is a constraint “${to}” already.`, "Choose another name.");
  }
  const isIt = (known: string | null) => known !== null && sameName(known, name);
  const constraint = text.constraints.find((c) => isIt(c.clause.name));
  if (constraint) {
    const at = nameSpan(constraint.text, constraint.clause);
    const renamed = constraint.text.slice(0, at.start) + quoteName(to) + constraint.text.slice(at.end);
    const shift = renamed.length - constraint.text.length;
    const clause = { ...constraint.clause, name: to, end: constraint.clause.end + shift };
    const piece = {
      ...constraint,
      text: renamed,
      end: constraint.end + shift,
      commaAt: constraint.commaAt + shift,
      clause,
    };
    return { ...text, constraints: text.constraints.map((c) => (c === constraint ? piece : c)) };
  }
  for (const column of text.columns) {
    const clause = column.clauses.find((c) => isIt(c.name));
    if (!clause) continue;
    const at = nameSpan(column.text, clause);
    return replaceColumn(text, column, spliceColumn(column, at.start, at.end, quoteName(to)));
  }
  throw refusal(`There is no constraint “${name}”.`, "Look at the table's text and correct the operation.");
}

/** Where the name after CONSTRAINT stands. */
function nameSpan(piece: string, { start, end }: Clause): { start: number; end: number } {
  const [, name] = [...scriptTokens(piece.slice(start, end))];
  return { start: start + (name?.start ?? 0), end: start + (name?.end ?? 0) };
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
  if (columns.length > 1) {
    if (autoincrement)
      throw refusal("AUTOINCREMENT is for a key of one column.", "Leave it out, or choose one column.");
    const terms = columns.map((c) => `${quoteName(c.name)}${c.descending ? " DESC" : ""}`).join(", ");
    return addConstraint(
      bare,
      name,
      "PrimaryKey",
      `PRIMARY KEY (${terms})${conflict}`,
      columns.map((c) => c.name),
    );
  }
  const constraint = name === undefined ? "" : `CONSTRAINT ${quoteName(name)} `;
  const sql = `${constraint}PRIMARY KEY${only.descending ? " DESC" : ""}${conflict}${autoincrement ? " AUTOINCREMENT" : ""}`;
  const at = piece.type?.end ?? piece.nameEnd;
  const spliced = spliceColumn(piece, at, at, ` ${sql}`);
  const clause = { kind: "PrimaryKey", name: name ?? null, start: at + 1, end: at + 1 + sql.length };
  return replaceColumn(bare, piece, { ...spliced, clauses: [clause, ...spliced.clauses] });
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
