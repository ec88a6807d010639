/** SQL with its values in the text, for reading and copying, and where SQLite allows no parameters (a view). */
import type { Scalar } from "../model/cell.ts";
import { scriptTokens } from "./script-tokens.ts";
import { sqlLiteral } from "./sql-literal.ts";

/** Writes the values in the places of the `?`, one after the other. Throws a RangeError when there are fewer values. */
export function inlineParameters(sql: string, parameters: readonly Scalar[]): string {
  return withPlaces(sql, (at) => {
    const value = parameters[at];
    if (value === undefined) throw new RangeError("A parameter has no value");
    return sqlLiteral(value);
  });
}

/** Numbers the places: `?1`, `?2`. */
export function numberParameters(sql: string): string {
  return withPlaces(sql, (at) => `?${at + 1}`);
}

function withPlaces(sql: string, write: (at: number) => string): string {
  let text = "";
  let from = 0;
  let next = 0;
  for (const token of scriptTokens(sql)) {
    if (token.name !== "VARIABLE") continue;
    text += sql.slice(from, token.start) + write(next++);
    from = token.end;
  }
  return text + sql.slice(from);
}
