/** Values for the parameters of one statement, in the shape better-sqlite3 binds. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { bindPlaces, writtenParameter } from "../../../src-shared/sql/parameters.ts";

export type ParameterValues = ReadonlyMap<string, Scalar>;

/**
 * Arguments for `run`, `all` and `iterate`: values of the places without a name in their order, then an object of the named
 * ones. Throws an AppError `sql.failed` when a value is missing; `missing` gives one instead (for plans, where none counts).
 */
export function bindArguments(sql: string, values: ParameterValues, missing?: Scalar): unknown[] {
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

function noValue(name: string): AppError {
  return new AppError({
    code: "sql.failed",
    message: `The statement has the parameter ${writtenParameter(name)}, and it was given no value.`,
    next: "Give it a value, or write the value in its place, and run it again.",
  });
}
