/** What one question is: its parameters, its answer, and who answers it. */
import type * as v from "valibot";

/**
 * The process that answers. Each open database has up to one process a lane, so that a long or endless piece of work in
 * one disturbs none of the others and can be ended by ending its process (decision D1):
 * `read` pages, cells, schema · `session` staging and commit · `console` the user's own SQL · `work` counts and the like ·
 * `models` plans and changes of the schema · `query` the first rows of the query builder · `check` rules that staged rows
 * would break.
 */
export const lanes = ["read", "session", "console", "work", "models", "query", "check"] as const;
export type Lane = (typeof lanes)[number];

export interface Procedure<P extends v.GenericSchema = v.GenericSchema, R extends v.GenericSchema = v.GenericSchema> {
  readonly params: P;
  readonly result: R;
  readonly lane: Lane;
  /** `read` may be asked again after its process died; `write` may not: it might have been done. */
  readonly access: "read" | "write";
}

/** Writes down a procedure with its types kept. */
export function procedure<const P extends v.GenericSchema, const R extends v.GenericSchema>(
  lane: Lane,
  access: "read" | "write",
  params: P,
  result: R,
): Procedure<P, R> {
  return { lane, access, params, result };
}
