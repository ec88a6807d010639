/** SQL with its values in the text, for reading and copying, and where SQLite allows no parameters (a view). */
import type { Scalar } from "../model/cell.ts";
import { bindPlaces } from "./parameters.ts";
import { type ScriptToken, scriptTokens } from "./script-tokens.ts";
import { sqlLiteral } from "./sql-literal.ts";

/** Writes the values in the places of the `?`, one after the other. Throws a RangeError when there are fewer values. */
export function inlineParameters(sql: string, parameters: readonly Scalar[]): string {
  return withPlaces(sql, (at) => {
    const value = parameters[at];
    if (value === undefined) throw new RangeError("A parameter has no value");
    return sqlLiteral(value);
  });
}

/**
 * Writes values in the places of one statement's parameters, by the names they have in parameters.ts; NULL where none is given, as
 * SQLite has it.
 */
export function inlineNamed(sql: string, values: ReadonlyMap<string, Scalar>): string {
  const names = boundNames(sql);
  return withPlaces(sql, (at) => {
    const literal = sqlLiteral(values.get(names[at] ?? "") ?? null);
    // Behind another minus it would begin a comment.
    return literal.startsWith("-") ? `(${literal})` : literal;
  });
}

/** The name of each place, in the order of the text. */
function boundNames(sql: string): string[] {
  const byNumber = bindPlaces(sql);
  const known = new Set<string>();
  let last = 0;
  return [...scriptTokens(sql)].filter(isPlace).map(({ text }) => {
    if (!text.startsWith("?")) {
      if (!known.has(text)) last++;
      known.add(text);
      return text.slice(1);
    }
    const number = text === "?" ? last + 1 : Number(text.slice(1));
    last = Math.max(last, number);
    return byNumber[number - 1]?.name ?? "";
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
    if (!isPlace(token)) continue;
    text += sql.slice(from, token.start) + write(next++);
    from = token.end;
  }
  return text + sql.slice(from);
}

/** `#name` is none that has a value (parameters.ts): it stays, and is refused by whoever reads the text. */
const isPlace = ({ name, text }: ScriptToken): boolean => name === "VARIABLE" && !text.startsWith("#");
