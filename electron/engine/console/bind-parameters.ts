/** Values for the parameters of one statement, in the shape better-sqlite3 binds. */
import { syntaxSentence } from "../engine-error.ts";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { bindPlaces, hashName, writtenParameter } from "../../../src-shared/sql/parameters.ts";

export type ParameterValues = ReadonlyMap<string, Scalar>;

/**
 * Arguments for `run`, `all` and `iterate`: values of the places without a name in their order, then an object of the named
 * ones. Throws an AppError `sql.failed` when a value is missing; `missing` gives one instead (for plans, where none counts).
 */
export function bindArguments(sql: string, values: ParameterValues, missing?: Scalar): unknown[] {
  refuseHash(sql);
  const places = bindPlaces(sql);
  const inOrder: Scalar[] = [];
  // No prototype: a parameter may be called __proto__.
  const named = Object.create(null) as Record<string, Scalar>;
  let hasNamed = false;
  for (const place of places) {
    // A number that nothing refers to still has to be bound.
    if (place === null) {
      inOrder.push(null);
      continue;
    }
    const value = values.get(place.name) ?? (values.has(place.name) ? null : missing);
    if (value === undefined) throw noValue(place.name);
    if (place.anonymous) inOrder.push(value);
    else named[place.name] = value;
    hasNamed ||= !place.anonymous;
  }
  return hasNamed ? [...inOrder, named] : inOrder;
}

/** `#fff` is a parameter to SQLite's tokenizer, which no documentation knows and nobody means. Throws an AppError `sql.syntax`. */
export function refuseHash(sql: string): void {
  const found = hashName(sql);
  if (found === null) return;
  const detail = `unrecognized token: "${found}"`;
  throw new AppError({
    code: "sql.syntax",
    message: syntaxSentence(detail),
    next: `Put a text into single quotes ('${found}'), or write a parameter as :${found.slice(1)}.`,
    detail,
  });
}

function noValue(name: string): AppError {
  return new AppError({
    code: "sql.failed",
    message: `The statement has the parameter ${writtenParameter(name)}, and it was given no value.`,
    next: "Give it a value, or write the value in its place, and run it again.",
  });
}
