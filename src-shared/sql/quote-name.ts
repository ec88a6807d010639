/** Names in SQL text. */

/**
 * An identifier in double quotes, quotes doubled, for any name SQLite can store. Throws a RangeError for a name with a
 * NUL character, which would end the SQL text there (SQLite reads SQL as a C string).
 * Source: https://www.sqlite.org/lang_keywords.html
 */
export function quoteName(name: string): string {
  if (name.includes("\0")) throw new RangeError("A name with a NUL character cannot be written in SQL");
  return `"${name.replaceAll('"', '""')}"`;
}

/** `"schema"."name"`. */
export function quoteObject(object: { schema: string; name: string }): string {
  return `${quoteName(object.schema)}.${quoteName(object.name)}`;
}
