/** A row of the file as it was read, and pages as such rows. */
import type { Cell } from "../../src-shared/model/cell.ts";
import { type RowKey, type RowPage, rowKeyText } from "../../src-shared/model/rows.ts";

export interface CachedRow {
  readonly cells: readonly Cell[];
  /** null where rows cannot be addressed. */
  readonly key: RowKey | null;
  readonly keyText: string | null;
  /** Which reading it comes from; grows with every invalidation. */
  readonly generation: number;
  /** Its place is a guess until the order is known. */
  readonly estimated: boolean;
}

/** The rows of a page. */
export function cachedRows({ rows, keys, placement }: RowPage, generation: number): CachedRow[] {
  return rows.map((cells, i) => {
    // Empty: a view's row that cannot be addressed.
    const key = keys?.[i]?.length ? (keys[i] ?? null) : null;
    return { cells, key, keyText: key && rowKeyText(key), generation, estimated: placement === "estimated" };
  });
}
