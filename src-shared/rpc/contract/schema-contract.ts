/** Questions about what the file holds: `schema.…`. */
import { DatabaseSchemaSchema } from "../../model/schema.ts";
import { procedure } from "../procedure.ts";
import { Nothing } from "./forms.ts";

export const schemaContract = {
  /** Tables, views, indexes and triggers; broken ones with their error. */
  "schema.read": procedure("read", "safe", Nothing, DatabaseSchemaSchema),
} as const;
