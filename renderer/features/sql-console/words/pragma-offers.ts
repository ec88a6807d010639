/** What to offer inside a PRAGMA: its name, then its values or the names of tables. Pure. */
import type { DatabaseSchema } from "../../../../src-shared/model/schema.ts";
import type { SqlWords } from "../../../../src-shared/model/sql-words.ts";
import type { Offer } from "./offer.ts";
import type { Token } from "../sql-tokens.ts";
import { writtenName } from "../sqlite-words.ts";
import { ofIndex, ofTable, pragmaWords } from "./pragma-words.ts";

/** Offers after these tokens of a statement; null when it is no PRAGMA. */
export function pragmaOffers(
  before: readonly Token[],
  schema: DatabaseSchema,
  words: SqlWords | undefined,
): Offer[] | null {
  const at = before.findIndex(({ value }) => !["EXPLAIN", "QUERY", "PLAN"].includes(value));
  if (before[at]?.value !== "PRAGMA") return null;
  const rest = before.slice(at + 1);
  const dotted = rest[1]?.value === "." ? 2 : 0;
  const name = rest[dotted];
  if (!name) return nameOffers(words);
  const sign = rest[dotted + 1];
  if ((sign?.value !== "=" && sign?.value !== "(") || rest.length > dotted + 2) return [];
  const within = dotted > 0 ? rest[0]?.name : undefined;
  const here = <T extends { schema: string }>(all: readonly T[]): T[] =>
    all.filter((one) => within === undefined || one.schema.toLowerCase() === within);
  if (ofIndex.has(name.name)) {
    return here(schema.indexes).map(({ name: index, table }) => ({
      label: index,
      kind: "value",
      detail: `index of ${table}`,
      insert: writtenName(index),
      rank: 1,
    }));
  }
  if (ofTable.has(name.name)) {
    return here(schema.tables).map(({ name: table, kind }) => ({
      label: table,
      kind: kind === "view" ? "view" : "table",
      detail: kind,
      insert: writtenName(table),
      rank: 1,
    }));
  }
  const values = pragmaWords(name.name)?.values ?? [];
  return values.map((value) => ({ label: value, kind: "value", detail: "", insert: value, rank: 1 }));
}

function nameOffers(words: SqlWords | undefined): Offer[] {
  return (words?.pragmas ?? []).map((name) => {
    const known = pragmaWords(name);
    return { label: name, kind: "pragma", detail: "pragma", insert: name, rank: known ? 1 : 0, info: known?.sentence };
  });
}
