/**
 * What a commit of the staged rows would be refused for, as far as that is cheap to know. What SQLite says to a row for itself
 * is kept until the row, the file or the schema is another one; what rows mean for each other is looked at each time.
 */
import type { Checks, Problem } from "../../../../src-shared/model/checks.ts";
import { type Scalar, sameScalar } from "../../../../src-shared/model/cell.ts";
import type { RowKey } from "../../../../src-shared/model/rows.ts";
import type { DatabaseSchema, Table } from "../../../../src-shared/model/schema.ts";
import type { StagedRow } from "../../../../src-shared/model/session.ts";
import { quoteName } from "../../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../../connection/connection.ts";
import type { Connections } from "../../connection/connections.ts";
import type { PlannedRow } from "../commit-plan.ts";
import { readCurrent } from "../read-current.ts";
import { isNew, stagedId } from "../unit-of-work.ts";
import { faultProblems, foreignKeyProblem, ownProblems, tooLargeProblem, uniqueProblem } from "./problem-words.ts";
import { sameText } from "./same-values.ts";
import { type ForeignRule, RuleBook, type TableRules, type UniqueRule } from "./table-rules.ts";
import { Twin } from "./twin.ts";

export interface CheckLimits {
  /** Most rows that are looked at for the first time. */
  readonly rows: number;
  /** `performance.now()` after which no other row is looked at. */
  readonly until: number;
}

/** What is known of one staged row; null: nothing can be. */
interface Known {
  readonly own: readonly Problem[];
  /** Its values in what must be UNIQUE, as texts; null: it takes no part (NULL, a partial index, refused anyway). */
  readonly texts: ReadonlyMap<UniqueRule, string | null>;
  /** Rows of the file that have the values which it newly wants. */
  readonly taken: ReadonlyMap<UniqueRule, readonly RowKey[]>;
  /** Parents that it newly refers to. */
  readonly parents: ReadonlyMap<ForeignRule, { readonly values: readonly Scalar[]; readonly found: readonly RowKey[] }>;
}

