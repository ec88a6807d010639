/**
 * The bind parameters of SQL text. A parameter is known by its name without `?`, `:`, `@` or `$`; one without a name, by its
 * number. So `:a`, `@a` and `$a` are one parameter here (better-sqlite3 binds them as one), and so are `?1` and the first `?`.
 * Source: https://www.sqlite.org/lang_expr.html#parameters
 */
import { scriptTokens } from "./script-tokens.ts";
import { statementSpans } from "./split-script.ts";

/** SQLITE_MAX_VARIABLE_NUMBER of better-sqlite3's build is below this: SQLite refuses a larger `?N` by itself. */
const MOST = 250_000;

/** A place that SQLite binds a value to. */
export interface BindPlace {
  readonly name: string;
  /** SQLite knows it by its number only (`?`). */
  readonly anonymous: boolean;
}

/** The places of one statement by their number from 1 (here from 0); null where nothing refers to a number (`?3` alone: 1, 2). */
export function bindPlaces(sql: string): (BindPlace | null)[] {
  if (!/[?:@$]/.test(sql)) return [];
  const places: (BindPlace | null)[] = [];
  const byText = new Map<string, number>();
  const put = (number: number, place: BindPlace) => {
    while (places.length < number) places.push(null);
    places[number - 1] = place;
  };
  for (const { name, text } of scriptTokens(sql)) {
    if (name !== "VARIABLE") continue;
    if (text === "?") {
      put(places.length + 1, { name: String(places.length + 1), anonymous: true });
    } else if (text.startsWith("?")) {
      const number = Number(text.slice(1));
      // The first way a number is written (`?1`, `?01`) is its name to SQLite.
      if (number >= 1 && number <= MOST && (places[number - 1]?.anonymous ?? true)) {
        put(number, { name: text.slice(1), anonymous: false });
      }
    } else if (/^[:@$]/.test(text) && !byText.has(text)) {
      byText.set(text, places.length + 1);
      put(places.length + 1, { name: text.slice(1), anonymous: false });
    }
  }
  return places;
}

/** The first `#name` of a statement: SQLite reads one as a parameter, but it is none that is documented or could be given a value; else null. */
export function hashName(sql: string): string | null {
  if (!sql.includes("#")) return null;
  for (const { name, text } of scriptTokens(sql)) if (name === "VARIABLE" && text.startsWith("#")) return text;
  return null;
}

/** Names of all parameters of a script, each once, in the order of their first use by statement and number. */
export function parameterNames(script: string): string[] {
  if (!/[?:@$]/.test(script)) return [];
  const names = new Set<string>();
  for (const { start, end } of statementSpans(script)) {
    for (const place of bindPlaces(script.slice(start, end))) if (place) names.add(place.name);
  }
  return [...names];
}

/** A parameter as one writes it: `?1` for a number, `:name` for a name. */
export function writtenParameter(name: string): string {
  return /^\d+$/.test(name) ? `?${name}` : `:${name}`;
}
