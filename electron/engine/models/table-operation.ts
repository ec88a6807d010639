/** Operations that edit the text of a table, or give it another. */
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import type { TextOperation } from "./edit-table.ts";

export type Redefine = Extract<SchemaOperation, { op: "redefineTable" }>;
export type TableOperation = TextOperation | Redefine;
