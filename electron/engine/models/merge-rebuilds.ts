/**
 * Rebuilds of one table that follow each other are done as one: a form that changes five columns of a large table should not copy
 * its rows five times.
 */
import type { Table } from "../../../src-shared/model/schema.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { sameName } from "../schema/same-name.ts";
import { tableOfText } from "./made-table.ts";
import { planRebuild, type Redefinition, type ValueOf } from "./rebuild.ts";
import type { Scratch } from "./scratch-schema.ts";
import { tokenText } from "./statements.ts";
import type { Rebuilt, StepDraft } from "./step.ts";
import type { TableText } from "./table-text.ts";

/** Rebuilds of the same table, done on the scratch database since a mark. */
interface Run {
  /** The table before the first of them, and what all of them together make of it. */
  readonly whole: Rebuilt;
  /** Each as it would be done alone. */
  readonly statements: readonly (readonly string[])[];
}

export class Rebuilds {
  readonly #scratch: Scratch;
  readonly #merges: boolean;
  #run: Run | null = null;

  constructor(scratch: Scratch, merges = true) {
    this.#scratch = scratch;
    this.#merges = merges;
  }

  /**
   * Does a step on the scratch database. Gives the step as it is to be done, and how many steps before it that does as well: they
   * have nothing left to do.
   */
  take(step: StepDraft): { step: StepDraft; absorbed: number } {
    const run = this.#run;
    const { rebuilt } = step;
    const whole = this.#merges && run && rebuilt && together(run.whole, rebuilt);
    if (run && whole) {
      const statements = [...run.statements, step.sql];
      this.#scratch.backToMark();
      const merged = this.#tryWhole(whole);
      if (merged) {
        this.#run = { whole, statements: [merged.sql] };
        return { step: { ...step, ...merged }, absorbed: 1 };
      }
      for (const sql of statements) this.#scratch.run(sql);
      this.#run = null;
      this.#scratch.forgetMark();
      return { step, absorbed: 0 };
    }
    if (run) this.#scratch.forgetMark();
    this.#run = null;
    if (rebuilt) {
      this.#scratch.mark();
      this.#run = { whole: rebuilt, statements: [step.sql] };
    }
    this.#scratch.run(step.sql);
    return { step, absorbed: 0 };
  }

  #tryWhole(whole: Rebuilt): Pick<StepDraft, "sql" | "checks" | "route"> | null {
    try {
      const made = tableOfText(this.#scratch, whole.redefinition.old, whole.redefinition.text);
      const rebuild = planRebuild(this.#scratch, made, whole.redefinition);
      this.#scratch.run(rebuild.sql);
      return rebuild;
    } catch (thrown) {
      // One after the other they were possible.
      if (thrown instanceof Error) return null;
      throw thrown;
    }
  }
}

/** Both as one; null when that would not be the same. */
function together(first: Rebuilt, second: Rebuilt): Rebuilt | null {
  const [a, b] = [first.redefinition, second.redefinition];
  const [old, between, after] = [a.old, first.made.table, second.made.table];
  if (!sameName(old.name, b.old.name)) return null;
  const identity = (table: Table) =>
    JSON.stringify([table.identity, table.withoutRowid, table.autoincrement, table.strict]);
  if (identity(old) !== identity(between) && identity(between) !== identity(after)) return null;
  if (after.columns.some((column) => isConvertedTwice(column.name, old, between, after))) return null;
  const isPlain = between.columns.every(
    ({ name }) => a.valueOf(name) === quoteName(name) && !differsIn(name, old, between),
  );
  const values = new Map<string, string | null>();
  for (const { name, kind } of after.columns) {
    const value = b.valueOf(name);
    const source = value === null ? undefined : between.columns.find((c) => value === quoteName(c.name));
    if (kind !== "ordinary") values.set(name, null);
    else if (source) {
      const earlier = a.valueOf(source.name);
      // A default is the same default only while the column is written the same.
      if (earlier === null && !isSamePiece(source.name, a.text, b.text)) return null;
      values.set(name, earlier);
    } else if (value === null || isPlain) values.set(name, value);
    else return null;
  }
  const valueOf: ValueOf = (column) =>
    values.get(after.columns.find(({ name }) => sameName(name, column))?.name ?? "") ?? null;
  const redefinition: Redefinition = { old, text: b.text, valueOf, keepViolators: a.keepViolators || b.keepViolators };
  return { made: second.made, redefinition };
}

function differsIn(name: string, a: Table, b: Table): boolean {
  const [was, is] = [a, b].map((table) => table.columns.find((c) => sameName(c.name, name)));
  return was?.affinity !== is?.affinity || was?.kind !== is?.kind;
}

/** What a type does to a value on the way to another type is not to be skipped. */
function isConvertedTwice(name: string, old: Table, between: Table, after: Table): boolean {
  return differsIn(name, old, between) && differsIn(name, between, after);
}

function isSamePiece(name: string, a: TableText, b: TableText): boolean {
  const [one, other] = [a, b].map(({ columns }) => columns.find((column) => sameName(column.name, name)));
  return (
    one !== undefined &&
    other !== undefined &&
    tokenText(one.text.slice(one.start, one.end)) === tokenText(other.text.slice(other.start, other.end))
  );
}
