/** SQL with its values in the text, for reading and copying, and where SQLite allows no parameters (a view). */
import type { Scalar } from "../model/cell.ts";
import { scriptTokens } from "./script-tokens.ts";
import { sqlLiteral } from "./sql-literal.ts";

/** Writes the values in the places of the `?`, one after the other. Throws a RangeError when there are fewer values. */
export function inlineParameters(sql: string, parameters: readonly Scalar[]): string {
  let text = "";
  let from = 0;
  let next = 0;
  for (const token of scriptTokens(sql)) {
    if (token.name !== "VARIABLE") continue;
    const value = parameters[next++];
    if (value === undefined) throw new RangeError("A parameter has no value");
    text += sql.slice(from, token.start) + sqlLiteral(value);
    from = token.end;
  }
  return text + sql.slice(from);
}
