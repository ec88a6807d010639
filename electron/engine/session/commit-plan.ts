/** What a commit is made of: its rows in their order. */
import type { Table } from "../../../src-shared/model/schema.ts";
import type { Entry } from "./unit-of-work.ts";

/** One staged row in its place in the commit. */
export interface PlannedRow {
  readonly entry: Entry;
  readonly table: Table;
}

export interface CommitPlan {
  readonly rows: readonly PlannedRow[];
  /** No order satisfies the foreign keys at every step: they are to be checked at the end. */
  readonly deferForeignKeys: boolean;
  /** Deleted rows that the cascade of another deleted row may reach before their own turn. */
  readonly reachedByCascade: readonly PlannedRow[];
}
