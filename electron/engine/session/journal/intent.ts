/** What the journal keeps of a commit before its COMMIT: enough to tell afterwards whether it was done. */
import type { Cell } from "../../../../src-shared/model/cell.ts";
import type { RowKey } from "../../../../src-shared/model/rows.ts";
import type { SeenCell } from "../unit-of-work.ts";

/** What a version does not tell of a row that a commit wrote or its cascade changed. */
export interface CommittedRow {
  readonly version: number;
  readonly role: "staged" | "cascade";
  /** Where it is after the commit, when that is not the key it had. */
  readonly key: RowKey | null;
  /** Whole values that were replaced, where the base is only a preview. */
  readonly before: readonly SeenCell[];
  /** What columns hold after the commit, where it is not the staged value. */
  readonly after: readonly SeenCell[];
}

export interface TableFigures {
  readonly schema: string;
  readonly name: string;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** How one row of a commit can be recognised: under which key it is to be found after it, and cells before and after. */
export interface Mark {
  readonly id: string;
  readonly key: RowKey;
  /** `before` absent: the row was not there; `after` absent: it is not there any more. */
  readonly cells: readonly { column: string; before?: Cell; after?: Cell }[];
}

export interface Intent {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly cascaded: number;
  readonly others: number;
  readonly tables: readonly TableFigures[];
  readonly marks: readonly Mark[];
  /** The versions it writes. */
  readonly versions: readonly number[];
  /** Are they all that is staged? */
  readonly all: boolean;
  /** What the versions do not tell of the rows it wrote. */
  readonly rows: readonly CommittedRow[];
}
