/** A foreign key that rows could not refer by after a plan: what is wrong with it, and the way out. */
import { type KeyFault, keyFault } from "../../../src-shared/model/key-fault.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { Refusal, SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { sameName } from "../schema/same-name.ts";
import type { BrokenObject } from "./broken-objects.ts";

/** The first fault of a table's foreign keys; null when it has none. */
export function faultOf(schema: DatabaseSchema, name: string): KeyFault | null {
  const table = schema.tables.find((each) => sameName(each.name, name));
  return table?.foreignKeys.map((key) => keyFault(schema, table, key)).find((fault) => fault !== null) ?? null;
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
