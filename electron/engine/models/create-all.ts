/** Operations that make a whole schema. */
import type { Comparison, Refusal, SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import type { Connection } from "../connection/connection.ts";
import { listStored, type StoredObject } from "../schema/object-list.ts";
import { sameName } from "../schema/same-name.ts";
import { createOf } from "./created-object.ts";
import { inCreationOrder, ownObjects } from "./creation-order.ts";
import { sameTokens, tokenText } from "./statements.ts";
import { schemaOfText, type TextSchema } from "./text-schema.ts";

/** What of the text the database lacks, in an order in which it can be made. What is there as another thing is refused. */
export function createAll(reader: Connection, sql: string): Comparison {
  const text = schemaOfText(sql);
  try {
    const there = listStored(reader).filter(({ schema }) => schema === "main");
    const schema = text.scratch.read();
    const operations: SchemaOperation[] = [];
    const refusals = leftOut(text, there);
    for (const object of inCreationOrder(ownObjects(text.scratch.stored(), schema), schema)) {
      const known = there.find(({ name }) => sameName(name, object.name));
      if (!known) operations.push(createOf(object));
      else if (known.type !== object.type || !sameTokens(known.sql ?? "", object.sql ?? "")) {
        refusals.push(
          refused(
            `There is a ${known.type} “${known.name}” already, and it is not the same.`,
            "Change it, or leave it out of the text.",
          ),
        );
      }
    }
    return { operations, refusals, ...(text.others.length === 0 ? {} : { skipped: text.others.map(firstWords) }) };
  } finally {
    text.scratch.close();
  }
}

/** The refusal of a statement where nothing but the schema is meant. */
export function noCreate(sql: string): Refusal {
  return refused(`“${firstWords(sql)}” is left out: it is no CREATE statement.`, "Take it out of the text.");
}

function firstWords(sql: string): string {
  const line = sql.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

/** Statements that made nothing; the same text in the database needs nothing to be made of it. */
export function leftOut({ left }: TextSchema, there: readonly StoredObject[]): Refusal[] {
  const known = new Set(there.map(({ sql }) => tokenText(sql ?? "")));
  return left
    .filter(({ sql }) => !known.has(tokenText(sql)))
    .map(({ sql, reason }) =>
      refused(`“${firstWords(sql)}” cannot be made: ${reason}.`, "Correct the statement, or take it out of the text."),
    );
}

export function refused(message: string, next: string): Refusal {
  return { code: "schema.refused", message, next, operation: null, choices: [] };
}
