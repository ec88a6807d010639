/** Names in Kysely code: strings where Kysely reads them as they are meant, `sql.id` where it would split them. */
import { jsString } from "./writing.ts";

/** Kysely splits its strings at `.` and at ` as `. */
export function isPlain(name: string): boolean {
  return name !== "" && !/\.| as /i.test(name) && name.trim() === name;
}

/** `'a.b'`; null where it cannot be said as a string. */
export function refString(source: string, column: string): string | null {
  if (!isPlain(column) || (source !== "" && !isPlain(source))) return null;
  return jsString(source === "" ? column : `${source}.${column}`);
}

/** `sql.ref('a.b')`, or with `sql.id`. */
export function refExpr(source: string, column: string): string {
  const text = refString(source, column);
  if (text !== null) return `sql.ref(${text})`;
  return `sql.id(${[...(source === "" ? [] : [source]), column].map(jsString).join(", ")})`;
}

/** A table under its alias, as `selectFrom` and joins take it. */
export function tableCode(name: readonly string[], alias: string): string {
  const plain = name.every(isPlain) && isPlain(alias);
  const same = name.length === 1 && name[0] === alias;
  if (plain) return jsString(same ? alias : `${name.join(".")} as ${alias}`);
  const id = `sql.id(${name.map(jsString).join(", ")})`;
  return same ? `${id} as any` : `${id}.as(${jsString(alias)}) as any`;
}
