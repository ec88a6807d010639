/** Do the rows of the file fit the rules of a new definition: CHECK, UNIQUE, foreign keys? */
import type { ForeignKey, Table } from "../../../src-shared/model/schema.ts";
import type { RefusalChoice } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { foldName, sameName } from "../schema/same-name.ts";
import { refusal, refuseRows } from "./refusal.ts";
import { tokenText } from "./statements.ts";
import type { Planning } from "./step.ts";
import type { TableChange } from "./table-change.ts";
import { checksOf, writeTableText } from "./table-text.ts";
import { type UniqueRule, uniqueRules } from "./unique-rules.ts";

/**
 * Throws a refusal with the rows that break a rule that is new. Rows that break a CHECK which was there before do not stop a
 * change: true says that they are there and are to be taken along.
 */
export function fitRules(planning: Planning, change: TableChange): boolean {
  fitUnique(planning, change);
  fitForeignKeys(planning, change);
  return fitChecks(planning, change);
}

function fitChecks({ facts, origins, warnings }: Planning, change: TableChange): boolean {
  const { table, text, oldText, operation } = change;
  const origin = origins.of(table.name);
  const known = new Set(checksOf(oldText).map(tokenText));
  const checks = checksOf(text);
  for (const expression of checks.filter((check) => !known.has(tokenText(check)))) {
    const where = `NOT (${expression})`;
    refuseRows(facts.violators(origin, table.name, expression), "Correct these rows first, or change the rule.", [
      {
        label: "Delete these rows",
        operations: [{ op: "sql", sql: `DELETE FROM ${quoteName(table.name)} WHERE ${where}` }, operation],
      },
      leaveOut,
    ]);
  }
  if (!change.isRebuild) return false;
  const old = checks.filter((check) => known.has(tokenText(check)));
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

const leaveOut: RefusalChoice = { label: "Leave the rule out", operations: [] };

function fitUnique({ facts, origins, scratch }: Planning, change: TableChange): void {
  const { table, operation, text } = change;
  const known = new Set(uniqueRules(scratch.connection, table.name).map(keyOf));
  const rules = rulesOf(change, scratch).filter((rule) => !known.has(keyOf(rule)));
  for (const { columns } of rules) {
    if (!columns.every(({ name }) => text.columns.some((c) => sameName(c.name, name)))) continue;
    const names = columns.map(({ name }) => name);
    const terms = columns.map(({ name, collation }) => `${quoteName(name)} COLLATE ${quoteName(collation)}`);
    const found = facts.duplicates(origins.of(table.name), table.name, terms, names);
    refuseRows(found, "Make these values differ, or delete the rows that are too many.", [
      ...(table.identity.kind === "rowid" ? [keepFirst(table, terms, table.identity.alias, operation)] : []),
      leaveOut,
    ]);
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

function rulesOf({ table, after, text, isRebuild }: TableChange, scratch: Planning["scratch"]): UniqueRule[] {
  if (!isRebuild) return [];
  const name = quoteName(table.name);
  const rules = scratch.look([`DROP TABLE ${name}`, writeTableText(text, name)], () =>
    uniqueRules(scratch.connection, table.name),
  );
  const rowid = (t: Table) => (t.identity.kind === "rowid" ? t.identity.column : null);
  const key = rowid(after);
  // An INTEGER PRIMARY KEY has no index.
  return key === null || key === rowid(table) ? rules : [...rules, { columns: [{ name: key, collation: "BINARY" }] }];
}

function keyOf({ columns }: UniqueRule): string {
  return columns
    .map(({ name, collation }) => `${foldName(name)} ${foldName(collation)}`)
    .sort()
    .join("\n");
}

function fitForeignKeys({ facts, origins }: Planning, { table, after, operation }: TableChange): void {
  const same = (a: ForeignKey) => (b: ForeignKey) =>
    sameName(a.parentTable, b.parentTable) &&
    a.columns.join("\n") === b.columns.join("\n") &&
    a.parentColumns.join("\n") === b.parentColumns.join("\n");
  for (const key of after.foreignKeys) {
    if (table.foreignKeys.some(same(key)) || key.columns.length !== key.parentColumns.length) continue;
    const isSelf = sameName(key.parentTable, after.name) || sameName(key.parentTable, table.name);
    const parent = origins.of(isSelf ? table.name : key.parentTable);
    const found = facts.orphans(origins.of(table.name), key.columns, parent, key.parentColumns);
    if (!found) continue;
    const to = quoteName(isSelf ? table.name : key.parentTable);
    const pairs = key.columns.map(
      (c, i) => `p.${quoteName(key.parentColumns[i] as string)} = ${quoteName(table.name)}.${quoteName(c)}`,
    );
    const given = key.columns.map((c) => `${quoteName(c)} IS NOT NULL`).join(" AND ");
    const where = `${given} AND NOT EXISTS (SELECT 1 FROM ${to} AS p WHERE ${pairs.join(" AND ")})`;
    const name = quoteName(table.name);
    const nothing = key.columns.map((c) => `${quoteName(c)} = NULL`).join(", ");
    throw refusal(
      `${found.count} ${found.what}.`,
      "Add the rows they refer to, or set these values to NULL.",
      found.examples,
      [
        {
          label: "Set these values to NULL",
          operations: [{ op: "sql", sql: `UPDATE ${name} SET ${nothing} WHERE ${where}` }, operation],
        },
        {
          label: "Delete these rows",
          operations: [{ op: "sql", sql: `DELETE FROM ${name} WHERE ${where}` }, operation],
        },
        { label: "Leave the foreign key out", operations: [] },
      ],
    );
  }
}
