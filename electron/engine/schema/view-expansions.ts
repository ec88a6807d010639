/**
 * How often SQLite expands other views to compile a view. Views that use views twice double it at every level, and
 * compiling cannot be interrupted: so it is estimated from the texts before any view is compiled.
 */
import { foldName } from "./same-name.ts";

/** Compiling this many takes some ten milliseconds (measured); real databases stay far below. */
export const MOST_EXPANSIONS = 4000;

/** Views upon views deeper than this are taken for too many. They are mostly made bottom up, and counted in that order. */
const DEEPEST = 1000;

/** By folded name: at least as many expansions as compiling the view takes, capped a little above MOST_EXPANSIONS. */
export function viewExpansions(views: readonly { name: string; sql: string | null }[]): Map<string, number> {
  const sqlByName = new Map(views.map((view) => [foldName(view.name), view.sql ?? ""]));
  const counts = new Map<string, number>();
  const count = (name: string, depth: number): number => {
    if (depth > DEEPEST) return MOST_EXPANSIONS + 1;
    const known = counts.get(name);
    if (known !== undefined) return known;
    // A view that uses itself is an error to SQLite, at once.
    counts.set(name, 0);
    let total = 0;
    for (const used of namesIn(sqlByName.get(name) ?? "")) {
      if (used === name || !sqlByName.has(used) || total > MOST_EXPANSIONS) continue;
      total += 1 + count(used, depth + 1);
    }
    counts.set(name, total);
    return total;
  };
  for (const name of sqlByName.keys()) count(name, 0);
  return counts;
}

/** Everything in a text that could be a name, folded; more than are names is no harm. */
function* namesIn(sql: string): Generator<string> {
  const pattern =
    /"((?:[^"]|"")*)"|\[([^\]]*)\]|`((?:[^`]|``)*)`|'((?:[^']|'')*)'|([\p{L}_\u0080-\uFFFF][\p{L}\p{N}_$\u0080-\uFFFF]*)/gu;
  for (const [, double, bracket, back, single, plain] of sql.matchAll(pattern)) {
    const name =
      double?.replaceAll('""', '"') ?? bracket ?? back?.replaceAll("``", "`") ?? single?.replaceAll("''", "'");
    yield foldName(name ?? plain ?? "");
  }
}
