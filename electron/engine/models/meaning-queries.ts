/** Reads the queries in a view or trigger: what each name, star and place in them leads to. */
import { createHash } from "node:crypto";
import type {
  AstNode,
  FromClause,
  OneSelect,
  ResultColumn,
  Select,
  SelectTable,
  SortedColumn,
  With,
} from "sqlite3-parser";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { foldName, sameName } from "../schema/same-name.ts";
import type { Catalog, Column, Fact, KnownTable, Level, Levels, Source } from "./meaning-scope.ts";

const JOIN_NATURAL = 0x04;
/** Brackets within brackets: more is a bomb. */
const DEEPEST = 60;
const LONGEST = 200;

export class TooDeep extends Error {}

interface Output extends Column {
  readonly isStar?: boolean;
}

interface Read {
  readonly outputs: readonly Output[];
  /** All but the outputs. */
  readonly body: string;
  readonly level: Level;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Of a plain name: the index of its fact. */
  readonly fact?: number;
}

/** Reads queries, and notes what is met in them. */
export class QueryReader {
  readonly #sql: string;
  readonly catalog: Catalog;
  readonly facts: Fact[] = [];
  readonly edits: Edit[] = [];
  #canPin = true;
  unfit = 0;
  #sources = 0;
  #depth = 0;

  constructor(sql: string, catalog: Catalog) {
    this.#sql = sql;
    this.catalog = catalog;
  }

