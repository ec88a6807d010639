/** Versions of staged rows in the journal: one state of one row, never changed once written. */
import type { Scalar } from "../../../../src-shared/model/cell.ts";
import type { RowRef, StagedRow } from "../../../../src-shared/model/session.ts";
import type { Connection } from "../../connection/connection.ts";
import { type Entry, isNew, type Link, type SeenCell } from "../unit-of-work.ts";
import { fromCellColumns, toCellColumns } from "./cell-columns.ts";

const INSERT_VERSION = "INSERT INTO version (staged, state, schema_name, table_name, new_id) VALUES (?, ?, ?, ?, ?)";
const INSERT_CELL = `INSERT INTO version_cell
  (version, place, role, column_name, base_form, base, base_bytes, has_value, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const SELECT_VERSION = "SELECT staged, state, schema_name, table_name, new_id FROM version WHERE id = ?";
const SELECT_CELLS = `SELECT role, column_name, base_form, base, base_bytes, has_value, value
  FROM version_cell WHERE version = ? ORDER BY place`;

/** Writes a version; gives its number. */
export function writeVersion(journal: Connection, { staged, witness, links }: Entry): number {
  const { row } = staged;
  const version = journal.run({
    sql: INSERT_VERSION,
    parameters: [staged.id, staged.state, row.table.schema, row.table.name, isNew(row) ? row.newId : null],
  }).lastInsertRowid;
  let place = 0n;
  const cell = (role: string, column: string, base: StagedRow["values"][number]["base"], value?: Scalar) => {
    journal.run({
      sql: INSERT_CELL,
      parameters: [
        version,
        place++,
        role,
        column,
        ...toCellColumns(base),
        value === undefined ? 0n : 1n,
        value === undefined ? null : value,
      ],
    });
  };
  if (!isNew(row)) for (const part of row.key) cell("key", "", undefined, part);
  if (staged.rowid !== undefined) cell("key", "", undefined, staged.rowid);
  for (const { column, base } of witness) cell("witness", column, base);
  for (const { column, base, value } of staged.values) cell("column", column, base, value);
  for (const { column, to } of links ?? []) cell("link", column, undefined, to);
  return Number(version);
}

/** Reads a version. Throws when the journal does not hold it, which only damage can bring about. */
export function readVersion(journal: Connection, version: number): Entry {
  const head = journal.row({ sql: SELECT_VERSION, parameters: [BigInt(version)] });
  if (!head) throw new Error(`The journal lacks version ${version}`);
  const [id, state, schema, name, newId] = head as string[];
  const table = { schema: schema as string, name: name as string };
  const key: Scalar[] = [];
  const witness: SeenCell[] = [];
  const values: StagedRow["values"] = [];
  const links: Link[] = [];
  for (const cells of journal.query({ sql: SELECT_CELLS, parameters: [BigInt(version)] }).rows) {
    const [role, columnName, , , , hasValue, value] = cells;
    const column = columnName as string;
    const base = fromCellColumns(cells.slice(2, 5));
    if (role === "key") key.push(value ?? null);
    else if (role === "witness") witness.push({ column, base: base ?? null });
    else if (role === "link") links.push({ column, to: value as string });
    else
      values.push({
        column,
        ...(base === undefined ? {} : { base }),
        ...(hasValue === 1n ? { value: value ?? null } : {}),
      });
  }
  const row: RowRef = newId === null || newId === undefined ? { table, key } : { table, newId };
  const rowid = isNew(row) && typeof key[0] === "bigint" ? { rowid: key[0] } : {};
  const staged: StagedRow = { id: id as string, state: state as StagedRow["state"], row, values, ...rowid };
  return { staged, witness, ...(links.length > 0 ? { links } : {}) };
}
