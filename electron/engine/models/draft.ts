/** What operations make of a schema, tried on the scratch copy alone: no row of the file is looked at. */
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { Draft, SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import type { Connection } from "../connection/connection.ts";
import { Origins } from "./origins.ts";
import { planSteps } from "./plan-steps.ts";
import { Scratch } from "./scratch-schema.ts";
import { settle } from "./settle.ts";

/** The draft; what is refused is in its `refusals`, and the schema is then the one before that operation. */
export function makeDraft(reader: Connection, schema: DatabaseSchema, operations: readonly SchemaOperation[]): Draft {
  const scratch = new Scratch({ reader, schema });
  try {
    // Tables without an origin are tables without rows.
    const place = { reader, scratch, origins: new Origins([]) };
    const { refusals } = planSteps(place, operations);
    if (refusals.length > 0) return { schema: scratch.read(), refusals, settled: [...operations] };
    return { ...settle(reader, operations, scratch), refusals };
  } finally {
    scratch.close();
  }
}
