/**
 * Can SQLite run the expressions that an operation brings? ALTER TABLE keeps one with an unknown function, and CREATE TABLE a
 * default: every SELECT or INSERT would fail afterwards. So each that is new is compiled on a table of the same columns, by itself:
 * what other programs left in the file does not matter.
 */
import { createHead } from "../../../src-shared/sql/create-head.ts";
import type { Refusal, RefusalChoice, SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../connection/connection.ts";
import { functionHint } from "../connection/function-hint.ts";
import { sameName } from "../schema/same-name.ts";
import type { BrokenObject } from "./broken-objects.ts";
import { inQuotes } from "./in-quotes.ts";
import { type Refused, refusal } from "./refusal.ts";
import type { Scratch } from "./scratch-schema.ts";
import { tokenText } from "./statements.ts";
import { type ColumnPiece, expressionOf, type Rule, rulesOf, ruleSql, type TableText } from "./table-text.ts";

const PROBE = '"joinery_probe"';

/** Throws the refusal, when there is one. */
export function refuseUnrunnable(...asked: Parameters<typeof unrunnableIn>): void {
  const found = unrunnableIn(...asked);
  if (found) throw found;
}

/** A refusal for an expression of `text` that is not in `before` and does not compile in the table of that name; else null. */
export function unrunnableIn(
  scratch: Scratch,
  operation: SchemaOperation,
  table: string,
  { text, before }: { readonly text: TableText; readonly before: TableText | null },
): Refused | null {
  const known = new Set(before ? expressions(before).map(keyOf) : []);
  for (const rule of expressions(text)) {
    const words = known.has(keyOf(rule)) ? null : whyNot(scratch, table, text, rule);
    if (words === null) continue;
    const isDefault = rule.clause.kind === "Default";
    return refusal(
      `SQLite cannot run ${ruleSql(rule)}${rule.column ? ` of “${rule.column.name}”` : ""}: ${words}.`,
      functionHint(scratch.connection, words) ??
        (isDefault
          ? "Put a text in single quotes, or write an expression without columns."
          : "Correct the expression."),
      [],
      // A call is no text that lacks its quotes.
      isDefault && !/function/.test(words) ? quoted(operation, rule) : [],
    );
  }
  return null;
}

/** Clauses with an expression; a default without brackets is a literal. */
function expressions(text: TableText): Rule[] {
  return rulesOf(text).filter((rule) => {
    const { kind } = rule.clause;
    return kind === "Check" || kind === "Generated" || (kind === "Default" && expressionOf(rule).startsWith("("));
  });
}

const keyOf = (rule: Rule) => `${rule.clause.kind} ${tokenText(expressionOf(rule))}`;

/** SQLite's words for why the clause cannot be run; null when it can. */
function whyNot(scratch: Scratch, table: string, text: TableText, rule: Rule): string | null {
  const { connection } = scratch;
  const own = rule.piece.text.slice(rule.clause.body, rule.clause.end);
  const plain = (column: ColumnPiece) =>
    `${quoteName(column.name)} ${column.type ? column.text.slice(column.type.start, column.type.end) : ""}`;
  const columns = text.columns.map((column) => (column === rule.column ? `${plain(column)} ${own}` : plain(column)));
  const rules = rule.column ? [] : [own];
  const name = quoteName(table);
  const probe = `CREATE TEMP TABLE ${name} (${[...columns, PROBE, ...rules].join("\n, ")}\n)`;
  try {
    scratch.look([probe], () => {
      connection.db.prepare(`INSERT INTO temp.${name} (${PROBE}) VALUES (1)`);
      connection.db.prepare(`SELECT * FROM temp.${name}`);
    });
    return null;
  } catch (thrown) {
    if (!(thrown instanceof Error && "code" in thrown)) throw thrown;
    return thrown.message;
  }
}

/** The operation with the default as a text. */
function quoted(operation: SchemaOperation, rule: Rule): RefusalChoice[] {
  const written = expressionOf(rule).slice(1, -1).trim();
  return operation.op === "changeColumn" ? [inQuotes(operation, written)] : [];
}

/** A refusal for a view or trigger that these operations make, that must run, and that calls a function which does not exist; else null. */
export function madeUnrunnable(
  connection: Connection,
  { type, name, title, words }: BrokenObject,
  operations: readonly SchemaOperation[],
): Refusal | null {
  const hint = functionHint(connection, words);
  if (hint === null && !/no such function|wrong number of arguments/.test(words)) return null;
  const operation = operations.findIndex((each) => {
    const head =
      (each.op === "createView" || each.op === "createTrigger") && each.mustRun ? createHead(each.sql) : null;
    return head?.kind === type && sameName(head.name, name);
  });
  if (operation < 0) return null;
  return {
    code: "schema.refused",
    message: `${title.replace(/^./, (c) => c.toUpperCase())} could not be run: ${words}.`,
    next: hint ?? "Correct its text.",
    detail: words,
    operation,
    choices: [{ label: `Leave the ${type} out`, operations: [] }],
  };
}
