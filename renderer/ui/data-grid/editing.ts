/** What is being edited in place. */
import type { CellPlace, EditStart } from "./grid-source.ts";

export interface Editing {
  /** Where it was opened. */
  readonly cell: CellPlace;
  readonly start: EditStart;
  /** What was typed to open it. */
  readonly typed: string | undefined;
}

/** Where the edited cell stands now; null while that is not known. */
export const placeOf = ({ cell, start }: Editing): CellPlace | null => (start.held ? start.held.place : cell);
