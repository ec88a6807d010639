/** Plans the operations that change one table's definition. */
import type { TableOperation } from "./table-operation.ts";
import type { Column, Table } from "../../../src-shared/model/schema.ts";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { ruleOfKey } from "../../../src-shared/sql/table-ddl.ts";
import { foldName, sameName } from "../schema/same-name.ts";
import { stillHeld } from "./chosen-rule.ts";
import { defaultValue } from "./default-value.ts";
import { editTable } from "./edit-table.ts";
import { lookAtRows, type Seen } from "./look-at-rows.ts";
import { madeTable, standIn, tableAfter, tableOfText } from "./made-table.ts";
import { nativeSql, newerSqlite } from "./native-alter.ts";
import { lookAtValues } from "./one-piece.ts";
import { planRebuild, type ValueOf } from "./rebuild.ts";
import { refusal } from "./refusal.ts";
import { refuseUnrunnable } from "./runnable.ts";
import type { Scratch } from "./scratch-schema.ts";
import { sequenceBack } from "./sequence.ts";
import { tokenText } from "./statements.ts";
import type { Planning, StepDraft } from "./step.ts";
import type { TableChange } from "./table-change.ts";
import { refuseReadByVirtual, refuseRowidsRead } from "./virtual-readers.ts";
import { checksOf, readTableText, type TableText } from "./table-text.ts";

/** The draft of an operation that edits a table's text. Throws a refusal, or what SQLite says. */
export function planTable(planning: Planning, title: string, operation: TableOperation): StepDraft {
  const { scratch, origins, facts } = planning;
  const table = scratch.table(operation.table);
  const origin = origins.of(table.name);
  const oldText = readTableText(table.sql ?? "", table.name);
  lookAtValues(operation);
  const text = operation.op === "redefineTable" ? newText(table, operation.sql) : editTable(oldText, operation);
  // A way back gives what was there, whether it can be run or not.
  const isWayBack = operation.op === "redefineTable" && operation.acceptLossy === true;
  if (!isWayBack) refuseUnrunnable(scratch, operation, table.name, { text, before: oldText });
  if (operation.op === "dropColumn") refuseUsedColumn(planning, operation, table);
  const valueOf = valuesFor(table, operation);
  const native = workingNative(
    planning,
    nativeSql(table, oldText, operation, { hasRows: facts.hasRows(origin), older: planning.older }),
  );
  const made = native ? tableAfter(scratch, table.name, native) : tableOfText(scratch, table, text);
  const after = made.table;
  refuseWhatVirtualTablesRead(planning, operation, table, after);
  if (operation.op === "dropColumn" && !native) refuseUsedInIndex(planning, operation, table, text);
  if (operation.op === "redefineTable" && operation.acceptBroken) {
    for (const name of [table.name, ...childrenOf(planning, table)]) origins.accepted.add(foldName(name));
  }
  const { unique: uniqueBefore } = madeTable(scratch, table.name);
  const columns = after.columns.map((column) => {
    const value = valueOf(column.name);
    return { name: column.name, value, constant: value === null ? constantIn(scratch, after, column) : null };
  });
  const change: TableChange = {
    operation,
    table,
    after,
    oldText,
    text,
    valueOf,
    isRebuild: native === null,
    origin,
    next: origins.next(table.name, columns),
    uniqueBefore,
    unique: made.unique,
  };
  const seen = lookAtRows(planning, change);
  const redefinition = { old: table, text, valueOf, keepViolators: seen.keepViolators };
  const rebuild = native ? null : planRebuild(scratch, made, redefinition);
  const rows = native && operation.op !== "dropColumn" ? 0 : facts.rows(origin);
  const reverse = reverseOf(planning, change, seen, rows);
  planning.warnings.push(...stillHeld(oldText, text));
  origins.touch(table.name);
  if (concernsKeys(planning, change)) origins.touchKeys(table.name);
  origins.set(table.name, change.next);
  return {
    title,
    route: rebuild?.route ?? "native",
    needs: native ? newerSqlite(operation) : null,
    sql: native ?? rebuild?.sql ?? [],
    rows,
    ...reverse,
    touched: seen.touched,
    checks: rebuild?.checks ?? [],
    rebuilt: rebuild && { made, redefinition },
  };
}

