/** The one shape of an answer at every door: a failure is data, never a thrown thing that loses its fields on the way. */
import { AppError, type AppErrorData } from "../errors/app-error.ts";
import { type PackedPage, unpackPage } from "./packed-page.ts";

export type Answer<T = unknown> =
  | { ok: true; value: T }
  /** A page of rows, as columns. */
  | { ok: true; page: PackedPage }
  | { ok: false; error: AppErrorData };

/** What was answered. Throws the failure as an AppError. */
export function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new AppError(answer.error);
  return "page" in answer ? (unpackPage(answer.page) as T) : answer.value;
}

/** What the side that asks calls on the side that answers (through birpc). */
export interface AnswererFunctions {
  ask(name: string, params: unknown): Promise<Answer>;
}

/** What the side that answers calls on the side that asks. */
export interface AskerFunctions<E = unknown> {
  event(event: E): void;
}
