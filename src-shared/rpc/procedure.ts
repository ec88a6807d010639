/** What one question is: its parameters, its answer, and who answers it. */
import type * as v from "valibot";

/**
 * The kind of process that answers, so that a long or endless piece of work in one disturbs none of the others and can be
 * ended by ending its process (decision D1):
 * `read` pages, cells, schema · `session` staging and commit · `console` the user's own SQL · `work` counts and the like ·
 * `models` plans and changes of the schema · `query` the first rows of the query builder · `check` rules that staged rows
 * would break.
 */
export const lanes = ["read", "session", "console", "work", "models", "query", "check"] as const;
export type Lane = (typeof lanes)[number];

export type Retry = "safe" | "never";

/**
 * Lanes that only read have up to so many processes for each window, which answer one question at a time: a question that
 * takes long holds up no other. All other lanes have one process, which the windows of a database share.
 */
export const pooledLanes: Readonly<Partial<Record<Lane, number>>> = { read: 5, work: 3 };

export interface Procedure<P extends v.GenericSchema = v.GenericSchema, R extends v.GenericSchema = v.GenericSchema> {
  readonly params: P;
  readonly result: R;
  readonly lane: Lane;
  /**
   * Whether it may be asked again after its process ended without an answer: `safe`, or `never`, because it might have been done
   * already. It says nothing about whether the question reads or writes: stopping twice is as good as once, too.
   */
  readonly retry: Retry;
}

/** Writes down a procedure with its types kept. */
export function procedure<const P extends v.GenericSchema, const R extends v.GenericSchema>(
  lane: Lane,
  retry: Retry,
  params: P,
  result: R,
): Procedure<P, R> {
  return { lane, retry, params, result };
}