  /** The text with all but plain names written out, and those of some facts; null when it cannot be. */
  pinned(facts: ReadonlySet<number>): string | null {
    if (!this.#canPin) return null;
    let text = this.#sql;
    const edits = this.edits.filter(({ fact }) => fact === undefined || facts.has(fact));
    for (const { start, end, text: put } of edits.sort((a, b) => b.start - a.start))
      text = text.slice(0, start) + put + text.slice(end);
    return text;
  }

  /** Notes what is meant; gives its id. */
  fact(id: string, words: string): string {
    this.facts.push({ id, words });
    return id;
  }

  /** A query at a place. Throws TooDeep. */
  select(select: Select, outer: Levels): Read {
    if (++this.#depth > DEEPEST) throw new TooDeep();
    const levels = select.with ? this.#with(select.with, outer) : outer;
    const first = this.#one(select.select, levels);
    const others = (select.compounds ?? []).map(({ operator, select: one }) => ({
      operator,
      ...this.#one(one, levels),
    }));
    if (others.some((other) => other.outputs.length !== first.outputs.length)) this.unfit++;
    const outputs = first.outputs.map((output, i) => {
      if (others.length === 0) return output;
      const all = others.map((other) => `${other.operator} ${other.outputs[i]?.id ?? ""}`);
      const words = [output.words, ...others.map((other) => other.outputs[i]?.words ?? "nothing")].join(" and ");
      return { ...output, id: short(`(${output.id} ${all.join(" ")})`), words };
    });
    // Which rows are the same is told by all columns.
    const whole = others.some(({ operator }) => operator !== "UnionAll") ? outputs.map(({ id }) => id).join() : "";
    const level = others.length === 0 ? first.level : { sources: [], merged: [], aliases: outputs };
    const order = this.#terms(select.orderBy ?? [], outputs, levels.within(level), "ORDER BY");
    const bodies = [first.body, ...others.map(({ operator, body }) => `${operator} ${body}`)];
    const limit = this.node(select.limit, levels);
    this.#depth--;
    return { outputs, level, body: `${bodies.join(" ")} ${whole} ${order} ${limit}` };
  }

  #with({ ctes }: With, outer: Levels): Levels {
    let levels = outer;
    for (const { tblName, columns, select } of ctes) {
      const name = tblName.text;
      const listed = columns?.map(({ colName }) => colName.text);
      // It may read itself: then by its own names.
      const own = (listed ?? this.#namesOf(select)).map((column) => ({
        name: column,
        id: `cte ${column}`,
        words: `“${name}.${column}”`,
      }));
      const { outputs, body } = this.select(select, levels.withCte({ name, columns: own }));
      const inner = outputs.map((output, i) => ({
        name: listed?.[i] ?? output.name,
        id: output.id,
        words: output.words,
      }));
      // What it selects is what those who read it mean; how it does is here.
      levels = levels.withCte({
        name,
        columns: inner.map((column) => ({ ...column, id: short(`(${column.id} of ${body})`) })),
      });
    }
    return levels;
  }

  #namesOf({ select }: Select): string[] {
    return select.type === "SelectFrom" ? select.columns.map((column) => this.#nameOf(column)) : [];
  }

  #nameOf(column: ResultColumn): string {
    if (column.type !== "ExprResultColumn") return "*";
    const { expr, alias } = column;
    if (alias) return alias.name.text;
    if (expr.type === "Id") return expr.name;
    if (expr.type === "NameExpr") return expr.name.text;
    return expr.type === "QualifiedExpr" ? expr.column.text : this.#text(expr);
  }

  #text({ span }: { readonly span: { readonly offset: number; readonly length: number } }): string {
    return this.#sql.slice(span.offset, span.offset + span.length);
  }

  #one(select: OneSelect, levels: Levels): Read {
    if (select.type === "SelectValues") {
      const rows = select.values.map(({ values }) => values.map((value) => this.#output(value, levels)));
      const outputs = (rows[0] ?? []).map((output, i) => ({
        ...output,
        id: rows.map((row) => row[i]?.id ?? "").join("; "),
      }));
      return { outputs, body: "values", level: { sources: [], merged: [], aliases: [] } };
    }
    const level: Level = { sources: [], merged: [], aliases: [] };
    const joined = select.from ? this.from(level, select.from, levels) : "";
    const inner = levels.within(level);
    const outputs = select.columns.flatMap((column) => this.#outputs(column, level, inner));
    const named: Level = { ...level, aliases: outputs };
    const after = levels.within(named);
    const parts = [
      joined,
      this.node(select.whereClause, after),
      this.#terms(
        (select.groupBy ?? []).map((expr) => ({ expr })),
        outputs,
        after,
        "GROUP BY",
      ),
      this.node(select.having, after),
      this.node(select.windowClause, after),
      select.distinctness === "Distinct" ? `distinct ${outputs.map(({ id }) => id).join()}` : "",
    ];
    return { outputs, body: parts.join(" | "), level: named };
  }

  #outputs(column: ResultColumn, level: Level, levels: Levels): Output[] {
    if (column.type === "ExprResultColumn")
      return [{ ...this.#output(column.expr, levels), name: this.#nameOf(column) }];
    const sources =
      column.type === "StarResultColumn"
        ? level.sources
        : level.sources.filter(({ name }) => name !== null && sameName(name, column.table.text));
    const isAll = column.type === "StarResultColumn";
    const shown = sources.flatMap((source) =>
      (source.columns ?? [])
        .filter(({ name, hidden }) => !hidden && !(isAll && source.shared.has(foldName(name))))
        .map((one) => ({ source, one })),
    );
    if (sources.some(({ columns }) => columns === null)) this.#canPin = false;
    const texts = shown.map(
      ({ source, one }) => (source.name === null ? "" : `${quoteName(source.name)}.`) + quoteName(one.name),
    );
    const { offset, length } = column.span;
    this.edits.push({ start: offset, end: offset + length, text: texts.join(", ") });
    if (shown.length === 0) this.#canPin = false;
    return shown.map(({ source, one }) => ({
      name: one.name,
      id: `${source.tag}.${one.id}`,
      words: one.words,
      isStar: true,
    }));
  }

  #output(expr: AstNode, levels: Levels): Output {
    const before = this.facts.length;
    const id = this.node(expr, levels);
    const [only, more] = this.facts.slice(before);
    const isName = expr.type === "Id" || expr.type === "NameExpr" || expr.type === "QualifiedExpr";
    const text = this.#text(expr as { span: { offset: number; length: number } });
    return { name: text, id, words: isName && only && !more ? (only.words.split(" is ")[1] ?? text) : `“${text}”` };
  }

  /** Terms of ORDER BY or GROUP BY: a number is a place, a name alone is first one of the columns that are given. */
  #terms(
    terms: readonly Pick<SortedColumn, "expr">[],
    outputs: readonly Output[],
    levels: Levels,
    what: string,
  ): string {
    const parts = terms.map(({ expr, ...more }) => {
      const place = expr.type === "NumericLiteral" ? Number(expr.value) : Number.NaN;
      const output = Number.isInteger(place) ? outputs[place - 1] : undefined;
      if (output) return this.fact(`${what} ${output.id}`, `${what} ${place} is by ${output.words}`);
      const name = expr.type === "Id" ? expr.name : expr.type === "NameExpr" ? expr.name.text : null;
      const alias = what === "ORDER BY" && name !== null ? outputs.find((o) => sameName(o.name, name)) : undefined;
      const { order, nulls } = more as Partial<SortedColumn>;
      return `${alias ? alias.id : this.node(expr, levels)} ${order ?? ""} ${nulls ?? ""}`;
    });
    return parts.join();
  }

  /** Adds what a FROM clause holds to its level. */
  from(level: Level, { select, joins }: FromClause, levels: Levels): string {
    const parts = select ? [this.#add(level, select, levels)] : [];
    for (const { operator, table, constraint } of joins ?? []) {
      const type = operator.type === "TypedJoinJoinOperator" ? (operator.joinType ?? 0) : 0;
      const earlier = level.sources.slice();
      const added = this.#add(level, table, levels);
      const fresh = level.sources.slice(earlier.length);
      const has = (sources: readonly Source[], name: string) =>
        sources.some((source) => source.columns?.some((c) => !c.hidden && sameName(c.name, name)));
      const natural = (type & JOIN_NATURAL) !== 0;
      const using = constraint?.type === "UsingJoinConstraint" ? constraint.columns.map(({ text }) => text) : null;
      const common = natural
        ? fresh.flatMap((source) =>
            (source.columns ?? []).filter((c) => !c.hidden && has(earlier, c.name)).map(({ name }) => name),
          )
        : (using ?? []);
      const ids = common.map((name) => this.#share(level, earlier, fresh, name));
      if (natural) {
        const label = fresh[0]?.name ?? "a subquery";
        this.fact(
          `natural ${ids.toSorted().join()}`,
          `its NATURAL JOIN of “${label}” is by ${common.length === 0 ? "no column: every row with every other" : common.map((name) => `“${name}”`).join(", ")}`,
        );
        this.#pinNatural(operator, table, common);
      }
      const on = constraint?.type === "OnJoinConstraint" ? this.node(constraint.expr, levels.within(level)) : "";
      parts.push(`join ${type} ${ids.join()} ${added} ${on}`);
    }
    return parts.join(" ");
  }

  #pinNatural(operator: AstNode, table: SelectTable, common: readonly string[]): void {
    const { offset, length } = operator.span;
    const words = this.#text(operator as { span: { offset: number; length: number } });
    this.edits.push({ start: offset, end: offset + length, text: words.replace(/\bNATURAL\s+/i, "") });
    const end = table.span.offset + table.span.length;
    if (common.length > 0) this.edits.push({ start: end, end, text: ` USING (${common.map(quoteName).join(", ")})` });
  }

  #share(level: Level, earlier: readonly Source[], fresh: readonly Source[], name: string): string {
    const columnIn = (sources: readonly Source[]) => {
      for (const source of sources) {
        const column = source.columns?.find((c) => sameName(c.name, name));
        if (column) return { id: `${source.tag}.${column.id}`, words: column.words };
      }
      return { id: "?", words: `“${name}”` };
    };
    for (const source of fresh) source.shared.add(foldName(name));
    const [left, right] = [level.merged.find((m) => sameName(m.name, name)) ?? columnIn(earlier), columnIn(fresh)];
    level.merged.push({ name, id: left.id, words: left.words });
    return `${left.id} = ${right.id}`;
  }

  #add(level: Level, table: SelectTable, levels: Levels): string {
    const alias = table.alias?.name.text ?? null;
    if (table.type === "SubSelectTable") return this.from(level, table.from, levels);
    if (table.type === "SelectSelectTable") {
      const { outputs, body } = this.select(table.select, levels);
      const columns = outputs.map(({ name, id, words }) => ({ name, id: short(`(${id})`), words, hidden: false }));
      level.sources.push({ name: alias, tag: this.#tag(), columns, rowid: false, shared: new Set() });
      return `(${body})`;
    }
    const { dbName, objName } = table.tblName;
    const cte = dbName ? null : levels.cte(objName.text);
    if (cte) {
      const columns = cte.columns.map((column) => ({ ...column, hidden: false }));
      level.sources.push({ name: alias ?? objName.text, tag: this.#tag(), columns, rowid: false, shared: new Set() });
      return `cte ${cte.columns.map(({ id }) => id).length}`;
    }
    const known = this.catalog(objName.text);
    level.sources.push(this.table(alias ?? objName.text, objName.text, known));
    const args = table.type === "TableCallSelectTable" ? this.node(table.args, levels.within(level)) : "";
    return `${known?.id ?? `?${foldName(objName.text)}`} ${args}`;
  }

  #tag(): string {
    return `s${this.#sources++}`;
  }

  /** A table as a source, under a name of its own. */
  table(name: string, table: string, known: KnownTable | null): Source {
    const columns = known?.columns.map((column) => ({ ...column, words: `“${table}.${column.name}”` })) ?? null;
    return { name, tag: this.#tag(), columns, rowid: known?.rowid ?? false, shared: new Set() };
  }

  /** Any part of an expression. */
  node(node: unknown, levels: Levels): string {
    if (Array.isArray(node)) return `[${node.map((part) => this.node(part, levels)).join()}]`;
    if (node === undefined || node === null) return "";
    if (node instanceof Uint8Array) return Buffer.from(node).toString("hex");
    if (typeof node === "string") return node;
    if (typeof node !== "object") return JSON.stringify(node) ?? "";
    const ast = node as AstNode;
    switch (ast.type) {
      case "Id":
        return this.#bare(ast, ast.name, levels);
      case "NameExpr":
        return this.#bare(ast, ast.name.text, levels);
      case "QualifiedExpr": {
        const found = levels.qualified(ast.table.text, ast.column.text);
        if (!found) this.unfit++;
        return found ? this.fact(found.id, `“${this.#text(ast)}” is ${found.words}`) : `?${foldName(this.#text(ast))}`;
      }
      case "Name":
        return foldName(ast.text);
      case "SetAssignment": {
        const names = ast.colNames.map(({ text }) => levels.bare(text)?.id ?? foldName(text));
        return `${names.join()} = ${this.node(ast.expr, levels)}`;
      }
      case "Select": {
        const { outputs, body } = this.select(ast, levels);
        return `(${outputs.map(({ id }) => id).join()} ${body})`;
      }
      case "ExistsExpr":
        return `exists (${this.select(ast.select, levels).body})`;
      case "InTableExpr": {
        const known = this.catalog(ast.rhs.objName.text);
        return `${this.node(ast.lhs, levels)} ${ast.not} in ${known?.id ?? foldName(ast.rhs.objName.text)} ${known?.columns.map(({ id }) => id).join()} ${this.node(ast.args, levels)}`;
      }
      case "FunctionCallExpr":
      case "FunctionCallStarExpr": {
        const { name, ...rest } = ast;
        return `${foldName(name.name)} ${this.#fields(rest, levels)}`;
      }
      default:
        return this.#fields(ast, levels);
    }
  }

  #fields(node: object, levels: Levels): string {
    const parts = Object.entries(node).filter(([key]) => key !== "span");
    return `{${parts.map(([key, value]) => `${key} ${this.node(value, levels)}`).join()}}`;
  }

  #bare(node: AstNode, name: string, levels: Levels): string {
    const found = levels.bare(name);
    const text = this.#text(node as { span: { offset: number; length: number } });
    if (!found || found.isAmbiguous) this.unfit++;
    if (!found) return text.startsWith('"') ? `'${name}'` : `?${foldName(name)}`;
    const { offset, length } = node.span;
    const qualified = `${quoteName(found.source ?? "")}.${quoteName(name)}`;
    const fact = this.facts.length;
    if (found.source !== null) this.edits.push({ start: offset, end: offset + length, text: qualified, fact });
    return this.fact(found.id, `“${name}” is ${found.words}`);
  }
}

/** The id of a column by its name. */
export function columnId(table: KnownTable | null, name: string): string {
  return table?.columns.find((column) => sameName(column.name, name))?.id ?? `?${foldName(name)}`;
}

/** The same for the same text, and never long: what stands in brackets in brackets would grow without end. */
function short(text: string): string {
  return text.length <= LONGEST ? text : createHash("sha1").update(text).digest("base64");
}
