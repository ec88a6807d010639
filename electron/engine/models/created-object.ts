/** What a CREATE statement makes, and the statement that makes an object again. */
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import type { StoredObject } from "../schema/object-list.ts";
import { sameName } from "../schema/same-name.ts";
import { refusal } from "./refusal.ts";
import type { Scratch } from "./scratch-schema.ts";
import { firstTokens } from "./statements.ts";

/** The object that the statement makes. Throws a refusal when it makes nothing of the kind, or what SQLite says. */
export function createdBy(scratch: Scratch, kind: string, sql: string): StoredObject {
  const words = firstTokens(sql, 4);
  if (words[0] !== "CREATE" || words[1] === "TEMP") {
    throw refusal(
      `This is not a CREATE ${kind.toUpperCase()} statement: ${sql.slice(0, 80)}`,
      "Correct the operation.",
    );
  }
  const before = new Set(scratch.stored().map((o) => `${o.type} ${o.name}`));
  const made = scratch
    .look([sql], () => scratch.stored())
    .filter((o) => !before.has(`${o.type} ${o.name}`) && o.sql !== null);
  // A virtual table makes its shadow tables too.
  const isVirtual = words[1] === "VIRTUAL";
  const object = made.find((o) => o.type === kind && (!isVirtual || /^CREATE\s+VIRTUAL/i.test(o.sql ?? "")));
  if (!object) throw refusal(`The statement makes no ${kind}: ${sql.slice(0, 80)}`, "Correct the operation.");
  return object;
}

/** The operation that makes a stored object again. */
export function createOf({ type, sql }: StoredObject): SchemaOperation {
  const op = ({ table: "createTable", index: "createIndex", view: "createView" } as const)[type] ?? "createTrigger";
  return { op, sql: sql ?? "" };
}

/** An index, view or trigger by its name. Throws a refusal. */
export function storedObject(scratch: Scratch, type: string, name: string): StoredObject {
  const object = scratch.stored().find((o) => o.type === type && sameName(o.name, name));
  if (object && (type !== "index" || object.sql !== null)) return object;
  if (object) {
    throw refusal(
      `The index “${name}” belongs to a UNIQUE or PRIMARY KEY constraint.`,
      "Drop the constraint (dropUnique).",
    );
  }
  throw refusal(`There is no ${type} “${name}”.`, "Look at the schema and correct the operation.");
}
