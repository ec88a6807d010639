/** Names of things in a database. */
import * as v from "valibot";

/** SQLite allows any text as a name, the empty one too; the limit only keeps a hostile message from filling memory. */
export const NameSchema = v.pipe(v.string(), v.maxLength(20_000_000));

/** A table, view, index or trigger in one of the connection's schemas (`main`, `temp`, an attached one). */
export const ObjectNameSchema = v.object({ schema: NameSchema, name: NameSchema });
export type ObjectName = v.InferOutput<typeof ObjectNameSchema>;

/** A text that is the same for the same object, to key maps with. */
export function objectKey(object: ObjectName): string {
  return JSON.stringify([object.schema, object.name]);
}

/** The form in which names that are equal to SQLite are equal texts: it does not tell a from A, in ASCII alone. */
export function foldName(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
