/** Asks the rows of the file what a new definition of their table means for them, and refuses what would lose something unasked. */
import type { Column, Table } from "../../../src-shared/model/schema.ts";
import type { RefusalChoice, TouchedData } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { sameName } from "../schema/same-name.ts";
import { addedChoices, emptyValue } from "./added-choices.ts";
import { readConversions } from "./conversions.ts";
import { fitRules } from "./fit-rules.ts";
import type { Facts } from "./facts.ts";
import { type Origin, rowsOf, valueIn } from "./origins.ts";
import type { TableOperation } from "./table-operation.ts";
import { refusal, refuseRows } from "./refusal.ts";
import type { Planning } from "./step.ts";
import type { TableChange } from "./table-change.ts";

export interface Seen {
  readonly touched: TouchedData[];
  /** The reverse cannot bring back what goes. */
  readonly destroys: boolean;
  readonly keepViolators: boolean;
}

/** What goes or changes. Throws a refusal with the rows that are in the way, and the choices there are. */
export function lookAtRows(planning: Planning, change: TableChange): Seen {
  const touched: TouchedData[] = [];
  let destroys = lost(planning, change, touched);
  if (!planning.origins.rowsKnown(change.table.name)) return { touched, destroys, keepViolators: false };
  if (nulls(planning, change, touched)) destroys = true;
  if (conversions(planning, change, touched)) destroys = true;
  return { touched, destroys, keepViolators: !planning.optimistic && fitRules(planning, change) };
}

const columnNamed = ({ columns }: Table, name: string): Column | undefined =>
  columns.find((c) => sameName(c.name, name));

/** Values of columns that go, or that are computed from now on. */
function lost({ facts, origins }: Planning, { table, after }: TableChange, touched: TouchedData[]): boolean {
  const origin = origins.of(table.name);
  for (const old of table.columns) {
    if (old.kind !== "ordinary" || columnNamed(after, old.name)?.kind === "ordinary") continue;
    const values = facts.values(origin, old.name);
    if (values) touched.push(values);
  }
  return touched.length > 0;
}

/** NULLs of a column that becomes NOT NULL: filled when asked, refused otherwise. */
function nulls({ facts, origins, optimistic }: Planning, change: TableChange, touched: TouchedData[]): boolean {
  const { table, after, operation } = change;
  const origin = origins.of(table.name);
  let filled = false;
  for (const column of after.columns) {
    const old = columnNamed(table, column.name);
    // An INTEGER PRIMARY KEY that is NULL gets a number.
    const isRowid = after.identity.kind === "rowid" && after.identity.column === column.name;
    const value = change.valueOf(column.name);
    if (old && value !== null && value !== quoteName(old.name) && column.kind === "ordinary") {
      if (column.notNull) refuseStillNull(facts, change, column);
      filled = replaced(facts, change, column, touched, origin) || filled;
      continue;
    }
    if (isRowid && old && !old.notNull && table.identity.kind === "rowid" && table.identity.column !== old.name) {
      const found = facts.nulls(origin, column.name);
      if (found) touched.push({ ...found, what: `NULLs of “${column.name}” become numbers, because it is the rowid` });
      filled ||= found !== null;
      continue;
    }
    if (!column.notNull || old?.notNull || isRowid || (!old && column.kind !== "ordinary")) continue;
    if (!old) {
      if (value !== null) refuseStillNull(facts, change, column);
      const hasDefault = column.defaultSql !== null && column.defaultSql.toUpperCase() !== "NULL";
      if (value !== null || hasDefault || !facts.hasRows(origin)) continue;
      throw refusal(
        `“${column.name}” must have a value (NOT NULL), and the rows that are there would have none.`,
        "Give it a DEFAULT, or say what the rows that are there get (fill: an SQL expression).",
        [],
        operation.op === "addColumn" ? addedChoices(operation, column, "NotNull") : [],
      );
    }
    if (optimistic) continue;
    const found = facts.nulls(origin, column.name);
    if (!found) continue;
    refuseRows(
      found,
      "Fill them (fill: an SQL expression), or fill or delete these rows first.",
      column.kind === "ordinary" ? nullChoices(change, column) : [],
    );
  }
  return filled;
}

