/** What to offer at a place in a script. Pure; `editor-completion.ts` hands it to CodeMirror. */
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { SqlWords } from "../../../src-shared/model/sql-words.ts";
import { joinConditions } from "./join-conditions.ts";
import { cteNames, findTable, type QueryTable, queryTables, type Sources, visibleAt } from "./query-tables.ts";
import { sqlTokens, type Token } from "./sql-tokens.ts";
import { functions, keywords, writtenName } from "./sqlite-words.ts";
import { statementSpans } from "../../../src-shared/sql/split-script.ts";
import { functionWords } from "./words/function-words.ts";
import { rowColumns, selectedNames } from "./words/row-names.ts";
import type { Offer } from "./words/offer.ts";
import { pragmaOffers } from "./words/pragma-offers.ts";
import { expressionSnippets, type Snippet, statementSnippets } from "./words/snippets.ts";

export interface Completion {
  /** Where the text to be replaced begins. */
  readonly from: number;
  readonly offers: readonly Offer[];
}

const tableWords = new Set(["FROM", "JOIN", "INTO", "UPDATE", "TABLE", "REFERENCES", "ON_TABLE", "VIEW"]);

/** Tokens of the statement around `position` (comments left out), or those after the last one when none is around. */
function statementTokens(tokens: readonly Token[], text: string, position: number): Token[] {
  const spans = statementSpans(text);
  const start = spans.findLast((s) => s.start <= position && (position < s.end || text[s.end - 1] !== ";"))?.start;
  if (start === undefined) return [];
  const end = spans.find((s) => s.start === start)?.end ?? text.length;
  return tokens.filter((t) => t.kind !== "comment" && t.start >= start && t.end <= Math.max(end, position));
}

/**
 * Offers for the cursor at `position`; null where nothing is to be offered (inside a string or comment, or when nothing
 * was typed and `explicit` is false).
 */
export function complete(
  text: string,
  position: number,
  schema: DatabaseSchema,
  explicit: boolean,
  words?: SqlWords,
): Completion | null {
  const tokens = sqlTokens(text);
  const inside = tokens.find(
    (t) => t.start < position && (position < t.end || (position === t.end && (t.open || t.kind === "parameter"))),
  );
  if (inside?.kind === "comment" || inside?.kind === "string" || inside?.kind === "parameter") return null;
  const typed = tokens.find((t) => t.start < position && position <= t.end && (t.kind === "word" || t.kind === "name"));
  if (!typed && tokens.some((t) => t.kind === "number" && t.end === position)) return null;
  const from = typed?.start ?? position;
  const statement = statementTokens(tokens, text, position);
  const before = statement.filter((t) => t.end <= from);
  const last = before.at(-1);
  const afterDot = last?.value === "." && last.kind === "symbol";
  const afterOn = last?.value === "ON" && last.kind === "word" && !isTrigger(before);
  if (!typed && !afterDot && !afterOn && !explicit) return null;
  const offerValues = (values: readonly string[]): Completion => ({ from, offers: values.map(valueOffer) });

  // The word being typed is no table of the statement yet: `from t w|` is not `t` called `w`.
  const others = statement.filter((t) => t !== typed);
  const sources: Sources = { tables: schema.tables, functions: words?.tableFunctions };
  const tables = visibleAt(queryTables(others, sources), others, from);
  const pragma = pragmaOffers(before, schema, words);
  if (pragma) return { from, offers: pragma };
  if (afterDot) return { from, offers: afterQualifier(before, tables, schema) };

  const word = last?.kind === "word" ? last.value : "";
  const previous = before.at(-2)?.value ?? "";
  const isRead = word === "FROM" || word === "JOIN" || inFromList(before);
  if (isRead && before.at(-2)?.value !== "DELETE") {
    return { from, offers: [...tableOffers(schema, others), ...tableFunctionOffers(words)] };
  }
  if (tableWords.has(word) || (word === "EXISTS" && previous === "IF") || (word === "ON" && isTrigger(before))) {
    return { from, offers: tableOffers(schema, others) };
  }
  if (word === "COLLATE") return offerValues(words?.collations ?? ["BINARY", "NOCASE", "RTRIM"]);
  if (word === "USING" && before.some((t) => t.value === "VIRTUAL")) return offerValues(words?.modules ?? []);
  if (word === "ON") {
    // Those named so far: the one just joined is the last of them.
    const joins = joinConditions(tables.filter(({ at }) => at <= from)).map(joinOffer);
    if (!typed && !explicit) return joins.length > 0 ? { from, offers: joins } : null;
    return { from, offers: [...joins, ...columnOffers(tables), ...functionOffers(words)] };
  }
  const named = selectedNames(before, sources).map(({ name }) => columnOffer(name, "selected", 4));
  const own = columnOffers(tables);
  const columns = insertColumns(before, schema) ?? [
    ...named.filter(({ label }) => !own.some((offer) => offer.label === label)),
    ...own,
  ];
  const upper = typed ? /^[A-Z]/.test(text.slice(typed.start, position)) : /^[A-Z]/.test(firstWord(text, statement));
  const snippets = (before.length === 0 ? statementSnippets : expressionSnippets).map(snippetOffer);
  return { from, offers: [...columns, ...functionOffers(words), ...keywordOffers(upper), ...snippets] };
}

