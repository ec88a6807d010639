/** A default that was typed without its quotes. */
import type { RefusalChoice, SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { nameOf } from "../../../src-shared/sql/script-tokens.ts";
import { textLiteral } from "./statements.ts";

/** The choice to take what was typed for a text. */
export function inQuotes(operation: Extract<SchemaOperation, { op: "changeColumn" }>, typed: string): RefusalChoice {
  const literal = textLiteral(/^"[^"]*"$/.test(typed) ? nameOf(typed) : typed);
  return { label: `Put it in quotes: ${literal}`, operations: [{ ...operation, default: literal }] };
}
