/** Refuses what is typed into one place of a definition and is more, or less, than one piece of its kind. */
import { isOneType, oneExpression } from "../../../src-shared/sql/ddl/one-piece.ts";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { refusal } from "./refusal.ts";

/** The expression without comments around it. Throws a refusal. */
export function expressionIn(sql: string, place: string): string {
  const expression = oneExpression(sql);
  if (expression !== null) return expression;
  throw refusal(
    `“${sql}” is not one expression, as ${place} takes.`,
    "Write one expression; its brackets and quotes must close.",
  );
}

/** The type. Throws a refusal; an empty one is none. */
export function typeIn(sql: string): string {
  if (sql === "" || isOneType(sql)) return sql;
  throw refusal(
    `“${sql}” is not one type.`,
    "Write words and up to two numbers in brackets: VARCHAR(20). Constraints have fields of their own.",
  );
}

/** Looks at the expressions that an operation gives for rows. Throws a refusal. */
export function lookAtValues(operation: SchemaOperation): void {
  if ("fill" in operation && operation.fill !== undefined)
    expressionIn(operation.fill, "the value for the rows that are there");
  if (operation.op !== "redefineTable") return;
  for (const { column, expression } of operation.values ?? []) expressionIn(expression, `the value of “${column}”`);
}