const firstWord = (text: string, statement: readonly Token[]) => text.slice(statement[0]?.start ?? 0).slice(0, 1);

const isTrigger = (before: readonly Token[]) => before.slice(0, 3).some((t) => t.value === "TRIGGER");

/** After a comma of `FROM a, …`: another table. */
function inFromList(before: readonly Token[]): boolean {
  if (before.at(-1)?.value !== ",") return false;
  let depth = 0;
  for (const token of before.toReversed()) {
    if (token.value === ")") depth++;
    if (token.value === "(" && --depth < 0) return false;
    if (depth !== 0 || token.kind !== "word") continue;
    if (token.value === "FROM") return true;
    if (["SELECT", "WHERE", "ON", "BY", "SET", "HAVING", "USING", "VALUES", "WITH", "RETURNING"].includes(token.value))
      return false;
  }
  return false;
}

function afterQualifier(before: readonly Token[], tables: readonly QueryTable[], schema: DatabaseSchema): Offer[] {
  const qualifier = before.at(-2)?.name ?? "";
  const named = tables.filter((t) => t.name.toLowerCase() === qualifier);
  const outer = before.at(-3)?.value === "." ? before.at(-4)?.name : undefined;
  const real = findTable(schema, qualifier, outer);
  const columns =
    named.length > 0 ? named.flatMap((t) => t.columns) : (rowColumns(qualifier, before, schema) ?? real?.columns ?? []);
  const inSchema = schema.tables.filter((t) => t.schema.toLowerCase() === qualifier);
  return [
    ...columns.map((c): Offer => columnOffer(c.name, c.type.toLowerCase(), 3)),
    ...(outer === undefined ? inSchema.map((t) => tableOffer(t.name, t.kind)) : []),
  ];
}

/** Inside `INSERT INTO t (…`: columns of t alone. */
function insertColumns(before: readonly Token[], schema: DatabaseSchema): Offer[] | null {
  const open = before.findLastIndex((t) => t.value === "(" || t.value === ")");
  if (before[open]?.value !== "(") return null;
  const dotted = before[open - 2]?.value === ".";
  if (before[dotted ? open - 4 : open - 2]?.value !== "INTO") return null;
  const table = findTable(schema, before[open - 1]?.name ?? "", dotted ? before[open - 3]?.name : undefined);
  const taken = new Set(before.slice(open + 1).map((t) => t.name));
  return (
    table?.columns
      .filter((c) => c.kind === "ordinary" && !taken.has(c.name.toLowerCase()))
      .map((c) => columnOffer(c.name, c.type.toLowerCase(), 3)) ?? null
  );
}

const columnOffer = (name: string, detail: string, rank: number): Offer => ({
  label: name,
  kind: "column",
  detail,
  insert: writtenName(name),
  rank,
});

const tableOffer = (name: string, kind: string): Offer => ({
  label: name,
  kind: kind === "view" ? "view" : "table",
  detail: kind === "table" ? "" : kind,
  insert: writtenName(name),
  rank: kind === "table" || kind === "view" ? 2 : 1,
});

/** `temp` is a keyword that needs no quotes before a dot. */
const writtenSchema = (name: string): string => (name === "temp" ? name : writtenName(name));

