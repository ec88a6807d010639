/** Questions about changes of the schema: `models.…`. */
import * as v from "valibot";
import {
  AppliedPlanSchema,
  ComparisonSchema,
  DraftSchema,
  DryRunSchema,
  LiteralRepairsSchema,
  RenameFactsSchema,
  SchemaOperationsSchema,
  SchemaPlanSchema,
} from "../../model/schema-change.ts";
import { procedure } from "../procedure.ts";
import { SchemaText } from "./forms.ts";

export const modelsContract = {
  /** What operations would make of the schema, tried without a row: cheap enough to ask at every key. */
  "models.draft": procedure("read", "safe", v.object({ operations: SchemaOperationsSchema }), DraftSchema),
  /** How a change of the schema would be done, what it touches, and why it cannot be done; reads rows, writes nothing. */
  "models.plan": procedure(
    "models",
    "safe",
    v.object({ operations: SchemaOperationsSchema, older: v.optional(v.boolean()) }),
    SchemaPlanSchema,
  ),
  /**
   * Does it, in one transaction. `schemaVersion` is that of the plan the user agreed to (null: whatever it is now). Throws
   * `schema.refused` with the plan's first refusal; nothing is changed then.
   */
  "models.apply": procedure(
    "models",
    "never",
    v.object({ operations: SchemaOperationsSchema, schemaVersion: v.nullable(v.number()) }),
    AppliedPlanSchema,
  ),
  /** Applies operations to a copy in the scratch folder and says what is different there. */
  "models.dryRun": procedure("models", "safe", v.object({ operations: SchemaOperationsSchema }), DryRunSchema),
  /** Operations that add the schema of a text (CREATE statements in any order) to the database; what is there already is left out. */
  "models.createAll": procedure("read", "safe", v.object({ sql: SchemaText }), ComparisonSchema),
  /** Operations that make the database's schema the one of the text; the same by tokens is the same. */
  "models.compare": procedure(
    "read",
    "safe",
    v.object({ sql: SchemaText, renames: v.optional(RenameFactsSchema) }),
    ComparisonSchema,
  ),
  /** Texts in double quotes in stored SQL, which this SQLite takes for names: how they would be mended, or mended. */
  "models.repairLiterals": procedure("models", "never", v.object({ apply: v.boolean() }), LiteralRepairsSchema),
} as const;
