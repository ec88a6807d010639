/** What was typed for the parameters of a database's scripts, by name; it comes back when one is asked for again. */
import type { StorageClass } from "../../../../src-shared/model/cell.ts";
import { looksLike, type Parameter, readParameter } from "../../../../src-shared/model/parameter.ts";

export interface TypedParameter {
  readonly text: string;
  /** Chosen by the user; null: as the text looks. */
  readonly storage: StorageClass | null;
}

export type KeptParameters = Readonly<Record<string, TypedParameter>>;

/** Names kept: older ones are forgotten. */
const MOST_KEPT = 500;
/** A longer text is for this run only. */
const LONGEST_KEPT = 100_000;

export const blankParameter: TypedParameter = { text: "", storage: null };

/** What was kept for a name (also one like `constructor`). */
export function keptOf(kept: KeptParameters, name: string): TypedParameter {
  return Object.hasOwn(kept, name) ? (kept[name] ?? blankParameter) : blankParameter;
}

/** The class a value will have. */
export function storageOfTyped({ text, storage }: TypedParameter): StorageClass {
  return storage ?? looksLike(text);
}

/** The value, or why the text is none. */
export function valueOfTyped(name: string, typed: TypedParameter): Parameter | { readonly problem: string } {
  try {
    return { name, value: readParameter(storageOfTyped(typed), typed.text) };
  } catch (thrown) {
    if (thrown instanceof RangeError) return { problem: thrown.message };
    throw thrown;
  }
}

/** What is to be kept after a run with these. */
export function keepTyped(kept: KeptParameters, typed: ReadonlyMap<string, TypedParameter>): KeptParameters {
  const older = Object.entries(kept).filter(([name]) => !typed.has(name));
  const newer = [...typed].filter(([, { text }]) => text.length <= LONGEST_KEPT);
  return Object.fromEntries([...older, ...newer].slice(-MOST_KEPT));
}