/** What all rows have in a column that they did not have before. An INTEGER PRIMARY KEY gets a number for each. */
function constantIn(scratch: Scratch, { identity, strict }: Table, column: Column): string | null {
  const isRowid = identity.kind === "rowid" && identity.column === column.name;
  return isRowid ? null : defaultValue(scratch, column, strict);
}

/** The value that each column of the new definition gets from the row as it was. */
function valuesFor(table: Table, operation: TableOperation): ValueOf {
  const given = operation.op === "redefineTable" ? (operation.values ?? []) : [];
  return (column) => {
    const value = given.find((v) => sameName(v.column, column));
    if (value) return `(${value.expression})`;
    const old = table.columns.find((c) => sameName(c.name, column));
    if (!old) return operation.op === "addColumn" && operation.fill !== undefined ? `(${operation.fill})` : null;
    const fills = operation.op === "changeColumn" && operation.fill !== undefined && sameName(operation.column, column);
    return fills ? `coalesce(${quoteName(old.name)}, ${operation.fill})` : quoteName(old.name);
  };
}

/** Full-text indexes over the table find its columns by their names, and its rows by their rowids. */
function refuseWhatVirtualTablesRead(
  { scratch }: Planning,
  operation: TableOperation,
  table: Table,
  after: Table,
): void {
  const gone = table.columns.filter((old) => !after.columns.some((c) => sameName(c.name, old.name)));
  if (gone.length > 0)
    refuseReadByVirtual(
      scratch,
      table.name,
      gone.map(({ name }) => name),
      operation,
    );
  if (after.withoutRowid && !table.withoutRowid) refuseRowidsRead(scratch, table.name, operation);
}

/** Can SQLite do it so? When not, the rebuild is tried, and its words are the ones that count. */
function workingNative({ scratch }: Planning, sql: string[] | null): string[] | null {
  if (sql === null) return null;
  try {
    scratch.look(sql, () => undefined);
    return sql;
  } catch (thrown) {
    if (!(thrown instanceof Error && "code" in thrown)) throw thrown;
    return null;
  }
}

/** SQLite would name one of them, and only when it comes to it. */
function refuseUsedColumn(
  { scratch }: Planning,
  operation: SchemaOperation & { op: "dropColumn" },
  table: Table,
): void {
  const { column } = operation;
  const { tables, indexes } = scratch.read();
  const uses = (names: readonly (string | null)[]) => names.some((name) => name !== null && sameName(name, column));
  const using = indexes.filter((i) => i.origin === "c" && sameName(i.table, table.name) && uses(i.columns));
  refuseIndexes(
    using.map(({ name }) => name),
    operation,
  );
  for (const child of tables) {
    const key = child.foreignKeys.find((k) => sameName(k.parentTable, table.name) && uses(k.parentColumns));
    if (!key) continue;
    const rule = ruleOfKey(child, child.foreignKeys.indexOf(key));
    const drop = { op: "dropForeignKey" as const, table: child.name, columns: key.columns, ...(rule ? { rule } : {}) };
    throw refusal(
      `A foreign key of “${child.name}” refers to “${column}”.`,
      "Drop that foreign key in the same plan, before the column.",
      [],
      sameName(child.name, table.name)
        ? []
        : [{ label: `Drop the foreign key of “${child.name}” as well`, operations: [drop, operation] }],
    );
  }
}

