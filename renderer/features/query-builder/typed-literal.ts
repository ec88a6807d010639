/** What is typed as a value, as a literal, and back. Pure. */
import type { Expr, Literal } from "../../../src-shared/model/query.ts";
import type { Column } from "../../../src-shared/model/schema.ts";
import { literalText } from "../../../src-shared/sql/query/query-text.ts";

export type Affinity = Column["affinity"] | null;

const INT64_MAX = 2n ** 63n - 1n;

/**
 * A number where the other side can hold one, else a text; `NULL`, `x'ff'` and anything in single quotes are what SQL means
 * by them. `null`: nothing typed.
 */
export function literalOf(typed: string, affinity: Affinity): Literal | null {
  if (typed === "") return null;
  const text = typed.trim();
  if (/^null$/i.test(text)) return { storage: "null" };
  const quoted = /^'((?:[^']|'')*)'$/s.exec(text)?.[1];
  if (quoted !== undefined) return { storage: "text", text: quoted.replaceAll("''", "'") };
  const blob = /^x'((?:[0-9a-f]{2})*)'$/i.exec(text)?.[1];
  if (blob !== undefined) return { storage: "blob", text: blob };
  return (affinity === "text" ? null : numberOf(text)) ?? { storage: "text", text: typed };
}

function numberOf(text: string): Literal | null {
  if (/^-?\d{1,19}$/.test(text)) {
    const value = BigInt(text);
    if (value <= INT64_MAX && value >= -INT64_MAX - 1n) return { storage: "integer", text: String(value) };
  }
  if (!/^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? { storage: "real", text: String(value) } : null;
}

/** What one would type for it. */
export function typedOf(literal: Literal, affinity: Affinity): string {
  const plain = literal.storage === "text" ? literal.text : literalText(literal);
  const back = literalOf(plain, affinity);
  return back !== null && same(back, literal) ? plain : literalText(literal);
}

function same(a: Literal, b: Literal): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Values of a list, with commas between them; a comma inside quotes is part of a value. */
export function listOf(typed: string, affinity: Affinity): Expr[] {
  const parts = typed.match(/(?:'(?:[^']|'')*'|[^,'])+|'/g) ?? [];
  return parts.flatMap((part) => {
    const literal = literalOf(part.trim(), affinity);
    return literal ? [{ kind: "literal", literal } as const] : [];
  });
}

/** A list as one would type it; null when there is more in it than values. */
export function typedList(items: readonly Expr[], affinity: Affinity): string | null {
  const words = items.map((item) => {
    if (item.kind !== "literal") return null;
    const typed = typedOf(item.literal, affinity);
    return /[,']/.test(typed) || typed !== typed.trim() ? literalText(item.literal) : typed;
  });
  return words.includes(null) ? null : words.join(", ");
}
