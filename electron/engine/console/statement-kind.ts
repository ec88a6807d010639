/** What sort of statement it is, as far as running a script as one unit must know. Decided by its first tokens. */
import { nameOf, type ScriptToken, scriptTokens } from "../../../src-shared/sql/script-tokens.ts";

/**
 * `control`: begins or ends a transaction or savepoint. `alone`: SQLite refuses or ignores it inside a transaction.
 * `change`: inserts, updates or deletes rows. `define`: writes in another way. `read`: all the rest.
 */
export type StatementKind = "control" | "alone" | "change" | "define" | "read";

const KIND_BY_WORD: Readonly<Record<string, StatementKind>> = {
  BEGIN: "control",
  COMMIT: "control",
  END: "control",
  ROLLBACK: "control",
  SAVEPOINT: "control",
  RELEASE: "control",
  VACUUM: "alone",
  ATTACH: "alone",
  DETACH: "alone",
  INSERT: "change",
  REPLACE: "change",
  UPDATE: "change",
  DELETE: "change",
  CREATE: "define",
  DROP: "define",
  ALTER: "define",
  ANALYZE: "define",
  REINDEX: "define",
};

/**
 * PRAGMAs that a transaction keeps from working: SQLite fails, or does nothing without a word.
 * Source: https://www.sqlite.org/pragma.html
 */
const ALONE_WHEN_SET = new Set([
  "auto_vacuum",
  "foreign_keys",
  "journal_mode",
  "locking_mode",
  "page_size",
  "synchronous",
  "temp_store",
]);
/** The same, of those that do their work without a value, too. */
const ALONE = new Set(["incremental_vacuum", "optimize", "wal_checkpoint"]);
/** PRAGMAs that belong to a transaction: stored in the file like any other change, or forgotten at its end. */
const TRANSACTIONAL = new Set(["application_id", "defer_foreign_keys", "schema_version", "user_version"]);

/** The kind of one statement. A text SQLite will not understand is `read`: it will do nothing. */
export function statementKind(sql: string): StatementKind {
  const tokens = scriptTokens(sql);
  const first = tokens.next();
  if (first.done) return "read";
  if (first.value.name === "WITH") return kindAfterWith(tokens);
  const asPragma = first.value.name === "PRAGMA" ? pragmaOf(sql) : null;
  if (asPragma) return kindOfPragma(asPragma);
  return KIND_BY_WORD[first.value.name] ?? "read";
}

/** `WITH a AS (…), b AS (…) INSERT …`: the first verb outside all parentheses. */
function kindAfterWith(tokens: Iterable<ScriptToken>): StatementKind {
  let depth = 0;
  for (const { name } of tokens) {
    if (name === "LP") depth++;
    else if (name === "RP") depth--;
    else if (depth === 0 && (name === "SELECT" || name === "VALUES")) return "read";
    else if (depth === 0 && KIND_BY_WORD[name] === "change") return "change";
  }
  return "read";
}

/** `[EXPLAIN [QUERY PLAN]] PRAGMA [schema.]name [= value | (value)]`. */
export interface Pragma {
  /** The token of its name; the last one there is when the statement ends before it. */
  readonly token: ScriptToken;
  /** In lower case; "" when there is none. */
  readonly name: string;
  /** Is a value given? */
  readonly sets: boolean;
  /** Is it only to be explained? SQLite carries out most of it all the same, because it does so while it compiles. */
  readonly explained: boolean;
}

/** The PRAGMA that a statement is; null for any other. */
export function pragmaOf(sql: string): Pragma | null {
  let explained = false;
  let last: ScriptToken | null = null;
  for (const token of scriptTokens(sql)) {
    if (last === null) {
      if (token.name === "PRAGMA") last = token;
      else if (EXPLAINS.has(token.name)) explained = true;
      else return null;
    } else if (token.name === "EQ" || token.name === "LP") return pragma(last, true, explained);
    else if (token.name !== "DOT" && token.name !== "SEMI") last = token;
  }
  return last && pragma(last, false, explained);
}

/** Source: https://www.sqlite.org/pragma.html, "Some pragmas run during the SQL compilation stage". */
const EXPLAINS = new Set(["EXPLAIN", "QUERY", "PLAN"]);

function pragma(token: ScriptToken, sets: boolean, explained: boolean): Pragma {
  const name = token.name === "PRAGMA" ? "" : nameOf(token.text).toLowerCase();
  return { token, name, sets, explained };
}

function kindOfPragma({ name, sets, explained }: Pragma): StatementKind {
  if (explained) return "read";
  if (ALONE.has(name)) return "alone";
  if (!sets) return "read";
  if (ALONE_WHEN_SET.has(name)) return "alone";
  return TRANSACTIONAL.has(name) ? "define" : "read";
}
