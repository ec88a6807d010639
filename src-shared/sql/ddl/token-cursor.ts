/** Walks over the tokens of an SQL text, for readers of a grammar. */
import { nameOf, type ScriptToken, scriptTokens } from "../script-tokens.ts";
import type { Place } from "./table-parts.ts";

/** Thrown where the text is not as the grammar says; for the reader itself to catch. */
export class Unreadable extends Error {}

/**
 * Keywords that SQLite reads as an identifier where no keyword can stand.
 * Source: `%fallback ID` of https://www.sqlite.org/src/file/src/parse.y; a test asks SQLite about each.
 */
const FALLBACK = new Set(
  (
    "ABORT ACTION AFTER ALWAYS ANALYZE ASC ATTACH BEFORE BEGIN BY CASCADE CAST COLUMNKW CONFLICT CTIME_KW CURRENT DATABASE " +
    "DEFERRED DESC DETACH DO EACH END EXCLUDE EXCLUSIVE EXPLAIN FAIL FILTER FIRST FOLLOWING FOR GENERATED GROUPS IF IGNORE " +
    "IMMEDIATE INITIALLY INSTEAD KEY LAST LIKE_KW MATCH MATERIALIZED NO NULLS OF OFFSET OTHERS OVER PARTITION PLAN PRAGMA " +
    "PRECEDING QUERY RAISE RANGE RECURSIVE REINDEX RELEASE RENAME REPLACE RESTRICT ROLLBACK ROW ROWS SAVEPOINT TEMP TIES " +
    "TRIGGER UNBOUNDED VACUUM VIEW VIRTUAL WINDOW WITH WITHIN WITHOUT"
  ).split(" "),
);

export class TokenCursor {
  readonly sql: string;
  readonly tokens: readonly ScriptToken[];
  /** Index of the next token. */
  at = 0;

  constructor(sql: string) {
    this.sql = sql;
    this.tokens = [...scriptTokens(sql)];
  }

  /** The kind of the next token, or of one after it; "" at the end. */
  peek(ahead = 0): string {
    return this.tokens[this.at + ahead]?.name ?? "";
  }

  /** Where the token taken last ends. */
  get end(): number {
    return this.tokens[this.at - 1]?.end ?? 0;
  }

  /** Where the next token begins. */
  get start(): number {
    return this.tokens[this.at]?.start ?? this.sql.length;
  }

  /** Takes the next token whatever it is. Throws at the end. */
  any(): ScriptToken {
    const token = this.tokens[this.at++];
    if (!token || token.name === "ILLEGAL") throw new Unreadable();
    return token;
  }

  /** Takes the tokens of these kinds, when they are the next ones. */
  took(...names: string[]): boolean {
    if (!names.every((name, i) => this.peek(i) === name)) return false;
    this.at += names.length;
    return true;
  }

  /** Takes a token of one of these kinds. Throws when the next is another. */
  need(...names: string[]): ScriptToken {
    if (!names.includes(this.peek())) throw new Unreadable();
    return this.any();
  }

  /** Is the next token an identifier, as the grammar's `id` has it? */
  isId(): boolean {
    const name = this.peek();
    return name === "ID" || FALLBACK.has(name);
  }

  /** Can the next token be the name of a table, column or constraint (the grammar's `nm`)? */
  isName(): boolean {
    return this.isId() || ["STRING", "INDEXED", "JOIN_KW"].includes(this.peek());
  }

  /** Takes a name. Throws when there is none. */
  name(): { readonly text: string } & Place {
    if (!this.isName()) throw new Unreadable();
    const { text, start, end } = this.any();
    return { text: nameOf(text), start, end };
  }

  /** Takes a pair of brackets with all between, and gives the place inside. Throws when it does not close. */
  brackets(): Place {
    const open = this.need("LP");
    for (let depth = 1; ; ) {
      const { name, start } = this.any();
      if (name === "SEMI") throw new Unreadable();
      if (name === "LP") depth++;
      if (name === "RP" && --depth === 0) return { start: open.end, end: start };
    }
  }
}
