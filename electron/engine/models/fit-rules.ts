/** Do the rows of the file fit the rules of a new definition: CHECK, UNIQUE, foreign keys? */
import type { ForeignKey, Table } from "../../../src-shared/model/schema.ts";
import type { RefusalChoice } from "../../../src-shared/model/schema-change.ts";
import { counted } from "../../../src-shared/model/plan-losses.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { foldName, sameName } from "../schema/same-name.ts";
import { addedChoices, type BrokenRule } from "./added-choices.ts";
import { refusal, refuseRows } from "./refusal.ts";
import { tokenText } from "./statements.ts";
import type { Planning } from "./step.ts";
import type { TableChange } from "./table-change.ts";
import { checksOf } from "./table-text.ts";
import { tryRows } from "./try-rows.ts";
import type { UniqueRule } from "./unique-rules.ts";

/**
 * Throws a refusal with the rows that break a rule that is new. Rows that break a CHECK which was there before do not stop a
 * change: true says that they are there and are to be taken along.
 */
export function fitRules(planning: Planning, change: TableChange): boolean {
  fitUnique(planning, change);
  if (!(change.operation.op === "redefineTable" && change.operation.acceptBroken)) fitForeignKeys(planning, change);
  tryRows(planning, change);
  return fitChecks(planning, change);
}

function fitChecks({ facts, origins, warnings }: Planning, change: TableChange): boolean {
  const { table, text, oldText, operation } = change;
  const origin = origins.of(table.name);
  const known = new Set(checksOf(oldText).map(tokenText));
  const checks = checksOf(text);
  const accepted = operation.op === "redefineTable" && operation.acceptBroken === true;
  for (const expression of checks.filter((check) => !known.has(tokenText(check)) && !accepted)) {
    const where = `NOT (${expression})`;
    refuseRows(
      facts.violators(change.next, table.name, expression),
      "Correct these rows first, or change the rule.",
      choicesForAdded(change, "Check") ?? [
        {
          label: "Delete these rows",
          operations: [{ op: "sql", sql: `DELETE FROM ${quoteName(table.name)} WHERE ${where}` }, operation],
        },
        leaveOut,
      ],
    );
  }
  if (!change.isRebuild) return false;
  for (const expression of isFilled(change) ? checks.filter((check) => known.has(tokenText(check)) && !accepted) : []) {
    const found = facts.violators(change.next, table.name, expression);
    if (!found || found.count <= (facts.violators(origin, table.name, expression)?.count ?? 0)) continue;
    throw refusal(
      `With the new value, ${counted(found)}.`,
      "Fill it with a value that the rule takes.",
      found.examples,
    );
  }
  const old = checks.filter((check) => known.has(tokenText(check)) || accepted);
  const nullable = (name: string) => table.columns.some((c) => sameName(c.name, name) && !c.notNull);
  const notNull = change.after.columns.filter((c) => c.notNull && c.kind === "ordinary" && !nullable(c.name));
  const given = notNull
    .filter((c) => change.valueOf(c.name) === quoteName(c.name))
    .map((c) => `typeof(${quoteName(c.name)}) <> 'null'`);
  if (!facts.anyViolator(origin, table.name, [...given, ...old])) return false;
  for (const column of notNull) {
    const found = facts.nulls(origin, column.name);
    // These cannot be copied by any means.
    if (found && change.valueOf(column.name) === quoteName(column.name))
      refuseRows({ ...found, what: `${found.what}, though it is NOT NULL` }, "Give these rows a value first.", []);
  }
  const broken = old.flatMap((expression) => {
    const found = facts.violators(origin, table.name, expression);
    return found ? [`${found.count} ${found.what} already; they stay as they are.`] : [];
  });
  warnings.push(...broken);
  return broken.length > 0;
}

/** Do columns that are there get other values? */
function isFilled({ table, after, valueOf }: TableChange): boolean {
  return after.columns.some(({ name, kind }) => {
    const old = table.columns.find((c) => sameName(c.name, name));
    return kind === "ordinary" && old !== undefined && valueOf(name) !== quoteName(old.name);
  });
}

/** Ways out that speak of the rows by a column that the operation adds would come too early; null when it adds none. */
function choicesForAdded({ operation, table, after }: TableChange, broken: BrokenRule): RefusalChoice[] | null {
  if (operation.op !== "addColumn") return null;
  const column = after.columns.find(({ name }) => !table.columns.some((old) => sameName(old.name, name)));
  return column ? addedChoices(operation, column, broken) : null;
}

const leaveOut: RefusalChoice = { label: "Leave the rule out", operations: [] };

function fitUnique({ facts }: Planning, change: TableChange): void {
  const { table, operation, text } = change;
  const known = new Set(change.uniqueBefore.map(keyOf));
  const rules = change.unique.filter((rule) => !known.has(keyOf(rule)));
  for (const { columns } of rules) {
    if (!columns.every(({ name }) => text.columns.some((c) => sameName(c.name, name)))) continue;
    const names = columns.map(({ name }) => name);
    const terms = columns.map(({ name, collation }) => `${quoteName(name)} COLLATE ${quoteName(collation)}`);
    const found = facts.duplicates(change.next, table.name, terms, names);
    refuseRows(
      found,
      "Make these values differ, or delete the rows that are too many.",
      choicesForAdded(change, "Unique") ?? [
        ...(table.identity.kind === "rowid" ? [keepFirst(table, terms, table.identity.alias, operation)] : []),
        leaveOut,
      ],
    );
  }
}