/** Expressions and conditions of indexes say nothing of the columns in them: what cannot be made any more uses it. */
function refuseUsedInIndex(
  { scratch }: Planning,
  operation: SchemaOperation & { op: "dropColumn" },
  table: Table,
  text: TableText,
): void {
  const using = scratch.own(table.name, "index").filter(({ sql }) => {
    try {
      scratch.look([...standIn(table, text), sql as string], () => undefined);
      return false;
    } catch (thrown) {
      return thrown instanceof Error && /^no such column/.test(thrown.message);
    }
  });
  refuseIndexes(
    using.map(({ name }) => name),
    operation,
  );
}

function refuseIndexes(indexes: readonly string[], operation: SchemaOperation & { op: "dropColumn" }): void {
  if (indexes.length === 0) return;
  const names = indexes.map((name) => `“${name}”`).join(", ");
  const drops = indexes.map((name) => ({ op: "dropIndex" as const, name }));
  throw refusal(
    `${indexes.length === 1 ? "The index" : "The indexes"} ${names} ${indexes.length === 1 ? "uses" : "use"} “${operation.column}”.`,
    "Drop the index in the same plan, before the column.",
    [],
    [{ label: `Drop ${names} as well`, operations: [...drops, operation] }],
  );
}

function newText(table: Table, sql: string): TableText {
  const text = readTableText(sql, table.name);
  // The text takes the table's place, whatever name, schema or IF NOT EXISTS is written in it.
  return { ...text, before: "CREATE TABLE ", name: quoteName(table.name) };
}

type Way = Pick<StepDraft, "reverse" | "reversible">;

function reverseOf(
  planning: Planning,
  change: TableChange,
  { destroys, keepViolators, touched }: Seen,
  rows: number,
): Way {
  const { operation, table, after } = change;
  const own = change.isRebuild ? null : reverseOfNative(change);
  if (own && (operation.op !== "changeColumn" || givesBack(planning, change, own)))
    return { reverse: [own], reversible: destroys ? "schema" : "exact" };
  const gone = table.columns.filter((old) => !after.columns.some((c) => sameName(c.name, old.name)));
  const cannotReturn = gone.some(
    (c) => (c.notNull || c.primaryKey > 0) && c.defaultSql === null && c.kind === "ordinary",
  );
  if (rows > 0 && cannotReturn) return { reverse: [], reversible: "no" };
  const isNamed = after.identity.kind === "rowid" && after.identity.column !== null;
  // Rowids that nothing names are lost where there are none, or where another column takes their place.
  const losesRowids =
    table.identity.kind === "rowid" && table.identity.column === null && (after.withoutRowid || isNamed) && rows > 0;
  if (losesRowids)
    touched.push({ what: `rows of “${table.name}” lose their rowids`, count: rows, examples: [], final: true });
  if (!change.isRebuild && hasMissingValues(planning, change)) return { reverse: [], reversible: "no" };
  const broken = keepViolators || breaksOldCheck(planning, change) || breaksOldKey(planning, change);
  // A text that loses values on its way back would be refused without this; they are the ones of before.
  const back: SchemaOperation = {
    op: "redefineTable",
    table: table.name,
    sql: table.sql ?? "",
    acceptLossy: true,
    ...(broken ? { acceptBroken: true } : {}),
  };
  return {
    reverse: [back, ...(after.autoincrement ? [] : sequenceBack(planning, table))],
    reversible: destroys || losesRowids ? "schema" : "exact",
  };
}

/** Does the reverse give the same text? */
function givesBack(
  { scratch }: Planning,
  { table, oldText, operation, text }: TableChange,
  reverse: SchemaOperation,
): boolean {
  const there = nativeSql(table, oldText, operation, { hasRows: false }) ?? [];
  const back = nativeSql(table, text, reverse as TableOperation, { hasRows: false });
  if (back === null) return false;
  return scratch.look(
    [...there, ...back],
    () => tokenText(scratch.table(table.name).sql ?? "") === tokenText(table.sql ?? ""),
  );
}

