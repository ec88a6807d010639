/** Conditions in Kysely code: as arguments of `where`, `having` and `on`, and with the expression builder where they nest. */
import type { Condition, Expr, QueryOrder, Relation, SelectItem } from "../../../../src-shared/model/query.ts";
import { conjuncts, isBlank } from "../compiling.ts";
import { linkAlias, written } from "../compile-condition.ts";
import { conditionTemplate, type ExpressionWriting, exprCode, patternText, valueCode } from "./kysely-expression.ts";
import { refString, tableCode } from "./kysely-names.ts";
import { jsString, listed } from "./writing.ts";

export interface KyselyWriting extends ExpressionWriting {
  items(items: readonly SelectItem[]): string[];
  order(terms: readonly QueryOrder[]): string[];
}

/** `('a.b', '=', 5)`, `Ref('a.b', '=', 'c.d')` or `((eb) => …)`: what stands after `.where`, `.having` or `.on`. */
export function conditionArguments(writing: KyselyWriting, condition: Condition): string | null {
  const plain = simple(writing, condition);
  if (plain) return plain.reference ? `Ref(${plain.code})` : `(${plain.code})`;
  const code = ebCode(writing, condition);
  if (code === null) return null;
  return /\beb\b/.test(code) ? `((eb) => ${code})` : `(${code})`;
}

/** Column, operator, value or column; null where there is more to it. */
function simple(writing: KyselyWriting, condition: Condition): { code: string; reference: boolean } | null {
  if (condition.off) return null;
  const column = (value: Expr) => (value.kind === "column" ? refString(value.source, value.column) : null);
  /** A column by its name, or a function of `fn`. */
  const side = (value: Expr) => {
    if (value.kind !== "call") return column(value);
    const code = exprCode(writing, value);
    return code.startsWith("fn") ? code : null;
  };
  const value = (of: Expr, left: Expr | null) => (of.kind === "literal" ? valueCode(writing, of.literal, left) : null);
  if (condition.kind === "compare") {
    const { left, right, operator } = condition;
    const [l, r] = [side(left), column(right)];
    if (l === null) return null;
    const isNull = right.kind === "literal" && right.literal.storage === "null";
    if (isNull && operator !== "=" && operator !== "<>" && operator !== "is" && operator !== "is not") return null;
    if (isNull)
      return { code: `${l}, ${operator === "=" || operator === "is" ? "'is'" : "'is not'"}, null`, reference: false };
    const word = operator === "is" ? "is not distinct from" : operator === "is not" ? "is distinct from" : operator;
    if (r !== null && left.kind === "column") return { code: `${l}, ${jsString(word)}, ${r}`, reference: true };
    if (r !== null) return null;
    const written_ = value(right, left);
    return written_ === null ? null : { code: `${l}, ${jsString(word)}, ${written_}`, reference: false };
  }
  if (condition.kind === "null") {
    const l = side(condition.left);
    return l === null ? null : { code: `${l}, ${condition.negated ? "'is not'" : "'is'"}, null`, reference: false };
  }
  if (condition.kind === "in") {
    const l = side(condition.left);
    if (l === null) return null;
    const word = condition.negated ? "'not in'" : "'in'";
    if (condition.query) return { code: `${l}, ${word}, ${writing.chain(condition.query)}`, reference: false };
    const items = condition.items.filter((item) => !isBlank(item)).map((item) => value(item, condition.left));
    if (items.some((item) => item === null)) return null;
    return { code: `${l}, ${word}, [${items.join(", ")}]`, reference: false };
  }
  if (condition.kind === "text") {
    const { operator, negated, left, right } = condition;
    const l = side(left);
    if (l === null || operator.startsWith("i") || operator === "glob" || operator === "match") return null;
    const pattern = patternText(operator.toLowerCase(), right);
    const text = pattern ? jsString(pattern.text) : operator === "like" ? value(right, null) : null;
    if (text === null || pattern?.escaped) return null;
    return { code: `${l}, ${negated ? "'not like'" : "'like'"}, ${text}`, reference: false };
  }
  return null;
}

/** With the expression builder `eb`; null where it says nothing. */
export function ebCode(writing: KyselyWriting, condition: Condition): string | null {
  if (condition.off) return null;
  const plain = simple(writing, condition);
  if (plain && !plain.reference) return `eb(${plain.code})`;
  if (plain) return `eb(${plain.code.replace(/, ('(?:[^'\\]|\\.)*')$/, ", eb.ref($1)")})`;
  if (condition.kind === "group") {
    const items = condition.items.map((item) => ebCode(writing, item)).filter((item) => item !== null);
    if (items.length === 0) return null;
    const all = items.length === 1 ? items[0] : `eb.${condition.joint}(${listed(items, ["[", "]"])})`;
    return condition.negated ? `eb.not(${all})` : (all ?? null);
  }
  if (condition.kind === "exists") {
    const code = `eb.exists(${writing.chain(condition.query)})`;
    return condition.negated ? `eb.not(${code})` : code;
  }
  if (condition.kind === "related") {
    const code = `eb.exists(${writing.related(condition)})`;
    return condition.negated ? `eb.not(${code})` : code;
  }
  if (condition.kind === "truth" && !condition.negated && !isBlank(condition.value)) {
    const code = exprCode(writing, condition.value);
    return code.startsWith("sql`") ? `sql<boolean>${code.slice(3)}` : `${code} as any`;
  }
  const template = conditionTemplate(writing, condition);
  return template === null ? null : `sql<boolean>\`${template}\``;
}

/** Calls that read the related rows; still without columns. */
export function related(
  writing: KyselyWriting,
  { relation, source, alias, where }: { relation: Relation; source: string; alias: string; where: Condition },
): string[] {
  const { table, pairs, through } = relation;
  const calls = [`.selectFrom(${tableCode(written(table), alias)})`];
  const held = through ? linkAlias(alias) : alias;
  const equal = (left: [string, string], right: [string, string]) =>
    simple(writing, {
      kind: "compare",
      operator: "=",
      left: { kind: "column", source: left[0], column: left[1] },
      right: { kind: "column", source: right[0], column: right[1] },
    });
  const same = (left: [string, string], right: [string, string]) => {
    const plain = equal(left, right);
    if (plain) return `Ref(${plain.code})`;
    return `(sql<boolean>\`\${sql.id(${left.map(jsString).join(", ")})} = \${sql.id(${right.map(jsString).join(", ")})}\`)`;
  };
  if (through) {
    const on = through.pairs.map(([mine, theirs]) => `.on${same([held, mine], [alias, theirs])}`);
    calls.push(`.innerJoin(${tableCode(written(through.table), held)}, (join) => join${on.join("")})`);
  }
  for (const [from, to] of pairs) calls.push(`.where${same([held, to], [source, from])}`);
  for (const each of conjuncts(where)) {
    const code = conditionArguments(writing, each);
    if (code !== null) calls.push(`.where${code}`);
  }
  return calls;
}