function keepFirst(
  table: Table,
  terms: readonly string[],
  rowid: string,
  operation: TableChange["operation"],
): RefusalChoice {
  const name = quoteName(table.name);
  const given = terms.map((term) => `${term} IS NOT NULL`).join(" AND ");
  const first = `SELECT min(${rowid}) FROM ${name} WHERE ${given} GROUP BY ${terms.join(", ")}`;
  const sql = `DELETE FROM ${name} WHERE ${given} AND ${rowid} NOT IN (${first})`;
  return { label: "Keep the first of each and delete the others", operations: [{ op: "sql", sql }, operation] };
}

function keyOf({ columns }: UniqueRule): string {
  return columns
    .map(({ name, collation }) => `${foldName(name)} ${foldName(collation)}`)
    .sort()
    .join("\n");
}

function fitForeignKeys(planning: Planning, change: TableChange): void {
  const { table, after } = change;
  const same = (a: ForeignKey) => (b: ForeignKey) =>
    sameName(a.parentTable, b.parentTable) &&
    a.columns.join("\n") === b.columns.join("\n") &&
    a.parentColumns.join("\n") === b.parentColumns.join("\n");
  for (const key of after.foreignKeys) {
    const isSelf = sameName(key.parentTable, table.name);
    // Without columns it means the primary key, also when that is another one now.
    const columns = isSelf && impliesKey(planning, table.name, key) ? keyColumns(after) : key.parentColumns;
    if (table.foreignKeys.some(same({ ...key, parentColumns: columns }))) {
      fitFilled(planning, change, { ...key, parentColumns: columns });
      continue;
    }
    refuseOrphans(planning, { change, child: table.name, key: { ...key, parentColumns: columns }, isNew: true });
  }
  if (keyColumns(table).join("\n") === keyColumns(after).join("\n")) return;
  for (const child of planning.scratch.read().tables) {
    if (sameName(child.name, table.name)) continue;
    for (const key of child.foreignKeys) {
      if (!sameName(key.parentTable, table.name) || !impliesKey(planning, child.name, key)) continue;
      refuseOrphans(planning, {
        change,
        child: child.name,
        key: { ...key, parentColumns: keyColumns(after) },
        isNew: false,
      });
    }
  }
}

/** A foreign key whose columns get other values must not find less than before. */
function fitFilled({ facts, origins }: Planning, change: TableChange, key: ForeignKey): void {
  const { table, valueOf } = change;
  const origin = origins.of(table.name);
  const filled = key.columns.filter((name) =>
    table.columns.some((c) => c.name === name && valueOf(name) !== quoteName(name)),
  );
  if (!origin || filled.length === 0 || !origins.rowsKnown(table.name) || !origins.rowsKnown(key.parentTable)) return;
  const columns = origin.columns.map((c) =>
    filled.includes(c.name) && c.value === quoteName(c.name) ? { ...c, value: valueOf(c.name) } : c,
  );
  const { columns: names, parentColumns, parentTable } = key;
  const orphans = (child: typeof origin) =>
    facts.orphans(child, names, origins.of(parentTable), parentColumns, parentTable);
  const found = orphans({ ...origin, columns });
  if (!found || found.count <= (orphans(origin)?.count ?? 0)) return;
  throw refusal(`With the new value, ${counted(found)}.`, "Fill it with the key of a row that exists.", found.examples);
}

function keyColumns({ columns }: Table): string[] {
  const key = columns.filter(({ primaryKey }) => primaryKey > 0).sort((a, b) => a.primaryKey - b.primaryKey);
  return key.map(({ name }) => name);
}

/** Does the foreign key name no columns of its parent? */
function impliesKey({ scratch }: Planning, child: string, key: ForeignKey): boolean {
  const rows = scratch.connection.pragma(`main.foreign_key_list(${quoteName(child)})`);
  return rows.some(
    ([, , parent, from, to]) => to === null && sameName(String(parent), key.parentTable) && from === key.columns[0],
  );
}

interface Orphaned {
  readonly change: TableChange;
  readonly child: string;
  readonly key: ForeignKey;
  /** The key is what the operation adds; else it changes what the key means. */
  readonly isNew: boolean;
}

function refuseOrphans({ facts, origins }: Planning, { change, child, key, isNew }: Orphaned): void {
  const { operation } = change;
  const { columns, parentColumns, parentTable } = key;
  if (columns.length !== parentColumns.length || !origins.rowsKnown(child) || !origins.rowsKnown(parentTable)) return;
  const originOf = (table: string) => (sameName(table, change.table.name) ? change.next : origins.of(table));
  const found = facts.orphans(originOf(child), columns, originOf(parentTable), parentColumns, parentTable);
  if (!found) return;
  const name = quoteName(child);
  const pairs = columns.map((c, i) => `p.${quoteName(parentColumns[i] as string)} = ${name}.${quoteName(c)}`);
  const given = columns.map((c) => `${quoteName(c)} IS NOT NULL`).join(" AND ");
  const where = `${given} AND NOT EXISTS (SELECT 1 FROM ${quoteName(parentTable)} AS p WHERE ${pairs.join(" AND ")})`;
  const nothing = columns.map((c) => `${quoteName(c)} = NULL`).join(", ");
  const choices: RefusalChoice[] = [
    {
      label: "Set these values to NULL",
      operations: [{ op: "sql", sql: `UPDATE ${name} SET ${nothing} WHERE ${where}` }, operation],
    },
    { label: "Delete these rows", operations: [{ op: "sql", sql: `DELETE FROM ${name} WHERE ${where}` }, operation] },
    { label: "Leave the foreign key out", operations: [] },
  ];
  throw refusal(
    isNew ? `${counted(found)}.` : `The foreign key of “${child}” would mean the new key: ${counted(found)}.`,
    "Add the rows they refer to, or set these values to NULL.",
    found.examples,
    isNew ? (choicesForAdded(change, "ForeignKey") ?? choices) : [],
  );
}
