/**
 * Mistakes of a script before it is run. SQLite prepares each statement, which reads the schema and runs nothing, so what is
 * marked is what SQLite would say. Not prepared are PRAGMAs: some do their work while they are prepared.
 * Source: https://www.sqlite.org/pragma.html ("Some pragmas run during the SQL compilation stage")
 */
import { type AppErrorData, sentenceEnd } from "../../../src-shared/errors/app-error.ts";
import type { ScriptMark } from "../../../src-shared/model/sql-words.ts";
import { invisibleAdvice, invisibleCharacters } from "../../../src-shared/sql/invisible.ts";
import { type ScriptToken, scriptTokens } from "../../../src-shared/sql/script-tokens.ts";
import { type ScriptStatement, splitScript } from "../../../src-shared/sql/split-script.ts";
import type { Connection } from "../connection/connection.ts";
import { isLocked } from "../engine-error.ts";
import { refuseHash } from "./bind-parameters.ts";
import { refuseHalves, refuseNul, statementError } from "./statement-error.ts";
import { type Pragma, pragmaOf, statementKind } from "./statement-kind.ts";

/** Statements looked at; a longer script is a dump. */
const MOST_STATEMENTS = 500;
/** Marks given; nobody reads more. */
const MOST_MARKS = 100;

/**
 * Marks in the order of the script. After a statement that changes what there is (CREATE, DROP, ATTACH …) only mistakes of
 * syntax are marked: the names that will be there then are not known without running it.
 */
export function checkScript(connection: Connection, script: string, pragmas: ReadonlySet<string>): ScriptMark[] {
  refuseNul(script);
  refuseHalves(script, false);
  const marks: ScriptMark[] = [];
  let namesKnown = true;
  for (const [index, statement] of splitScript(script).slice(0, MOST_STATEMENTS).entries()) {
    if (marks.length >= MOST_MARKS) break;
    const tokens = [...scriptTokens(statement.sql)];
    const pragma = pragmaOf(statement.sql);
    if (pragma !== null) {
      const mark = unknownPragma(statement, pragma, pragmas);
      if (mark) marks.push(mark);
      continue;
    }
    const error = mistake(connection, script, statement, index);
    if (error === "locked") break;
    if (error && (namesKnown || isSyntax(error))) marks.push(asMark(error));
    if (!error) marks.push(...invisibleNames(statement), ...everyRow(statement, tokens));
    const kind = statementKind(statement.sql);
    if (kind === "define" || kind === "alone") namesKnown = false;
  }
  return marks;
}

/** It is right all the same: then it is a part of a name. */
function invisibleNames({ sql, span }: ScriptStatement): ScriptMark[] {
  const found = invisibleCharacters(sql);
  if (!found[0]) return [];
  const offset = span.start + found[0].offset;
  return [{ offset, severity: "warning", message: "A name holds what cannot be seen.", next: invisibleAdvice(found) }];
}

function mistake(
  connection: Connection,
  script: string,
  statement: ScriptStatement,
  index: number,
): AppErrorData | "locked" | null {
  try {
    connection.db.prepare(statement.sql);
    refuseHash(statement.sql);
    return null;
  } catch (thrown) {
    // Whether it is right cannot be told now; running it would say the same.
    if (isLocked(thrown)) return "locked";
    const error = statementError(thrown, { script, statement, index, outcome: null, path: null });
    // What is wrong with the file or the machine is not the script's mistake.
    return error.code.startsWith("sql.") ? error : "locked";
  }
}

const isSyntax = (error: AppErrorData): boolean =>
  /^(?:near "|incomplete input|unrecognized token)/.test(error.detail ?? "");

/** Nothing has failed yet, so SQLite's words stand alone. */
function asMark({ place, code, message, next, detail }: AppErrorData): ScriptMark {
  const said =
    code === "sql.failed" && detail ? sentenceEnd(`${detail.slice(0, 1).toUpperCase()}${detail.slice(1)}`) : message;
  return { offset: place?.offset ?? 0, severity: "error", message: said, next };
}

/** SQLite ignores a pragma it does not know without a word. */
function unknownPragma({ span }: ScriptStatement, pragma: Pragma, pragmas: ReadonlySet<string>): ScriptMark | null {
  const { name, token } = pragma;
  if (name === "" || pragmas.has(name)) return null;
  return {
    offset: span.start + token.start,
    severity: "warning",
    message: `SQLite has no pragma ${name}.`,
    next: "It ignores the statement without a word: look for a slip of the pen.",
  };
}

/** UPDATE and DELETE without WHERE: right, and seldom what one means. */
function everyRow({ span }: ScriptStatement, tokens: readonly ScriptToken[]): ScriptMark[] {
  const first = tokens[0];
  if (first?.name !== "UPDATE" && first?.name !== "DELETE") return [];
  let depth = 0;
  for (const { name } of tokens) {
    if (name === "LP") depth++;
    if (name === "RP") depth--;
    if (depth === 0 && (name === "WHERE" || name === "LIMIT")) return [];
  }
  const does = first.name === "UPDATE" ? "changes" : "deletes";
  return [
    {
      offset: span.start + first.start,
      severity: "warning",
      message: `There is no WHERE: this ${does} every row.`,
      next: "Add a WHERE, or try it on a copy first (Try It).",
    },
  ];
}
