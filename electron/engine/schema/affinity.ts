/** Type affinity of a column. */
import type { Column } from "../../../src-shared/model/schema.ts";

/**
 * The affinity a declared type gives a column of an ordinary table.
 * Source: the five rules, in their order, of https://www.sqlite.org/datatype3.html §3.1
 */
export function affinityOf(declaredType: string): Column["affinity"] {
  const type = declaredType.toUpperCase();
  if (type.includes("INT")) return "integer";
  if (type.includes("CHAR") || type.includes("CLOB") || type.includes("TEXT")) return "text";
  if (type === "" || type.includes("BLOB")) return "blob";
  if (type.includes("REAL") || type.includes("FLOA") || type.includes("DOUB")) return "real";
  return "numeric";
}

/** In a STRICT table ANY keeps values as they are, unlike the rules above. Source: https://www.sqlite.org/stricttables.html */
export function strictAffinityOf(declaredType: string): Column["affinity"] {
  return declaredType.toUpperCase() === "ANY" ? "blob" : affinityOf(declaredType);
}
