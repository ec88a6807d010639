/**
 * A script cut into statements. The boundaries are those of `sqlite3_complete()`: a semicolon ends a statement, except
 * inside `CREATE [TEMP] TRIGGER`, which ends with `; END ;`. Only tokens are looked at, so a script with a mistake in it is
 * cut just the same and the mistake reaches SQLite, whose own words the user then reads.
 * Source: https://www.sqlite.org/c3ref/complete.html and the grammar of triggers, https://www.sqlite.org/lang_createtrigger.html
 */
import type { Span } from "../model/console.ts";
import { type ScriptToken, scriptTokens } from "./script-tokens.ts";

export interface ScriptStatement {
  /** From its first token to its semicolon (included), or to its last token when none ends it. */
  readonly span: Span;
  readonly sql: string;
}

/**
 * Statements of a script in order; empty ones (`;;`, comments alone) are left out.
 * Throws a RangeError when the text holds a NUL character: SQLite reads SQL as a C string and would silently run only what
 * stands before it.
 */
export function splitScript(script: string): ScriptStatement[] {
  if (script.includes("\0")) throw new RangeError("SQL text with a NUL character");
  return statementSpans(script).map((span) => ({ span, sql: script.slice(span.start, span.end) }));
}

/** Where the statements of a text begin and end, also of a text with a NUL character, which an editor may hold. */
export function statementSpans(script: string): Span[] {
  const spans: Span[] = [];
  let start: number | null = null;
  let end = 0;
  let boundary = new Boundary();
  const close = () => {
    if (start !== null) spans.push({ start, end });
    start = null;
    boundary = new Boundary();
  };
  for (const token of scriptTokens(script)) {
    if (start === null && token.name === "SEMI") continue;
    start ??= token.start;
    end = token.end;
    if (boundary.endsWith(token)) close();
  }
  close();
  return spans;
}

/** After EXPLAIN any words may come before CREATE (`QUERY PLAN`), but for these. */
const ENDS_EXPLAIN = new Set(["EXPLAIN", "TEMP", "TRIGGER", "END"]);

/** Decides at which semicolon a statement ends. */
class Boundary {
  /** `start`, `explained`, `create`: may still become `[EXPLAIN …] CREATE [TEMP] TRIGGER`; `trigger`: is one; `plain`: not. */
  private part: "start" | "explained" | "create" | "trigger" | "plain" = "start";
  /** Of a trigger: what its last tokens were, as far as they can begin the `; END ;` it ends with. */
  private closing: "" | ";" | "; END" = "";

  /** Takes the next token; tells whether the statement ends with it. */
  endsWith({ name }: ScriptToken): boolean {
    if (this.part === "trigger") {
      if (name === "SEMI" && this.closing === "; END") return true;
      if (name === "SEMI") this.closing = ";";
      else this.closing = name === "END" && this.closing === ";" ? "; END" : "";
      return false;
    }
    if (name === "SEMI") return true;
    if (this.part !== "plain") this.part = this.afterHead(name);
    return false;
  }

  private afterHead(name: string): Boundary["part"] {
    if (this.part === "create") return name === "TRIGGER" ? "trigger" : name === "TEMP" ? "create" : "plain";
    if (name === "CREATE") return "create";
    if (this.part === "explained") return ENDS_EXPLAIN.has(name) ? "plain" : "explained";
    return name === "EXPLAIN" ? "explained" : "plain";
  }
}