function tableOffers(schema: DatabaseSchema, statement: readonly Token[]): Offer[] {
  const ctes = cteNames(statement).map((name): Offer => ({ ...tableOffer(name, "table"), detail: "with", rank: 3 }));
  const hidden = new Set(schema.tables.filter((t) => t.schema === "temp").map((t) => t.name.toLowerCase()));
  const tables = schema.tables.map((t) => {
    const plain = t.schema === "main" && !hidden.has(t.name.toLowerCase());
    const insert = plain ? writtenName(t.name) : `${writtenSchema(t.schema)}.${writtenName(t.name)}`;
    return { ...tableOffer(t.name, t.kind), insert, ...(t.schema === "main" ? {} : { detail: t.schema }) };
  });
  const outside = [...new Set(schema.tables.map((t) => t.schema))].filter((name) => name !== "main");
  const schemas = outside.map((name): Offer => {
    return { label: name, kind: "schema", detail: "database", insert: `${writtenSchema(name)}.`, rank: 1 };
  });
  return [...ctes, ...tables, ...schemas];
}

/** What stands in a FROM clause with arguments: `json_each(…)`, `pragma_table_info(…)`. */
function tableFunctionOffers(words: SqlWords | undefined): Offer[] {
  return (words?.tableFunctions ?? []).map(({ name, arguments: given }) => ({
    label: name,
    kind: "function",
    detail: `(${given.join(", ")})`,
    insert: given.length === 0 ? name : `${name}(`,
    rank: name.startsWith("pragma_") ? -2 : 0,
    info: functionWords(name)?.sentence,
  }));
}

/** Bare columns of the statement's tables; a name that several have is offered for each. */
function columnOffers(tables: readonly QueryTable[]): Offer[] {
  const several = new Map<string, number>();
  for (const { columns } of tables) {
    for (const { name } of columns) several.set(name.toLowerCase(), (several.get(name.toLowerCase()) ?? 0) + 1);
  }
  const bare = tables.flatMap((table) =>
    table.columns.map((column): Offer => {
      const ambiguous = (several.get(column.name.toLowerCase()) ?? 0) > 1;
      const insert = ambiguous ? `${writtenName(table.name)}.${writtenName(column.name)}` : writtenName(column.name);
      const detail = tables.length > 1 ? table.name : column.type;
      return { label: column.name, kind: "column", detail, insert, rank: 3 };
    }),
  );
  const names = tables.map((table): Offer => ({ ...tableOffer(table.name, "table"), rank: 1 }));
  return [...bare, ...names];
}

/** Functions of this build; of the usual ones until the engine has told which those are. */
function functionOffers(words: SqlWords | undefined): Offer[] {
  const names = words?.functions ?? functions.map((name) => ({ name, kind: "scalar" as const, arities: [] }));
  return names.map(({ name, kind, arities }) => {
    const known = functionWords(name);
    const bare = /^current_(?:date|time|timestamp)$/.test(name);
    const detail = known ? known.signature.slice(known.signature.indexOf("(")) : arityWords(arities, kind);
    const insert = bare ? name : arities.length === 1 && arities[0] === 0 ? `${name}()` : `${name}(`;
    return { label: name, kind: "function", detail, insert, rank: 0, info: known?.sentence };
  });
}

/** How many arguments a function takes of which nothing else is known here: `(2)`, `(1 or 2)`, `(…)`. */
function arityWords(arities: readonly number[], kind: string): string {
  if (arities.length === 0) return kind === "scalar" ? "function" : kind;
  if (arities.some((count) => count < 0)) return "(…)";
  const [last, ...others] = arities.toReversed();
  const counts = others.length > 0 ? `${others.toReversed().join(", ")} or ${last}` : `${last}`;
  return counts === "0" ? "()" : `(${counts} ${counts === "1" ? "argument" : "arguments"})`;
}

const valueOffer = (value: string): Offer => ({ label: value, kind: "value", detail: "", insert: value, rank: 1 });

const joinOffer = ({ sql, detail }: { sql: string; detail: string }): Offer => ({
  label: sql,
  kind: "join",
  detail,
  insert: sql,
  rank: 5,
});

const snippetOffer = ({ label, detail, template }: Snippet): Offer => ({
  label,
  kind: "snippet",
  detail,
  insert: template,
  rank: 0,
});

const keywordOffers = (upper: boolean): Offer[] =>
  keywords.map((word) => {
    const label = upper ? word.toUpperCase() : word;
    return { label, kind: "keyword", detail: "", insert: label, rank: -1 };
  });