export class StagedChecks {
  readonly #connections: Connections;
  #schema: string | null = null;
  #file: string | null = null;
  #twin: Twin | null = null;
  #rules: RuleBook | null = null;
  readonly #known = new Map<string, { staged: StagedRow; known: Known | null }>();

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  /** `rows` in any order; `version` is larger for what was staged later. */
  check(
    rows: readonly PlannedRow[],
    version: (id: string) => number | undefined,
    database: DatabaseSchema,
    limits: CheckLimits,
  ): Omit<Checks, "conflicts"> {
    const rules = this.#follow(database);
    const wanted = rows.filter(({ entry }) => entry.staged.state !== "deleted");
    const ids = new Set(wanted.map(({ entry }) => entry.staged.id));
    for (const id of this.#known.keys()) if (!ids.has(id)) this.#known.delete(id);
    const open = wanted.filter(({ entry: { staged } }) => {
      const known = this.#known.get(staged.id);
      // Numbers of versions can come again; the row itself tells.
      return !known || !sameStaged(known.staged, staged);
    });
    for (const { entry } of open) this.#known.delete(entry.staged.id);
    // What was changed last is what one looks at.
    open.sort((a, b) => (version(b.entry.staged.id) ?? 0) - (version(a.entry.staged.id) ?? 0));
    let looked = 0;
    for (const row of open) {
      if (looked >= limits.rows || performance.now() > limits.until) break;
      looked++;
      const { staged } = row.entry;
      this.#known.set(staged.id, { staged, known: this.#look(row, rules) });
    }
    return { problems: this.#problems(rows), unchecked: open.length - looked };
  }

  close(): void {
    this.#twin?.close();
    this.#twin = null;
  }

  #follow(database: DatabaseSchema): RuleBook {
    const { schema, data } = this.#connections.version();
    if (data !== this.#file) this.#known.clear();
    if (schema !== this.#schema || !this.#rules) {
      this.close();
      this.#rules = new RuleBook(this.#connections.reader(), database);
    }
    [this.#schema, this.#file] = [schema, data];
    return this.#rules;
  }

  #look(row: PlannedRow, book: RuleBook): Known | null {
    const { table, entry } = row;
    const { row: ref } = entry.staged;
    const reader = this.#connections.reader();
    this.#twin ??= new Twin(String(reader.pragma("encoding")[0]?.[0]));
    if (!this.#twin.has(table, () => book.statements(table))) return null;
    const ordinary = table.columns.filter((column) => column.kind === "ordinary").map((column) => column.name);
    const stored = isNew(ref) ? null : readCurrent(reader, table, ref.key, ordinary);
    // A row that is gone is a conflict, which is told elsewhere.
    if (!isNew(ref) && !stored) return null;
    const tooLarge = stored && tooLargeProblem(row, ordinary, stored);
    if (tooLarge) return { own: [tooLarge], texts: new Map(), taken: new Map(), parents: new Map() };
    const rules = book.of(table);
    const asked = askedOf(rules);
    const judged = this.#twin.judge({ row, stored, checks: rules.checks, asked });
    if (!judged) return null;
    const at = (values: readonly Scalar[] | null, texts: readonly string[]): Scalar[] | null =>
      values && texts.map((text) => values[asked.indexOf(text)] ?? null);
    const texts = new Map<UniqueRule, string | null>();
    const taken = new Map<UniqueRule, readonly RowKey[]>();
    for (const rule of rules.uniques) {
      const [now, then] = [judged.after, judged.before].map((values) => uniqueText(rule, (t) => at(values, t)));
      texts.set(rule, now ?? null);
      // A key that we chose is chosen anew when it was taken.
      const given = rules.uniquesRefuse && (!rule.isRowid || !isNew(ref) || entry.staged.rowid === undefined);
      const values = at(judged.after, rule.columns.map(quoteName));
      if (now && now !== then && given && values) taken.set(rule, keysBy(reader, rule, values));
    }
    const parents: Map<ForeignRule, { values: Scalar[]; found: RowKey[] }> = new Map();
    for (const rule of rules.foreign) {
      const [now, then] = [judged.after, judged.before].map((values) => at(values, rule.key.columns.map(quoteName)));
      if (!now || now.includes(null) || (then && sameText(now, []) === sameText(then, []))) continue;
      parents.set(rule, { values: now, found: keysBy(reader, rule.unique, inOrder(rule, now)) });
    }
    return { own: [...ownProblems(row, judged), ...faultProblems(row, rules.faults)], texts, taken, parents };
  }

  /** All problems, with what the rows mean for each other. */
  #problems(rows: readonly PlannedRow[]): Problem[] {
    const byId = new Map(rows.map((row) => [row.entry.staged.id, row]));
    const having = new Map<UniqueRule, Map<string, string[]>>();
    const unknown = new Set<Table>();
    for (const { entry, table } of rows) {
      const { id, state } = entry.staged;
      const known = this.#known.get(id)?.known;
      if (state !== "deleted" && (!known || known.own.length > 0)) unknown.add(table);
      for (const [rule, text] of known?.texts ?? []) {
        if (text === null) continue;
        const texts = having.get(rule) ?? new Map<string, string[]>();
        having.set(rule, texts);
        texts.set(text, [...(texts.get(text) ?? []), id]);
      }
    }
    return rows.flatMap((row): Problem[] => {
      const { id } = row.entry.staged;
      const known = this.#known.get(id)?.known;
      if (!known) return [];
      const problems = [...known.own];
      for (const [rule, keys] of known.taken) {
        const others = having.get(rule)?.get(known.texts.get(rule) ?? "") ?? [];
        const file = keys.find((key) => !byId.has(idOf(row.table, key)));
        if (file) problems.push(uniqueProblem(row, rule, file));
        else if (others.some((other) => other !== id)) problems.push(uniqueProblem(row, rule, null));
      }
      for (const [rule, { values, found }] of known.parents) {
        const text = sameText(inOrder(rule, values), rule.unique.collations);
        const stays = found.some((key) => {
          const staged = byId.get(idOf(rule.parent, key));
          return !staged || (staged.entry.staged.state !== "deleted" && this.#has(staged, rule.unique, text) !== false);
        });
        if (stays || having.get(rule.unique)?.has(text ?? "") || text === null) continue;
        const untold = unknown.has(rule.parent) || (!rule.sameAffinity && isTouched(rows, rule.parent));
        if (!untold) problems.push(foreignKeyProblem(row, rule.key, values));
      }
      return problems;
    });
  }

  /** Will this staged row have these values? null: that is not known. */
  #has({ entry }: PlannedRow, rule: UniqueRule, text: string | null): boolean | null {
    const known = this.#known.get(entry.staged.id)?.known;
    return known && known.own.length === 0 ? known.texts.get(rule) === text : null;
  }
}

/** The same state of a row: what is to be stored, and over what. */
function sameStaged(a: StagedRow, b: StagedRow): boolean {
  return (
    a.state === b.state &&
    a.rowid === b.rowid &&
    a.values.length === b.values.length &&
    a.values.every(({ column, value }, i) => {
      const other = b.values[i];
      return other?.column === column && sameScalar(value ?? null, other.value ?? null);
    })
  );
}

/** What is to be known of a row of this table, as SQL. */
function askedOf({ uniques, foreign }: TableRules): string[] {
  const columns = [...uniques.flatMap((rule) => rule.columns), ...foreign.flatMap((rule) => rule.key.columns)];
  const wheres = uniques.flatMap((rule) => (rule.where === null ? [] : [whereText(rule.where)]));
  return [...new Set([...columns.map(quoteName), ...wheres])];
}

function whereText(where: string): string {
  return `(\n${where}\n) IS TRUE`;
}

function uniqueText(rule: UniqueRule, at: (texts: readonly string[]) => Scalar[] | null): string | null {
  const values = at(rule.columns.map(quoteName));
  if (!values || (rule.where !== null && at([whereText(rule.where)])?.[0] !== 1n)) return null;
  return sameText(values, rule.collations);
}

/** The values of a foreign key in the order of the index that makes the parent's columns UNIQUE. */
function inOrder({ key, unique }: ForeignRule, values: readonly Scalar[]): Scalar[] {
  const lower = key.parentColumns.map((column) => column.toLowerCase());
  return unique.columns.map((column) => values[lower.indexOf(column.toLowerCase())] ?? null);
}

function keysBy(reader: Connection, { find }: UniqueRule, values: readonly Scalar[]): RowKey[] {
  return reader.query({ sql: find, parameters: values }).rows;
}

function idOf({ schema, name }: Table, key: RowKey): string {
  return stagedId({ table: { schema, name }, key });
}

function isTouched(rows: readonly PlannedRow[], table: Table): boolean {
  return rows.some((row) => row.table === table && row.entry.staged.state !== "deleted");
}
