/** Names in Drizzle code, as `drizzle-kit pull` gives them: variables of tables and keys of columns in camelCase. */
import type { Table } from "../../../../src-shared/model/schema.ts";
import { camelCase, jsString } from "./writing.ts";

const WORDS = new Set(
  "break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with await let static yield db sql rows".split(
    " ",
  ),
);

/** The variable of a table or block. */
export function drizzleVariable(name: string): string {
  const variable = camelCase(name);
  return WORDS.has(variable) ? `${variable}_` : variable;
}

/** The key of each column of a table, by its name. */
export function drizzleKeys(table: Pick<Table, "columns">): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    table.columns.map(({ name }) => {
      const wanted = camelCase(name);
      let key = wanted;
      for (let number = 2; taken.has(key); number++) key = `${wanted}${number}`;
      taken.add(key);
      return [name, key];
    }),
  );
}

/** `object.key`, or with brackets. */
export function member(object: string, key: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `${object}.${key}` : `${object}[${jsString(key)}]`;
}

/** `key`, or in quotes, as it stands in an object literal. */
export function property(key: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? key : jsString(key);
}
