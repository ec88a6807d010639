/** Folds operations that undo or complete each other, so that a draft says what it does and no more. */
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import type { Connection } from "../connection/connection.ts";
import { foldName, sameName } from "../schema/same-name.ts";
import { Origins } from "./origins.ts";
import { columnOf } from "./pieces.ts";
import { newPlanning, planSteps, takeStep } from "./plan-steps.ts";
import type { Scratch } from "./scratch-schema.ts";
import { editedCreation } from "./edited-creation.ts";
import { tokenText } from "./statements.ts";
import { readTableText } from "./table-text.ts";
import { type Tried, triedNow } from "./tried-difference.ts";

/**
 * The shorter list, when there is one that makes the same schema; else the operations as they are. `scratch` is the scratch
 * database as the operations leave it, with its base where they began; it is used up. The schema is the one that the list makes:
 * of the same tokens, perhaps written more nicely.
 */
export function settle(
  reader: Connection,
  operations: readonly SchemaOperation[],
  scratch: Scratch,
): { settled: SchemaOperation[]; made: Tried } {
  const asGiven = { settled: [...operations], made: triedNow(scratch) };
  if (!mayFold(operations)) return asGiven;
  const objects = fingerprint(scratch);
  scratch.backToBase();
  const shorter = fold(reader, operations, scratch);
  if (shorter.length === operations.length) return asGiven;
  scratch.backToBase();
  // Whatever folding overlooked: the list is the user's as long as the other does not make exactly the same.
  const { refusals } = planSteps({ reader, scratch, origins: new Origins([]) }, shorter);
  const same = refusals.length === 0 && fingerprint(scratch) === objects;
  return same ? { settled: shorter, made: triedNow(scratch) } : asGiven;
}

/** Only what is about the same thing folds: told without trying, because a draft is asked for at every key. */
function mayFold(operations: readonly SchemaOperation[]): boolean {
  const seen = new Set<string>();
  for (const operation of operations) {
    if (operation.op === "createTable" || operation.op === "renameTable") return operations.length > 1;
    const about = "table" in operation ? foldName(operation.table) : kindOf(operation.op);
    if (seen.has(about)) return true;
    seen.add(about);
  }
  return false;
}

/** `createIndex` and `dropIndex` are about indexes. */
function kindOf(op: string): string {
  return `a ${op.replace(/^(create|drop|redefine|set)/, "")}`;
}

function fingerprint(scratch: Scratch): string {
  const objects = scratch
    .stored()
    .map(({ type, name, sql }) => `${type} ${name} ${sql === null ? "" : tokenText(sql)}`);
  return objects.sort().join("\n");
}

interface Settled {
  operation: SchemaOperation;
  /** The name that the table it creates has by now; null for other operations. */
  creates: string | null;
}

function fold(reader: Connection, operations: readonly SchemaOperation[], scratch: Scratch): SchemaOperation[] {
  const planning = newPlanning({ reader, scratch, origins: new Origins([]) });
  const settled: Settled[] = [];
  for (const operation of operations) {
    const before = new Set(scratch.read().tables.map(({ name }) => name));
    takeStep(planning, operation);
    if (foldIntoCreation(scratch, settled, operation)) continue;
    if (foldIntoEarlier(scratch, settled, operation)) continue;
    const created =
      operation.op === "createTable" ? scratch.read().tables.find(({ name }) => !before.has(name)) : undefined;
    settled.push({ operation, creates: created?.name ?? null });
  }
  return settled.map(({ operation }) => operation);
}

/** What happens to a table that the same draft creates is in the text it has by then. */
function foldIntoCreation(scratch: Scratch, settled: Settled[], operation: SchemaOperation): boolean {
  if (!("table" in operation)) return false;
  const creation = settled.find(({ creates }) => creates !== null && sameName(creates, operation.table));
  if (!creation) return false;
  if (operation.op === "dropTable") {
    settled.splice(settled.indexOf(creation), 1);
    return true;
  }
  const now = operation.op === "renameTable" ? operation.to : operation.table;
  const table = scratch.read().tables.find(({ name }) => sameName(name, now));
  if (!table?.sql) return false;
  const before = "sql" in creation.operation ? (creation.operation.sql ?? "") : "";
  creation.operation = { op: "createTable", sql: editedCreation(before, operation) ?? table.sql };
  creation.creates = table.name;
  return true;
}

