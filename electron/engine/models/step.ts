/** One step of a plan while it is made, and what planning goes on with from step to step. */
import type { Check } from "./step-check.ts";
import type { Reversible, Route, SchemaOperation, TouchedData } from "../../../src-shared/model/schema-change.ts";
import type { Connection } from "../connection/connection.ts";
import type { ObjectHealth } from "./broken-objects.ts";
import type { Facts } from "./facts.ts";
import type { MadeTable } from "./made-table.ts";
import type { Origins } from "./origins.ts";
import type { Redefinition } from "./rebuild.ts";
import type { Scratch } from "./scratch-schema.ts";

export interface StepDraft {
  readonly title: string;
  readonly route: Route;
  readonly sql: readonly string[];
  /** The first version of SQLite that has these statements, where not everybody has it. */
  readonly needs: string | null;
  readonly rows: number;
  readonly reversible: Reversible;
  readonly reverse: readonly SchemaOperation[];
  readonly touched: readonly TouchedData[];
  readonly checks?: readonly Check[];
  /** Of a rebuild: what it is made of. */
  readonly rebuilt?: Rebuilt | null;
}

export interface Rebuilt {
  readonly made: MadeTable;
  readonly redefinition: Redefinition;
}

/** Does the steps of a plan on the scratch database, one after the other (merge-rebuilds.ts). */
export interface StepTaker {
  /** Gives the step as it is to be done, and how many steps before it that does as well. */
  take(step: StepDraft): { step: StepDraft; absorbed: number };
}

export interface Planning {
  readonly reader: Connection;
  readonly scratch: Scratch;
  readonly origins: Origins;
  readonly facts: Facts;
  readonly warnings: string[];
  readonly rebuilds: StepTaker;
  /**
   * Rows that would refuse are not looked for: whoever applies the plan finds out by doing it. What would be lost without a word
   * always is.
   */
  readonly optimistic: boolean;
  /** Statements are left aside that only newer versions of SQLite have. */
  readonly older: boolean;
  /** Rows are put into the new definition one by one, to tell which do not fit: something refused and must be named. */
  readonly thorough: boolean;
  /** Views and triggers that would do something else without an error are looked for. */
  readonly meanings: boolean;
  /** By name, views and triggers that an operation breaks, with texts that it does not break. */
  readonly writtenOut: Map<string, SchemaOperation>;
  /** What did not work before the plan. */
  readonly before: ObjectHealth;
}
