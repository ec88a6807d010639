/** Statements that reach beyond the open database: they read or write another file. Decided by their tokens. */
import type { Span } from "../model/console.ts";
import { nameOf, scriptTokens } from "./script-tokens.ts";
import { statementSpans } from "./split-script.ts";

export interface OutsideReach {
  readonly span: Span;
  readonly does: "attach" | "vacuumInto";
  /** The file as it is written; null where an expression or a parameter gives it. */
  readonly file: string | null;
  /** The parameter that gives the file. */
  readonly parameter: string | null;
  /** What an attached file is called. */
  readonly schema: string | null;
}

/** Those of a script, in order. Files in memory (`''`, `':memory:'`) are none. */
export function reachesOutside(script: string): OutsideReach[] {
  if (!/attach|vacuum/i.test(script)) return [];
  return statementSpans(script).flatMap((span) => {
    const reach = reachOf(script.slice(span.start, span.end), span);
    return reach && reach.file !== "" && reach.file !== ":memory:" ? [reach] : [];
  });
}

function reachOf(sql: string, span: Span): OutsideReach | null {
  const tokens = [...scriptTokens(sql)].filter(({ name }) => name !== "SEMI");
  const first = tokens[0]?.name;
  if (first === "ATTACH") {
    const from = tokens[1]?.name === "DATABASE" ? 2 : 1;
    const as = tokens.findLastIndex(({ name }) => name === "AS");
    const schema = as > 0 ? nameOf(tokens[as + 1]?.text ?? "") : null;
    return { span, does: "attach", schema, ...fileOf(tokens.slice(from, as > 0 ? as : undefined)) };
  }
  if (first === "VACUUM") {
    const into = tokens.findIndex(({ name }) => name === "INTO");
    if (into > 0) return { span, does: "vacuumInto", schema: null, ...fileOf(tokens.slice(into + 1)) };
  }
  return null;
}

/** One literal or name is the file's name itself; a single parameter's value will be. */
function fileOf(tokens: readonly { name: string; text: string }[]): Pick<OutsideReach, "file" | "parameter"> {
  const [only, more] = tokens;
  if (!only || more) return { file: null, parameter: null };
  if (only.name === "VARIABLE") return { file: null, parameter: only.text.slice(1) };
  return { file: only.name === "STRING" || only.name === "ID" ? nameOf(only.text) : null, parameter: null };
}