/** Folds with the last operation on the same table; those on other tables are none of its business. */
function foldIntoEarlier(scratch: Scratch, settled: Settled[], operation: SchemaOperation): boolean {
  const tableOf = (o: SchemaOperation) => ("table" in o ? o.table : null);
  const at = settled.findLastIndex(({ operation: o }) => {
    const [mine, theirs] = [tableOf(operation), o.op === "renameTable" ? o.to : tableOf(o)];
    return mine === null || theirs === null || sameName(mine, theirs);
  });
  const earlier = settled[at];
  if (!earlier) return false;
  const folded = foldColumn(scratch, earlier.operation, operation) ?? foldTwo(earlier.operation, operation);
  if (folded === undefined) return false;
  if (folded === null) settled.splice(at, 1);
  else earlier.operation = folded;
  return true;
}

/** A column that is added and then changed is added as it is by then. */
function foldColumn(scratch: Scratch, a: SchemaOperation, b: SchemaOperation): SchemaOperation | undefined {
  if (a.op !== "addColumn" || (b.op !== "renameColumn" && b.op !== "changeColumn") || !sameName(a.table, b.table))
    return undefined;
  if (!addsColumn(a.sql, b.column)) return undefined;
  const now = b.op === "renameColumn" ? b.to : b.column;
  const piece = columnOf(readTableText(scratch.table(a.table).sql ?? "", a.table), now);
  return { ...a, sql: piece.text.slice(piece.start, piece.end) };
}

/** One operation for two that follow each other; null for none at all, undefined when there is none for both. */
function foldTwo(a: SchemaOperation, b: SchemaOperation): SchemaOperation | null | undefined {
  if (a.op === "renameTable" && b.op === "renameTable" && sameName(a.to, b.table)) {
    return a.table === b.to ? null : { ...a, to: b.to };
  }
  if (!("table" in a && "table" in b && sameName(a.table, b.table))) return foldObjects(a, b);
  if (a.op === "renameColumn" && b.op === "renameColumn" && sameName(a.to, b.column)) {
    return a.column === b.to ? null : { ...a, to: b.to };
  }
  if (a.op === "renameColumn" && b.op === "dropColumn" && sameName(a.to, b.column)) return { ...b, column: a.column };
  if (a.op === "changeColumn" && b.op === "changeColumn" && sameName(a.column, b.column)) return { ...a, ...b };
  if (a.op === "changeColumn" && b.op === "dropColumn" && sameName(a.column, b.column)) return b;
  if (a.op === "moveColumn" && b.op === "moveColumn" && sameName(a.column, b.column)) return b;
  if (a.op === "moveColumn" && b.op === "dropColumn" && sameName(a.column, b.column)) return b;
  if (a.op === "addColumn" && b.op === "dropColumn" && addsColumn(a.sql, b.column)) return null;
  if (a.op === "redefineTable" && b.op === "redefineTable" && !a.values && !b.values) return b;
  return undefined;
}

function foldObjects(a: SchemaOperation, b: SchemaOperation): SchemaOperation | null | undefined {
  if (a.op === "setPragma" && b.op === "setPragma" && a.name === b.name) return b;
  const pairs =
    (a.op === "createIndex" && b.op === "dropIndex" && namesInCreate(a.sql, b.name)) ||
    (a.op === "createView" && b.op === "dropView" && namesInCreate(a.sql, b.name)) ||
    (a.op === "createTrigger" && b.op === "dropTrigger" && namesInCreate(a.sql, b.name));
  return pairs ? null : undefined;
}

function addsColumn(definition: string, column: string): boolean {
  const [first = ""] = tokenText(definition).split("\u0000");
  return sameName(first, column);
}

function namesInCreate(sql: string, name: string): boolean {
  return tokenText(sql)
    .split("\u0000")
    .slice(0, 8)
    .some((token) => sameName(token, name));
}
