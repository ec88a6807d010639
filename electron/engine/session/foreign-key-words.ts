/** Which foreign key a staged row breaks: SQLite only says that one is broken. */
import { sql } from "kysely";
import type { Cell, Scalar } from "../../../src-shared/model/cell.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import { compiler, name, objectName } from "../connection/compiler.ts";
import type { Connection } from "../connection/connection.ts";
import { sameName } from "../schema/same-name.ts";
import { sqlLiteral } from "../../../src-shared/sql/sql-literal.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { refersTo } from "./plan-commit.ts";
import { isNew } from "./unit-of-work.ts";
import type { WrittenRow } from "./written-row.ts";

/** Why a row's statement failed, inside the transaction it failed in; null when it cannot be told. */
export function explainForeignKey(connection: Connection, row: PlannedRow, allTables: readonly Table[]): string | null {
  const { staged } = row.entry;
  for (const key of row.table.foreignKeys) {
    const values = columnValues(row, key.columns, "value");
    const parent = allTables.find((table) => refersTo(row.table, key, table));
    if (staged.state === "deleted" || !values) continue;
    if (!parent || !exists(connection, parent, key.parentColumns, values)) {
      const wanted = key.parentColumns.map((c, i) => `${c} = ${sqlLiteral(values[i] ?? null)}`).join(", ");
      return `there is no row of “${key.parentTable}” with ${wanted} (FOREIGN KEY).`;
    }
  }
  for (const child of allTables) {
    for (const key of child.foreignKeys) {
      const values = refersTo(child, key, row.table) ? columnValues(row, key.parentColumns, "base") : null;
      if (values && exists(connection, child, key.columns, values)) {
        return `rows of “${child.name}” refer to it by ${key.columns.join(", ")} (FOREIGN KEY).`;
      }
    }
  }
  return null;
}

/** The staged rows that leave a foreign key broken, found while the transaction that cannot be committed is open. */
export function findViolators(connection: Connection, written: readonly WrittenRow[], allTables: readonly Table[]) {
  const touched = new Set(written.map((w) => w.row.table));
  const checked = allTables.filter(
    (table) =>
      table.foreignKeys.length > 0 &&
      [...touched].some((t) => t.name === table.name || table.foreignKeys.some((key) => refersTo(table, key, t))),
  );
  const rows = new Set<PlannedRow>();
  const sentences: string[] = [];
  for (const table of checked) {
    const violations = connection.query({
      sql: "SELECT rowid, parent FROM pragma_foreign_key_check(?, ?)",
      parameters: [table.name, table.schema],
    }).rows;
    for (const [rowid, parent] of violations) {
      const child = written.find((w) => w.row.table.name === table.name && rowid !== null && w.key?.[0] === rowid);
      const gone = written.filter((w) => sameName(w.row.table.name, String(parent)) && w.change.kind !== "insert");
      for (const w of child ? [child] : gone) rows.add(w.row);
      sentences.push(
        child
          ? `it refers to a row of “${parent}” that does not exist (FOREIGN KEY).`
          : `rows of “${table.name}” refer to it (FOREIGN KEY).`,
      );
    }
  }
  return { rows: [...rows], sentences };
}

/** What the row holds in some columns after the commit (`value`) or before it (`base`); null when a part is unknown. */
function columnValues(
  { entry, table }: PlannedRow,
  columns: readonly string[],
  part: "value" | "base",
): Scalar[] | null {
  if (columns.length === 0) return null;
  const { row } = entry.staged;
  const values: Scalar[] = [];
  for (const column of columns) {
    const staged = entry.staged.values.find((v) => sameName(v.column, column));
    let cell: Cell | undefined = staged?.[part] === undefined ? staged?.base : staged[part];
    const { identity } = table;
    if (cell === undefined && !isNew(row)) {
      const keys = identity.kind === "rowid" ? [identity.column] : identity.kind === "none" ? [] : identity.columns;
      const place = keys.findIndex((k) => k !== null && sameName(k, column));
      if (place >= 0) cell = row.key[place];
    }
    if (cell === undefined || cell === null) return null;
    if (typeof cell === "object" && !(cell instanceof Uint8Array)) return null;
    values.push(cell);
  }
  return values;
}

function exists(connection: Connection, table: Table, columns: readonly string[], values: readonly Scalar[]): boolean {
  if (columns.length !== values.length) return true;
  const conditions = columns.map((column, i) => sql`${name(column)} = ${values[i]}`);
  const query = sql`select 1 from ${objectName(table)} where ${sql.join(conditions, sql` and `)} limit 1`;
  return connection.row(query.compile(compiler)) !== undefined;
}
