/** Filters in a form that JSON can carry, for what is kept between runs; values keep their storage class. */
import * as v from "valibot";
import { fromTagged, type TaggedScalar, toTagged } from "./cell-json.ts";
import type { Scalar } from "./cell.ts";
import { type RowFilter, RowFilterSchema } from "./row-filter.ts";

/** A filter as JSON: like RowFilter, its values tagged with their storage class. */
export type KeptFilter = Readonly<Record<string, unknown>>;

const ONE = ["value", "low", "high"] as const;

/** Filter → JSON. */
export function keepFilter(filter: RowFilter): KeptFilter {
  const kept: Record<string, unknown> = { ...filter };
  if ("all" in filter) kept.all = filter.all.map(keepFilter);
  else if ("any" in filter) kept.any = filter.any.map(keepFilter);
  else if ("not" in filter) kept.not = keepFilter(filter.not);
  else {
    for (const name of ONE) if (name in kept) kept[name] = toTagged(kept[name] as Scalar);
    if ("values" in filter) kept.values = filter.values.map(toTagged);
  }
  return kept;
}

/**
 * JSON → filter; null for what another version or another schema wrote: a part that is no filter, or one that names a
 * column that is not among `columns` (when they are known).
 */
export function readKeptFilter(kept: unknown, columns?: readonly string[]): RowFilter | null {
  try {
    const read = v.safeParse(RowFilterSchema, untag(kept));
    return read.success && (!columns || namesOnly(read.output, columns)) ? read.output : null;
  } catch {
    // A value that is no tagged one.
    return null;
  }
}

function untag(kept: unknown): unknown {
  if (kept === null || typeof kept !== "object") return kept;
  const part: Record<string, unknown> = { ...kept };
  if (Array.isArray(part.all)) part.all = part.all.map(untag);
  if (Array.isArray(part.any)) part.any = part.any.map(untag);
  if ("not" in part) part.not = untag(part.not);
  for (const name of ONE) if (name in part) part[name] = fromTagged(part[name] as TaggedScalar);
  if (Array.isArray(part.values)) part.values = part.values.map(fromTagged);
  return part;
}

/** Are all columns it names there? */
function namesOnly(filter: RowFilter, columns: readonly string[]): boolean {
  if ("all" in filter) return filter.all.every((part) => namesOnly(part, columns));
  if ("any" in filter) return filter.any.every((part) => namesOnly(part, columns));
  if ("not" in filter) return namesOnly(filter.not, columns);
  if (!("column" in filter)) return true;
  return [filter.column, ...(filter.through?.columns ?? [])].every((name) => columns.includes(name));
}
