/** Ways out where the rows that are there do not fit a column that is added. */
import type { Column } from "../../../src-shared/model/schema.ts";
import type { RefusalChoice, SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { pieceOfColumn } from "./edit-column.ts";
import { withoutClauses } from "./pieces.ts";

type AddColumn = Extract<SchemaOperation, { op: "addColumn" }>;

/** Clauses of a column that rows can break, by the parser's name, as they are spoken of. */
const RULES = { NotNull: "NOT NULL", Check: "the CHECK", Unique: "UNIQUE", ForeignKey: "the foreign key" } as const;
export type BrokenRule = keyof typeof RULES;

/** Another value in the rows that are there, the column without the rule that they break, or no column. */
export function addedChoices(operation: AddColumn, column: Column, broken: BrokenRule): RefusalChoice[] {
  const { fill: _fill, ...bare } = operation;
  const value = broken === "NotNull" || column.notNull ? emptyValue(column) : "NULL";
  const fill: RefusalChoice = { label: "Fill the rows that are there", operations: [{ ...bare, fill: value }] };
  const piece = pieceOfColumn(operation.sql, " ");
  const kinds: readonly string[] = broken === "ForeignKey" ? [broken, "Defer"] : [broken];
  const less = withoutClauses(piece, ({ kind }) => kinds.includes(kind));
  const without: RefusalChoice = {
    label: `Add it without ${RULES[broken]}`,
    operations: [{ ...operation, sql: less.text.slice(less.start, less.end) }],
  };
  return [
    ...(column.kind === "ordinary" && (broken !== "Unique" || value === "NULL") ? [fill] : []),
    ...(less.text === piece.text ? [] : [without]),
    { label: "Leave the column out", operations: [] },
  ];
}

/** A value to begin with where one is asked for. */
export function emptyValue({ affinity, defaultSql }: Column): string {
  if (defaultSql !== null && defaultSql.toUpperCase() !== "NULL") return defaultSql;
  return affinity === "text" ? "''" : affinity === "blob" ? "x''" : "0";
}
