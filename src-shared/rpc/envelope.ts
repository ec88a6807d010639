/** The one shape of an answer at every door: a failure is data, never a thrown thing that loses its fields on the way. */
import type { AppErrorData } from "../errors/app-error.ts";

export type Answer<T = unknown> = { ok: true; value: T } | { ok: false; error: AppErrorData };

/** What the side that asks calls on the side that answers (through birpc). */
export interface AnswererFunctions {
  ask(name: string, params: unknown): Promise<Answer>;
}

/** What the side that answers calls on the side that asks. */
export interface AskerFunctions<E = unknown> {
  event(event: E): void;
}
