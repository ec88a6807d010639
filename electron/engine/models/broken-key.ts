/** A foreign key that rows could not refer by after a plan: what is wrong with it, and the way out. */
import { type KeyFault, keyFault } from "../../../src-shared/model/key-fault.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { Refusal, SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { sameName } from "../schema/same-name.ts";
import type { BrokenObject } from "./broken-objects.ts";

/**
 * The fault of the foreign key that a broken table is about; null of other objects. Only its parent is looked at: of others the schema
 * that is tried may be a part without them.
 */
export function faultOf(schema: DatabaseSchema, { type, name, words }: BrokenObject): KeyFault | null {
  const table = type === "table" ? schema.tables.find((each) => sameName(each.name, name)) : undefined;
  const parent = /^there is no table “(.*)”$|referencing "(.*)"$/s.exec(words);
  const keys = table?.foreignKeys.filter((key) => sameName(key.parentTable, parent?.[1] ?? parent?.[2] ?? "")) ?? [];
  for (const key of keys) {
    const fault = table ? keyFault(schema, table, key) : null;
    if (fault) return fault;
  }
  return null;
}

/**
 * The refusal: of the operation that brings the key, else of the plan that takes from a key what it needs. Making the parent's columns
 * UNIQUE is a choice where that is what is missing.
 */
export function brokenKey(
  { message, next, makeUnique }: KeyFault,
  { name, title, words }: BrokenObject,
  operations: readonly SchemaOperation[],
): Refusal {
  const bringing = operations.findLastIndex(
    (each) =>
      ["addForeignKey", "addColumn", "redefineTable"].includes(each.op) &&
      "table" in each &&
      sameName(each.table, name),
  );
  const at = bringing < 0 && operations.length === 1 ? 0 : bringing;
  const operation = operations[at];
  const common = { code: "schema.refused" as const, detail: words, operation: operation ? at : null };
  const unique = makeUnique && {
    op: "addUnique" as const,
    table: makeUnique.table,
    columns: [...makeUnique.columns],
  };
  const label = unique ? `Make ${unique.columns.join(", ")} of “${unique.table}” UNIQUE` : "";
  if (bringing >= 0) {
    const choices = unique && operation ? [{ label: `${label} first`, operations: [unique, operation] }] : [];
    return { ...common, message, next, choices };
  }
  return {
    ...common,
    message: `The plan would break ${title}: ${words}.`,
    next: `${message} Drop or change it in the same plan.`,
    choices: unique && operation ? [{ label: `${label} as well`, operations: [operation, unique] }] : [],
  };
}
