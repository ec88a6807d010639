/** What an open transaction has done, in words. Pure. */
import type { OpenTransaction } from "../../../../src-shared/model/console.ts";
import { formatCount, plural } from "../../../ui/format.ts";

/** Tables named; more are counted. */
const MOST_NAMED = 3;

/** "3 rows of movies, 1 of tags and the schema changed", or that nothing was. */
export function transactionWords(transaction: OpenTransaction | null): string {
  const changes = transaction?.changes ?? [];
  if (changes.length === 0) return "nothing changed yet";
  const rows = changes.filter(({ table }) => table !== null);
  const named = rows.slice(0, MOST_NAMED).map(({ table, rows: n }, i) => {
    const of = table === "" ? "" : ` of ${table}`;
    return i === 0 ? `${plural(n, "row")}${of}` : `${formatCount(n)}${of}`;
  });
  if (rows.length > MOST_NAMED) named.push(`rows of ${plural(rows.length - MOST_NAMED, "more table")}`);
  if (changes.some(({ table }) => table === null)) named.push("the schema");
  const last = named.pop() ?? "";
  return `${named.length > 0 ? `${named.join(", ")} and ${last}` : last} changed`;
}
