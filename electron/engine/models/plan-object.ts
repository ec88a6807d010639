/** Plans the operations on whole objects: tables, indexes, views, triggers, and SQL of the user's own. */
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { readTable } from "../../../src-shared/sql/ddl/read-table.ts";
import type { StoredObject } from "../schema/object-list.ts";
import { createdBy, createOf, storedObject } from "./created-object.ts";
import type { TextOperation } from "./edit-table.ts";
import { fitIndex } from "./fit-index.ts";
import { planDropTable } from "./plan-drop-table.ts";
import { planRenameColumn, planRenameTable } from "./plan-rename.ts";
import { refusal } from "./refusal.ts";
import { unrunnableIn } from "./runnable.ts";
import { firstTokens } from "./statements.ts";
import type { Planning, StepDraft } from "./step.ts";
import { readTableText } from "./table-text.ts";
import { refuseReadByVirtual } from "./virtual-readers.ts";
import { writtenTable } from "./written-table.ts";

export type ObjectOperation = Exclude<SchemaOperation, TextOperation | { op: "redefineTable" }>;

/** The draft of the operation. Throws a refusal, or what SQLite says. */
export function planObject(planning: Planning, title: string, operation: ObjectOperation): StepDraft {
  const draft = (sql: readonly string[], more: Partial<StepDraft>): StepDraft => ({
    title,
    route: "native",
    sql,
    needs: null,
    rows: 0,
    reversible: "exact",
    reverse: [],
    touched: [],
    ...more,
  });
  switch (operation.op) {
    case "createTable":
    case "createIndex":
    case "createView":
    case "createTrigger": {
      const kind = operation.op.slice("create".length).toLowerCase();
      const { name } = createdBy(planning.scratch, kind, operation.sql);
      if (operation.op === "createIndex") fitIndex(planning, operation);
      if (operation.op === "createTable" && readTable(operation.sql)) {
        const text = readTableText(operation.sql, name);
        // A whole table may come from another program, with its functions: SQLite takes it, and says it when it comes to rows.
        const words = unrunnableIn(planning.scratch, operation, name, { text, before: null })?.data.message;
        if (words !== undefined) planning.warnings.push(words);
      }
      const reverse = (
        kind === "table" ? { op: "dropTable", table: name } : { op: `drop${operation.op.slice("create".length)}`, name }
      ) as SchemaOperation;
      return draft([operation.sql], { reverse: [reverse] });
    }
    case "dropTable":
      return draft([], planDropTable(planning, operation.table));
    case "renameTable":
      return draft([], planRenameTable(planning, operation));
    case "renameColumn":
      return draft([], planRenameColumn(planning, operation));
    case "dropIndex":
    case "dropView":
    case "dropTrigger": {
      const kind = operation.op.slice("drop".length);
      const object = storedObject(planning.scratch, kind.toLowerCase(), operation.name);
      if (operation.op === "dropView") refuseReadByVirtual(planning.scratch, object.name, null, operation);
      return draft([`DROP ${kind.toUpperCase()} main.${quoteName(object.name)}`], {
        reverse: reverseOfDrop(planning, object),
      });
    }
    case "redefineIndex":
    case "redefineView":
    case "redefineTrigger":
      return draft([], planRedefine(planning, operation));
    case "setPragma": {
      const { name, value } = operation;
      const was = Number(planning.scratch.connection.pragma(name)[0]?.[0] ?? 0);
      return draft([`PRAGMA main.${name} = ${value}`], { reverse: [{ op: "setPragma", name, value: was }] });
    }
    case "sql": {
      refuseTransactions(operation.sql);
      planning.origins.forgetRows(writtenTable(planning.scratch, operation.sql));
      const { reverse } = operation;
      return draft([operation.sql], {
        reversible: reverse === undefined ? "no" : "exact",
        reverse: reverse === undefined ? [] : [{ op: "sql", sql: reverse, reverse: operation.sql }],
      });
    }
  }
}

type RedefineObject = Extract<SchemaOperation, { op: "redefineIndex" | "redefineView" | "redefineTrigger" }>;

/** Drops the object and makes it anew, and with it the triggers that went along or would fire in another order. */
function planRedefine(planning: Planning, operation: RedefineObject): Partial<StepDraft> {
  const { scratch } = planning;
  const kind = operation.op.slice("redefine".length);
  const object = storedObject(scratch, kind.toLowerCase(), operation.name);
  const drop = `DROP ${kind.toUpperCase()} main.${quoteName(object.name)}`;
  const { name } = scratch.look([drop], () => createdBy(scratch, kind.toLowerCase(), operation.sql));
  if (operation.op === "redefineIndex") fitIndex(planning, { ...operation, op: "redefineIndex" });
  const later = object.type === "index" ? [] : laterTriggers(planning, object);
  const again = later.map(({ sql }) => sql as string);
  const dropped =
    object.type === "trigger" ? later.map((trigger) => `DROP TRIGGER main.${quoteName(trigger.name)}`) : [];
  return {
    sql: [drop, ...dropped, operation.sql, ...again],
    reverse: [{ op: operation.op, name, sql: object.sql ?? "" }],
  };
}

/** Of a view, its triggers; of a trigger, those made after it: SQLite fires the newest first. */
function laterTriggers({ scratch }: Planning, object: StoredObject): StoredObject[] {
  const triggers = scratch.own(object.type === "view" ? object.name : object.table, "trigger");
  return object.type === "view" ? triggers : triggers.slice(triggers.findIndex(({ name }) => name === object.name) + 1);
}

/** Triggers made after it are made again too, so that the order is the old one. */
function reverseOfDrop(planning: Planning, object: StoredObject): SchemaOperation[] {
  if (object.type === "index") return [createOf(object)];
  const later = laterTriggers(planning, object);
  if (object.type === "view") return [createOf(object), ...later.map(createOf)];
  return [...later.map(({ name }) => ({ op: "dropTrigger" as const, name })), createOf(object), ...later.map(createOf)];
}

const NOT_IN_A_PLAN = [
  "BEGIN",
  "COMMIT",
  "END",
  "ROLLBACK",
  "SAVEPOINT",
  "RELEASE",
  "ATTACH",
  "DETACH",
  "VACUUM",
  "PRAGMA",
];

/** A plan is one transaction; a statement that ends it would leave half of it. */
function refuseTransactions(sql: string): void {
  const [first = ""] = firstTokens(sql, 1);
  if (NOT_IN_A_PLAN.includes(first)) {
    throw refusal(
      `${first} cannot be part of a plan, which is one transaction.`,
      "Run it in the console, before or after.",
    );
  }
}
