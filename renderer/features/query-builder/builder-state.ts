/** A builder's document with its past: what can be undone and redone, in a form that is kept. Pure. */
import * as v from "valibot";
import { type Query, QuerySchema } from "../../../src-shared/model/query.ts";

/** Steps kept; the workspace writes them all each time. */
const MOST_STEPS = 40;

export interface BuilderState {
  readonly query: Query;
  /** Documents before this one, the nearest last. */
  readonly past: readonly Query[];
  /** Documents that were undone, the nearest last. */
  readonly future: readonly Query[];
}

const StateSchema = v.object({ query: QuerySchema, past: v.array(QuerySchema), future: v.array(QuerySchema) });

export function newState(query: Query): BuilderState {
  return { query, past: [], future: [] };
}

/** What was kept, or null when this Joinery does not understand it. */
export function keptState(kept: unknown): BuilderState | null {
  const parsed = v.safeParse(StateSchema, kept);
  return parsed.success ? parsed.output : null;
}

export function changed(state: BuilderState, query: Query): BuilderState {
  if (JSON.stringify(query) === JSON.stringify(state.query)) return state;
  return { query, past: [...state.past, state.query].slice(-MOST_STEPS), future: [] };
}

export function undone(state: BuilderState): BuilderState {
  const query = state.past.at(-1);
  return query ? { query, past: state.past.slice(0, -1), future: [...state.future, state.query] } : state;
}

export function redone(state: BuilderState): BuilderState {
  const query = state.future.at(-1);
  return query ? { query, past: [...state.past, state.query], future: state.future.slice(0, -1) } : state;
}
