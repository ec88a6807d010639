/** What applying a plan does for good: what is asked before, in the app and on the command line. */
import type { SchemaPlan, TouchedData } from "./schema-change.ts";

export interface Loss {
  /** 0-based index of the operation. */
  readonly operation: number;
  /** `1,204 values of “born” would go`. */
  readonly words: string;
}

/** What the way back does not bring back, one line each; none when it brings all back. */
export function lossesOf({ steps }: Pick<SchemaPlan, "steps">): Loss[] {
  return steps.flatMap(({ operation, title, reversible, touched }): Loss[] => {
    if (reversible === "exact") return [];
    const lost = touched.filter(({ final }) => final);
    if (lost.length > 0) return lost.map((data) => ({ operation, words: `${title}: ${counted(data)}` }));
    // Only doing it could count what it does.
    return [{ operation, words: `${title}: cannot be undone${reversible === "schema" ? " in full" : ""}` }];
  });
}

const VERBS: Record<string, string> = { have: "has", are: "is", do: "does", lose: "loses" };

/** `1 row breaks …`, `2 rows break …`. */
export function counted({ count, what }: Pick<TouchedData, "count" | "what">): string {
  if (count !== 1) return `${count.toLocaleString("en-US")} ${what}`;
  const one = what
    .replace(/^rows (have|are|break|refer|lose|get)\b/, (_, verb: string) => `row ${VERBS[verb] ?? `${verb}s`}`)
    .replace(/^values (.*?) (are|do) /, (_, of: string, verb: string) => `value ${of} ${VERBS[verb]} `)
    .replace(/^(row|value|NULL)s /, "$1 ");
  return `1 ${one}`;
}
