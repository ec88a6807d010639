/** Finds the rule that an operation is about, so that no other one is changed in its place. */
import type { RuleName } from "../../../src-shared/sql/ddl/rules.ts";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { foldName, sameName } from "../schema/same-name.ts";
import { refusal } from "./refusal.ts";
import { sameTokens, tokenText } from "./statements.ts";
import { type Rule, ruleSql, rulesOf, type TableText } from "./table-text.ts";

interface Wanted {
  /** What it is called by, when the operation says it. */
  readonly rule: RuleName | undefined;
  /** For sentences: `UNIQUE constraint on a, b`. */
  readonly word: string;
  /** Is it a rule of this kind, name, columns or expression? */
  readonly fits: (rule: Rule) => boolean;
}

/**
 * The rule. Throws a refusal when there is none, or when the operation fits several that do not say the same and names none of
 * them: each is then one of the choices.
 */
export function chosenRule(
  text: TableText,
  operation: Extract<SchemaOperation, { rule?: unknown }>,
  { rule, word, fits }: Wanted,
): Rule {
  const all = rulesOf(text);
  const fitting = all.filter(fits);
  if (rule) {
    const found = fitting.filter((each) => isCalled(each, rule))[rule.nth ?? 0];
    if (found) return found;
    throw refusal(
      `The rule ${rule.sql} does not stand there as it did.`,
      "It was changed or dropped in the meantime: look at the table's text and choose the rule again.",
    );
  }
  const [first] = fitting;
  if (!first) throw refusal(`There is no ${word}.`, "Look at the table's text and correct the operation.");
  const says = (each: Rule) => `${each.column?.name ?? ""}\n${tokenText(ruleSql(each))}`;
  if (fitting.every((each) => says(each) === says(first))) return first;
  throw refusal(
    `There are ${fitting.length} rules that this could mean: ${word}.`,
    "Choose one of them (in a list of operations: name it in `rule`).",
    fitting.map(ruleSql),
    fitting.map((each) => ({
      label: `${ruleSql(each)}${each.column ? ` (at “${each.column.name}”)` : ""}`,
      operations: [{ ...operation, rule: nameOfRule(fitting, each) }],
    })),
  );
}

function isCalled(each: Rule, { column, sql }: RuleName): boolean {
  const isThere =
    column === undefined ? each.column === null : each.column !== null && sameName(each.column.name, column);
  return isThere && sameTokens(ruleSql(each), sql);
}

function nameOfRule(fitting: readonly Rule[], rule: Rule): RuleName {
  const column = rule.column?.name;
  const name = { ...(column === undefined ? {} : { column }), sql: ruleSql(rule) };
  const nth = fitting.filter((each) => isCalled(each, name)).indexOf(rule);
  return { ...name, ...(nth > 0 ? { nth } : {}) };
}

/** What a rule demands, in one form: two that say the same in other words of order or name are one. Null of what is no rule. */
function demand(rule: Rule): string | null {
  const { column, piece, clause } = rule;
  const sql = (place: { start: number; end: number }) => tokenText(piece.text.slice(place.start, place.end));
  switch (clause.kind) {
    case "Check":
      return `CHECK ${sql(clause.expression)}`;
    case "Unique":
      return `UNIQUE ${column ? tokenText(column.text.slice(column.namePlace.start, column.namePlace.end)) : clause.listed.map(sql).join(", ")}`;
    case "ForeignKey": {
      const { parentTable = "", parentColumns = [] } = clause.reference ?? {};
      const own = column ? [column.name] : clause.listed.map(({ name }) => name ?? "");
      return foldName(JSON.stringify([own, parentTable, parentColumns]));
    }
    default:
      return null;
  }
}

/** Sentences for rules that are gone from a text while another that says the same is still there. */
export function stillHeld(before: TableText, after: TableText): string[] {
  const count = (text: TableText) => {
    const counts = new Map<string, { rule: Rule; count: number }>();
    for (const rule of rulesOf(text)) {
      const key = demand(rule);
      if (key !== null) counts.set(key, { rule, count: (counts.get(key)?.count ?? 0) + 1 });
    }
    return counts;
  };
  const now = count(after);
  return [...count(before)].flatMap(([key, was]) => {
    const is = now.get(key);
    return is && is.count < was.count ? [`Another rule that says the same still holds: ${ruleSql(is.rule)}.`] : [];
  });
}
