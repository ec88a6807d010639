/** What the word at a place of a script names: a table, a column, a function, a pragma. Pure. */
import type { Column, DatabaseSchema, Index, Table, Trigger } from "../../../../src-shared/model/schema.ts";
import type { SqlWords } from "../../../../src-shared/model/sql-words.ts";
import { statementSpans } from "../../../../src-shared/sql/split-script.ts";
import { findTable, type QueryTable, queryTables, visibleAt } from "../query-tables.ts";
import { sqlTokens, type Token } from "../sql-tokens.ts";
import { functionWords } from "../words/function-words.ts";
import { pragmaWords } from "../words/pragma-words.ts";

export type Definition =
  | { readonly kind: "table"; readonly table: Table; readonly alias: string | null }
  | { readonly kind: "derived"; readonly name: string; readonly columns: QueryTable["columns"] }
  | { readonly kind: "column"; readonly column: Column; readonly table: Table }
  | { readonly kind: "index"; readonly index: Index }
  | { readonly kind: "trigger"; readonly trigger: Trigger }
  | { readonly kind: "function"; readonly name: string; readonly signature: string; readonly sentence: string }
  | { readonly kind: "pragma"; readonly name: string; readonly sentence: string; readonly values: readonly string[] };

export interface Defined {
  /** The word's place. */
  readonly from: number;
  readonly to: number;
  readonly definition: Definition;
}

const same = (a: string, b: string) => a.toLowerCase() === b;

/** The definition of the word around `position`; null when it names nothing that is known. */
export function definitionAt(
  text: string,
  position: number,
  schema: DatabaseSchema,
  words: SqlWords | undefined,
): Defined | null {
  const span = statementSpans(text).find(({ start, end }) => position >= start && position <= end);
  if (!span) return null;
  const tokens = sqlTokens(text).filter(
    ({ kind, start, end }) => kind !== "comment" && start >= span.start && end <= span.end,
  );
  const at = tokens.findIndex(({ start, end }) => position >= start && position <= end && end > start);
  // Between two tokens that touch, the word is meant, not the sign.
  const near = [tokens[at], tokens[at + 1]].find(
    (token) => token && token.start <= position && (token.kind === "word" || token.kind === "name"),
  );
  if (!near) return null;
  const definition = meaning(tokens, tokens.indexOf(near), schema, words);
  return definition && { from: near.start, to: near.end, definition };
}

function meaning(
  tokens: readonly Token[],
  at: number,
  schema: DatabaseSchema,
  words: SqlWords | undefined,
): Definition | null {
  const token = tokens[at] as Token;
  const [before, after] = [tokens[at - 1], tokens[at + 1]];
  if (before?.value === "PRAGMA" || (before?.value === "." && tokens[at - 3]?.value === "PRAGMA")) {
    const known = pragmaWords(token.name);
    return known ? { kind: "pragma", name: token.name, ...known } : null;
  }
  const tables = visibleAt(queryTables(tokens, schema), tokens, token.start);
  if (before?.value === ".") return afterDot(tokens, at, tables, schema);
  if (after?.value === "(" && token.kind === "word") {
    const called = functionMeaning(token, words);
    if (called) return called;
  }
  const source = tables.find(({ name }) => same(name, token.name));
  if (source && (after?.value === "." || isNamedHere(token, source))) return ofSource(source, token);
  const column = columnOf(tables, token.name);
  if (column) return column;
  if (source) return ofSource(source, token);
  return named(token.name, undefined, schema);
}

const isNamedHere = (token: Token, source: QueryTable) => token.end <= source.at && token.end >= source.at - 400;

function ofSource(source: QueryTable, token: Token): Definition {
  if (!source.table) return { kind: "derived", name: source.name, columns: source.columns };
  const alias = same(source.table.name, token.name) ? null : source.name;
  return { kind: "table", table: source.table, alias };
}

function afterDot(
  tokens: readonly Token[],
  at: number,
  tables: readonly QueryTable[],
  schema: DatabaseSchema,
): Definition | null {
  const { name } = tokens[at] as Token;
  const qualifier = tokens[at - 2]?.name ?? "";
  const table = tables.find((t) => same(t.name, qualifier))?.table ?? findTable(schema, qualifier);
  const column = table?.columns.find((c) => same(c.name, name));
  if (table && column) return { kind: "column", column, table };
  return named(name, qualifier, schema);
}

function columnOf(tables: readonly QueryTable[], name: string): Definition | null {
  for (const { table } of tables) {
    const column = table?.columns.find((c) => same(c.name, name));
    if (table && column) return { kind: "column", column, table };
  }
  return null;
}

/** A table, index or trigger by its name, in any schema unless one is named. */
function named(name: string, inSchema: string | undefined, schema: DatabaseSchema): Definition | null {
  const fits = (object: { schema: string; name: string }) =>
    same(object.name, name) && (inSchema === undefined || same(object.schema, inSchema));
  const table = schema.tables.find(fits);
  if (table) return { kind: "table", table, alias: null };
  const index = schema.indexes.find(fits);
  if (index) return { kind: "index", index };
  const trigger = schema.triggers.find(fits);
  return trigger ? { kind: "trigger", trigger } : null;
}

function functionMeaning({ name }: Token, words: SqlWords | undefined): Definition | null {
  const known = functionWords(name);
  if (known) return { kind: "function", name, ...known };
  const built = words?.functions.find((one) => same(one.name, name));
  if (!built) return null;
  const arity = built.arities.map((n) => (n < 0 ? "any number" : String(n))).join(" or ");
  return {
    kind: "function",
    name,
    signature: `${name}(${built.arities.some((n) => n !== 0) ? "…" : ""})`,
    sentence: `Takes ${arity} argument${arity === "1" ? "" : "s"}.`,
  };
}