/** The native statement that undoes a native one to the letter. */
function reverseOfNative({ operation, table, after }: TableChange): SchemaOperation | null {
  switch (operation.op) {
    case "addColumn": {
      const added = after.columns.find((c) => !table.columns.some((old) => sameName(old.name, c.name)));
      const plain = added && !/\b(unique|check|references|primary)\b/i.test(operation.sql);
      return plain ? { op: "dropColumn", table: table.name, column: added.name } : null;
    }
    case "changeColumn":
      // The other way only where the clause stood as SQLite writes it; SQLite itself is asked.
      return operation.notNull === undefined ? null : { ...operation, notNull: !operation.notNull };
    case "addCheck":
      return operation.name === undefined ? null : { op: "dropConstraint", table: table.name, name: operation.name };
    default:
      return null;
  }
}

/** Rows without a value in a column that is NOT NULL (older programs could leave some) cannot be copied, there or back. */
function hasMissingValues({ facts, origins }: Planning, { table }: TableChange): boolean {
  const given = table.columns
    .filter((c) => c.notNull && c.kind === "ordinary")
    .map((c) => `typeof(${quoteName(c.name)}) <> 'null'`);
  return facts.anyViolator(origins.of(table.name), table.name, given);
}

/** Rows may break a CHECK that goes, and stay when it comes back. */
function breaksOldCheck({ facts, origins }: Planning, { table, oldText, text }: TableChange): boolean {
  const kept = new Set(checksOf(text).map(tokenText));
  const gone = checksOf(oldText).filter((check) => !kept.has(tokenText(check)));
  return origins.rowsKnown(table.name) && facts.anyViolator(origins.of(table.name), table.name, gone);
}

/** Can the rows find others by foreign keys than before, or be found by others? */
function concernsKeys({ scratch }: Planning, { table, after, valueOf }: TableChange): boolean {
  const inbound = scratch
    .read()
    .tables.flatMap((child) => child.foreignKeys.filter((key) => sameName(key.parentTable, table.name)));
  const keyOf = (t: Table) =>
    t.columns
      .filter((c) => c.primaryKey > 0)
      .map((c) => `${c.name} ${c.primaryKey}`)
      .join("\n");
  if (JSON.stringify(table.foreignKeys) !== JSON.stringify(after.foreignKeys)) return true;
  if (inbound.length > 0 && keyOf(table) !== keyOf(after)) return true;
  const names = [...table.foreignKeys.flatMap((key) => key.columns), ...inbound.flatMap((key) => key.parentColumns)];
  return names.some((name) => {
    const [old, now] = [table, after].map((t) => t.columns.find((c) => sameName(c.name, name)));
    const isSame =
      old && now && old.affinity === now.affinity && old.collation === now.collation && old.kind === now.kind;
    return !isSame || (now.kind === "ordinary" && valueOf(now.name) !== quoteName(old.name));
  });
}

/** The same of a foreign key. */
function breaksOldKey(planning: Planning, { table, after }: TableChange): boolean {
  const { facts, origins, before } = planning;
  const concerned = [table.name, ...childrenOf(planning, table)];
  if (concerned.some((name) => before.broken.has(`table ${foldName(origins.of(name)?.table ?? name)}`))) return true;
  return table.foreignKeys.some((key) => {
    const stays = after.foreignKeys.some((k) => k.columns.join("\n") === key.columns.join("\n"));
    const { columns, parentColumns, parentTable } = key;
    if (stays || !origins.rowsKnown(table.name)) return false;
    return facts.orphans(origins.of(table.name), columns, origins.of(parentTable), parentColumns, parentTable) !== null;
  });
}

/** Tables whose foreign keys lead to this one. */
function childrenOf({ scratch }: Planning, table: Table): string[] {
  const children = scratch
    .read()
    .tables.filter((t) => t.foreignKeys.some((key) => sameName(key.parentTable, table.name)));
  return children.map(({ name }) => name);
}
