/** The models room on a real file, through the engine's door. */
import { expect, onTestFinished } from "vitest";
import { openEngine } from "../../../electron/engine/engine.ts";
import { toAppErrorData, type AppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { DatabaseSource } from "../../../src-shared/model/database.ts";
import type { AppliedPlan, Draft, SchemaOperation, SchemaPlan } from "../../../src-shared/model/schema-change.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { withDifference } from "../../../src-shared/model/schema-difference.ts";
import type { EngineEvent } from "../../../src-shared/rpc/engine-events.ts";
import { tempFolder } from "../../fixtures/temp-database.ts";

export interface OpenModels {
  readonly engine: ReturnType<typeof openEngine>;
  readonly events: EngineEvent[];
  /** The draft, with the whole schema that it makes. */
  draft(...operations: SchemaOperation[]): Draft & { schema: DatabaseSchema };
  plan(...operations: SchemaOperation[]): SchemaPlan;
  apply(...operations: SchemaOperation[]): AppliedPlan;
  /** The error of an apply that must fail. */
  refused(...operations: SchemaOperation[]): AppErrorData;
  close(): void;
}

/** Opens a file, or a database in memory (null). Closed when the running test ends. */
export function openModels(
  path: string | null,
  { readOnly = false, journalFolder = null as string | null, scratchFolder = tempFolder() } = {},
): OpenModels {
  const events: EngineEvent[] = [];
  const source: DatabaseSource = path === null ? { kind: "memory" } : { kind: "file", path, readOnly };
  const emit = (event: EngineEvent) => void events.push(event);
  const engine = openEngine({ source, journalFolder, scratchFolder, emit });
  const { handlers } = engine;
  let open = true;
  const close = () => {
    if (open) engine.close();
    open = false;
  };
  onTestFinished(close);
  const apply = (...operations: SchemaOperation[]) =>
    handlers["models.apply"]({ operations, schemaVersion: null }) as AppliedPlan;
  return {
    engine,
    events,
    close,
    draft(...operations) {
      const draft = handlers["models.draft"]({ operations }) as Draft;
      const schema = handlers["schema.read"](undefined) as DatabaseSchema;
      expect(draft.schemaVersion).toBe(schema.version);
      return { ...draft, schema: withDifference(schema, draft.difference) };
    },
    plan: (...operations) => handlers["models.plan"]({ operations }) as SchemaPlan,
    apply,
    refused(...operations) {
      try {
        apply(...operations);
      } catch (thrown) {
        return toAppErrorData(thrown);
      }
      throw new Error("It was not refused");
    },
  };
}
