/** Answers `models.…`: drafts, plans and changes of the schema. */
import type { Connections } from "../connection/connections.ts";
import type { EngineOptions, Room } from "../engine-context.ts";
import { withAppErrors } from "../engine-error.ts";
import type { SchemaRoom } from "../schema/schema-room.ts";
import { applyOperations } from "./apply.ts";
import { makeDraft } from "./draft.ts";
import { makePlan } from "./plan.ts";

export function openModelsRoom(connections: Connections, schema: SchemaRoom, options: EngineOptions): Room<"models"> {
  const answer = <T>(work: () => T): T => withAppErrors({ path: connections.realPath }, work);
  return {
    handlers: {
      "models.draft": ({ operations }) => answer(() => makeDraft(connections.reader(), schema.read(), operations)),
      "models.plan": ({ operations }) => answer(() => makePlan(connections.reader(), schema.read(), operations).plan),
      "models.apply": ({ operations, schemaVersion }) =>
        answer(() => {
          const applied = applyOperations(connections, operations, schemaVersion);
          options.emit({ name: "database.changed", data: { schemaChanged: true } });
          return applied;
        }),
    },
    close() {},
  };
}