/** What fills a column that is NOT NULL must not be NULL itself. */
function refuseStillNull(facts: Facts, { operation, next }: TableChange, column: Column): void {
  const found = facts.nulls(next, column.name);
  if (!found) return;
  const again = "fill" in operation ? { ...operation, fill: emptyValue(column) } : null;
  refuseRows(
    { ...found, what: `rows would have no value in “${column.name}”, which is NOT NULL` },
    "Fill it with an expression that is not NULL for any row.",
    again ? [{ label: `Fill them with ${emptyValue(column)}`, operations: [again] }] : [],
  );
}

/** Values of a column that come from an expression: what was there cannot be told from them. */
function replaced(
  facts: Facts,
  { operation, table }: TableChange,
  column: Column,
  touched: TouchedData[],
  origin: Origin | null,
): boolean {
  const isFill = operation.op === "changeColumn";
  const found = isFill ? facts.nulls(origin, column.name) : facts.values(origin, column.name);
  if (!found) return false;
  const what = isFill
    ? `NULLs of “${column.name}” become ${operation.fill}`
    : `values of “${column.name}” in “${table.name}” are computed anew`;
  touched.push({ ...found, what });
  return true;
}

function nullChoices({ operation, table }: TableChange, column: Column): RefusalChoice[] {
  const where = `${quoteName(column.name)} IS NULL`;
  const name = quoteName(table.name);
  const filter: RefusalChoice = {
    label: "Delete these rows",
    operations: [{ op: "sql", sql: `DELETE FROM ${name} WHERE ${where}` }, operation],
  };
  const value = emptyValue(column);
  const fill: RefusalChoice =
    operation.op === "changeColumn"
      ? { label: `Fill them with ${value}`, operations: [{ ...operation, fill: value }] }
      : {
          label: `Fill them with ${value}`,
          operations: [
            { op: "sql", sql: `UPDATE ${name} SET ${quoteName(column.name)} = ${value} WHERE ${where}` },
            operation,
          ],
        };
  return [fill, filter, { label: "Leave the column nullable", operations: [] }];
}

function conversions(planning: Planning, change: TableChange, touched: TouchedData[]): boolean {
  const { operation, table, after } = change;
  const origin = planning.origins.of(table.name);
  const accepted = "acceptLossy" in operation && operation.acceptLossy === true;
  let destroys = false;
  for (const column of after.columns) {
    const old = columnNamed(table, column.name);
    const value = valueIn(origin, column.name);
    if (!origin || !old || value === null || old.kind === "hidden" || column.kind !== "ordinary") continue;
    if (change.valueOf(column.name) !== quoteName(old.name)) continue;
    const source = { value: quoteName(old.name), from: rowsOf(origin, table.name) };
    const found = readConversions(
      planning.reader,
      planning.scratch.connection,
      source,
      { table, column: old },
      { table: after, column },
    );
    if (!found) continue;
    refuseRows(
      fact(
        `values of “${column.name}” do not fit ${after.strict ? `the STRICT type ${column.type}` : "a key that is the rowid"}`,
        found.refused,
        found.refusedExamples,
      ),
      "Correct them first, or choose another type.",
      [{ label: "Leave it as it is", operations: [] }],
    );
    const lossy = fact(`values of “${column.name}” would be changed for good`, found.lossy, found.lossyExamples);
    const accept = { ...operation, acceptLossy: true } as TableOperation;
    if (!accepted)
      refuseRows(lossy, "Accept it (acceptLossy: true), or choose a type that keeps them.", [
        { label: "Change these values", operations: [accept] },
        { label: "Leave the type as it is", operations: [] },
      ]);
    if (lossy) touched.push(lossy);
    const kept = found.converted - found.lossy;
    if (kept > 0)
      touched.push({
        what: `values of “${column.name}” are stored as ${column.type || "they are"}`,
        count: kept,
        examples: [],
        final: false,
      });
    destroys ||= found.lossy > 0;
  }
  return destroys;
}

function fact(what: string, count: number, examples: string[]): TouchedData | null {
  return count === 0 ? null : { what, count, examples, final: true };
}
