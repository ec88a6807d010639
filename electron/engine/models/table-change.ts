/** One operation on a table, with the table before and after it. */
import type { Table } from "../../../src-shared/model/schema.ts";
import type { Origin } from "./origins.ts";
import type { TableOperation } from "./table-operation.ts";
import type { ValueOf } from "./rebuild.ts";
import type { TableText } from "./table-text.ts";
import type { UniqueRule } from "./unique-rules.ts";

export interface TableChange {
  readonly operation: TableOperation;
  readonly table: Table;
  readonly after: Table;
  readonly oldText: TableText;
  readonly text: TableText;
  readonly valueOf: ValueOf;
  readonly isRebuild: boolean;
  /** Where its rows are in the file, and what they are once the operation is done; null for a table that the plan makes. */
  readonly origin: Origin | null;
  readonly next: Origin | null;
  /** What was to be unique, and what is to be. */
  readonly uniqueBefore: readonly UniqueRule[];
  readonly unique: readonly UniqueRule[];
}
