/** What operations make of a schema, tried on a scratch copy of what they can reach: no row of the file is looked at. */
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { Draft, SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { noDifference } from "../../../src-shared/model/schema-difference.ts";
import type { Connection } from "../connection/connection.ts";
import { Origins } from "./origins.ts";
import { planSteps } from "./plan-steps.ts";
import { schemaMap } from "./schema-map.ts";
import { Scratch } from "./scratch-schema.ts";
import { settle } from "./settle.ts";
import { differenceBetween, triedNow } from "./tried-difference.ts";

/**
 * The draft; what is refused is in its `refusals`, and the schema is then the one before that operation. `everything`: tried on a
 * copy of the whole schema, which gives the same and costs more.
 */
export function makeDraft(
  reader: Connection,
  schema: DatabaseSchema,
  operations: readonly SchemaOperation[],
  { everything = false } = {},
): Draft {
  const map = schemaMap(reader, schema);
  const { version: schemaVersion } = schema;
  if (operations.length === 0) return { schemaVersion, difference: noDifference, refusals: [], settled: [] };
  const scratch = new Scratch({ reader, schema, ...(everything ? {} : { part: map.reachedBy(operations) }) });
  try {
    const before = triedNow(scratch);
    // Tables without an origin are tables without rows.
    const place = { reader, scratch, origins: new Origins([]), meanings: true };
    const { refusals } = planSteps(place, operations);
    const { made, settled } =
      refusals.length > 0 ? { made: triedNow(scratch), settled: [...operations] } : settle(reader, operations, scratch);
    return { schemaVersion, difference: differenceBetween(before, made, schema), refusals, settled };
  } finally {
    scratch.close();
  }
}
