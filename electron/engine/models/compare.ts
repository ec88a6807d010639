/** Operations that make the schema of the database the one of a text. */
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { Comparison, RenameFacts, SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import type { Connection } from "../connection/connection.ts";
import type { StoredObject } from "../schema/object-list.ts";
import { sameName } from "../schema/same-name.ts";
import { leftOut, noCreate } from "./create-all.ts";
import { createOf } from "./created-object.ts";
import { inCreationOrder, ownObjects } from "./creation-order.ts";
import { Origins } from "./origins.ts";
import { newPlanning, takeStep } from "./plan-steps.ts";
import { Scratch } from "./scratch-schema.ts";
import { sameTokens, tokenText } from "./statements.ts";
import { tableDifference } from "./table-difference.ts";
import { schemaOfText } from "./text-schema.ts";

/** Renames are facts that the caller knows; whatever else has another name goes and comes. The same by tokens is the same. */
export function compareWithText(
  reader: Connection,
  schema: DatabaseSchema,
  sql: string,
  renames: RenameFacts,
): Comparison {
  const now = new Scratch({ reader, schema });
  const text = schemaOfText(sql);
  try {
    const operations = renamesOf(renames);
    const planning = newPlanning({ reader, scratch: now, origins: new Origins([]) });
    for (const operation of operations) takeStep(planning, operation);
    const target = ownObjects(text.scratch.stored(), text.scratch.read());
    const asIs = new Set(text.left.map((statement) => tokenText(statement.sql)));
    const current = ownObjects(now.stored(), now.read()).filter((object) => !asIs.has(tokenText(object.sql ?? "")));
    operations.push(...new Difference(current, target, now.read(), text.scratch.read()).operations());
    return { operations, refusals: [...leftOut(text, now.stored()), ...text.others.map(noCreate)] };
  } finally {
    now.close();
    text.scratch.close();
  }
}

function renamesOf(renames: RenameFacts): SchemaOperation[] {
  return renames.flatMap(({ table, to, columns }): SchemaOperation[] => [
    ...(table === to ? [] : [{ op: "renameTable" as const, table, to }]),
    ...columns
      .filter(({ column, to: name }) => column !== name)
      .map((c) => ({ op: "renameColumn" as const, table: to, ...c })),
  ]);
}

type Kind = "Index" | "View" | "Trigger";

class Difference {
  readonly #current: readonly StoredObject[];
  readonly #target: readonly StoredObject[];
  readonly #now: DatabaseSchema;
  readonly #then: DatabaseSchema;

  constructor(
    current: readonly StoredObject[],
    target: readonly StoredObject[],
    now: DatabaseSchema,
    then: DatabaseSchema,
  ) {
    this.#current = current;
    this.#target = target;
    this.#now = now;
    this.#then = then;
  }

  /** What goes, then tables, then what stands on them: views before the triggers on them. */
  operations(): SchemaOperation[] {
    const gone = this.#current.filter((object) => !this.#other(object, this.#target));
    const goneTables = inCreationOrder(
      gone.filter(({ type }) => type === "table"),
      this.#now,
    ).toReversed();
    const drops = (["Trigger", "View", "Index"] as const).flatMap((kind) => this.#drops(kind, gone, goneTables));
    const fresh = inCreationOrder(this.#target, this.#then).filter((object) => !this.#other(object, this.#current));
    const creates = (types: readonly string[]) => fresh.filter(({ type }) => types.includes(type)).map(createOf);
    return [
      ...drops,
      ...creates(["table"]),
      ...this.#changedTables(),
      ...goneTables.map(({ name }): SchemaOperation => ({ op: "dropTable", table: name })),
      ...this.#changed("Index"),
      ...creates(["index"]),
      ...this.#changed("View"),
      ...creates(["view"]),
      ...this.#changed("Trigger"),
      ...creates(["trigger"]),
    ];
  }

  #other(object: StoredObject, list: readonly StoredObject[]): StoredObject | undefined {
    return list.find(({ type, name }) => type === object.type && sameName(name, object.name));
  }

  /** What goes with its table or view need not be dropped. */
  #drops(kind: Kind, gone: readonly StoredObject[], tables: readonly StoredObject[]): SchemaOperation[] {
    const views = gone.filter(({ type }) => type === "view");
    const goesAlong = (object: StoredObject) =>
      object.type !== "view" && [...tables, ...views].some(({ name }) => sameName(name, object.table));
    return gone
      .filter((object) => object.type === kind.toLowerCase() && !goesAlong(object))
      .map(({ name }): SchemaOperation => ({ op: `drop${kind}`, name }));
  }

  #changedTables(): SchemaOperation[] {
    return this.#target.flatMap((then): SchemaOperation[] => {
      const now = then.type === "table" ? this.#other(then, this.#current) : undefined;
      if (!now || sameTokens(now.sql ?? "", then.sql ?? "")) return [];
      const isVirtual = this.#now.tables.some((t) => t.kind === "virtual" && sameName(t.name, now.name));
      if (isVirtual || /^CREATE\s+VIRTUAL/i.test(then.sql ?? ""))
        return [{ op: "dropTable", table: now.name }, createOf(then)];
      return tableDifference(now.name, now.sql ?? "", then.sql ?? "");
    });
  }

  #changed(kind: Kind): SchemaOperation[] {
    return this.#target.flatMap((then): SchemaOperation[] => {
      const now = then.type === kind.toLowerCase() ? this.#other(then, this.#current) : undefined;
      if (!now || sameTokens(now.sql ?? "", then.sql ?? "")) return [];
      return [{ op: `redefine${kind}`, name: now.name, sql: then.sql ?? "" }];
    });
  }
}
