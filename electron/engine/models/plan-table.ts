/** Plans the operations that change one table's definition. */
import type { Table } from "../../../src-shared/model/schema.ts";
import type { Reversible, SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { sameName } from "../schema/same-name.ts";
import { editTable, type TextOperation } from "./edit-table.ts";
import { lookAtRows } from "./look-at-rows.ts";
import { nativeSql } from "./native-alter.ts";
import { planRebuild, tableOfText, type ValueOf } from "./rebuild.ts";
import { refusal } from "./refusal.ts";
import { textLiteral } from "./statements.ts";
import type { Planning, StepDraft } from "./step.ts";
import { readTableText, type TableText } from "./table-text.ts";

export type Redefine = Extract<SchemaOperation, { op: "redefineTable" }>;
export type TableOperation = TextOperation | Redefine;

/** The draft of an operation that edits a table's text. Throws a refusal, or what SQLite says. */
export function planTable(planning: Planning, title: string, operation: TableOperation): StepDraft {
  const { scratch, origins, facts } = planning;
  const table = scratch.table(operation.table);
  const origin = origins.of(table.name);
  const oldText = readTableText(table.sql ?? "", table.name);
  const text = operation.op === "redefineTable" ? newText(table, operation.sql) : editTable(oldText, operation);
  if (operation.op === "dropColumn") refuseUsedColumn(planning, operation, table);
  const valueOf = valuesFor(table, operation);
  const native = workingNative(planning, nativeSql(table, oldText, operation, facts.hasRows(origin)));
  const after = native ? scratch.look(native, () => scratch.table(table.name)) : tableOfText(scratch, table, text);
  const seen = lookAtRows(planning, { operation, table, after, oldText, text, valueOf, isRebuild: native === null });
  const redefinition = { old: table, text, valueOf, keepViolators: seen.keepViolators };
  const rebuild = native ? null : planRebuild(scratch, after, redefinition);
  const rows = native && operation.op !== "dropColumn" ? 0 : facts.rows(origin);
  const reverse = reverseOf(planning, table, operation, after, seen.destroys, rows);
  origins.touch(table.name);
  // A column that is added gets its default; asked of the file, it has none.
  origins.setColumns(
    table.name,
    after.columns.map(({ name }) => name),
    valueOf,
  );
  return {
    title,
    route: rebuild?.route ?? "native",
    sql: native ?? rebuild?.sql ?? [],
    rows,
    ...reverse,
    touched: seen.touched,
    checks: rebuild?.checks ?? [],
  };
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
  if (using.length > 0) {
    const names = using.map(({ name }) => `“${name}”`).join(", ");
    const drops = using.map(({ name }) => ({ op: "dropIndex" as const, name }));
    throw refusal(
      `${using.length === 1 ? "The index" : "The indexes"} ${names} ${using.length === 1 ? "uses" : "use"} “${column}”.`,
      "Drop the index in the same plan, before the column.",
      [],
      [{ label: `Drop ${names} as well`, operations: [...drops, operation] }],
    );
  }
  for (const child of tables) {
    const key = child.foreignKeys.find((k) => sameName(k.parentTable, table.name) && uses(k.parentColumns));
    if (!key) continue;
    const drop = { op: "dropForeignKey" as const, table: child.name, columns: key.columns };
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

function newText(table: Table, sql: string): TableText {
  const text = readTableText(sql, table.name);
  // The text takes the table's place, whatever name, schema or IF NOT EXISTS is written in it.
  return { ...text, before: "CREATE TABLE ", name: quoteName(table.name) };
}

type Way = Pick<StepDraft, "reverse" | "reversible">;

function reverseOf(
  planning: Planning,
  table: Table,
  operation: TableOperation,
  after: Table,
  destroys: boolean,
  rows: number,
): Way {
  if (operation.op === "addColumn" && (operation.position ?? "last") === "last") {
    const added = after.columns.find((c) => !table.columns.some((old) => sameName(old.name, c.name)));
    const plain = added && !/\b(unique|check|references|primary)\b/i.test(operation.sql);
    if (plain) return { reverse: [{ op: "dropColumn", table: table.name, column: added.name }], reversible: "exact" };
  }
  const gone = table.columns.filter((old) => !after.columns.some((c) => sameName(c.name, old.name)));
  const cannotReturn = gone.some(
    (c) => (c.notNull || c.primaryKey > 0) && c.defaultSql === null && c.kind === "ordinary",
  );
  if (rows > 0 && cannotReturn) return { reverse: [], reversible: "no" };
  const losesRowids = table.identity.kind === "rowid" && table.identity.column === null && after.withoutRowid;
  const reversible: Reversible = destroys || losesRowids ? "schema" : "exact";
  // A text that loses values on its way back would be refused without this; they are the ones of before.
  const back: SchemaOperation = { op: "redefineTable", table: table.name, sql: table.sql ?? "", acceptLossy: true };
  return { reverse: [back, ...sequenceBack(planning, table, after)], reversible };
}

/** The mark of AUTOINCREMENT goes with the clause; it comes back with it. */
function sequenceBack({ reader, origins }: Planning, table: Table, after: Table): SchemaOperation[] {
  const origin = origins.of(table.name);
  if (!table.autoincrement || after.autoincrement || !origin) return [];
  const seq = reader.value({ sql: "SELECT seq FROM main.sqlite_sequence WHERE name = ?", parameters: [origin.table] });
  if (typeof seq !== "bigint") return [];
  const name = textLiteral(table.name);
  const highest = `max(${seq}, coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = ${name}), 0))`;
  return [
    {
      op: "sql",
      sql: `INSERT INTO sqlite_sequence (name, seq) SELECT ${name}, ${seq} WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ${name})`,
      reverse: "SELECT 1",
    },
    { op: "sql", sql: `UPDATE sqlite_sequence SET seq = ${highest} WHERE name = ${name}`, reverse: "SELECT 1" },
  ];
}
