/** What the view of a result wants back: JSON, kept by its owner for the result at this place of the console. */
import type { TableViewState } from "../../rows/view-state.ts";

export interface ResultViewState extends TableViewState {
  /** The run whose order and filter these are; widths, formats and the like are for the next ones too. */
  readonly runId?: string;
  /** The chart that was drawn last, and whether it is in front. */
  readonly chart?: unknown;
  readonly showsChart?: boolean;
}

/** What of it is good for a run: another run begins in its own order, with all its rows. */
export function keptForRun(state: ResultViewState | undefined, runId: string): ResultViewState | undefined {
  if (!state || state.runId === runId) return state;
  const { order: _order, filter: _filter, ...rest } = state;
  return rest;
}
