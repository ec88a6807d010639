/** What another declared type does to the values that are there. SQLite itself converts them, in a table of that type. */
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { Column, Table } from "../../../src-shared/model/schema.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../connection/connection.ts";
import { EXAMPLES, shown } from "./facts.ts";

export interface Conversions {
  readonly converted: number;
  /** Values that the old type would not give back. */
  readonly lossy: number;
  readonly lossyExamples: string[];
  /** Values that a STRICT table, or a key that is the rowid, refuses. */
  readonly refused: number;
  readonly refusedExamples: string[];
}

/** Classes an affinity can change. Source: https://www.sqlite.org/datatype3.html §3 */
const CHANGED: Record<Column["affinity"], readonly string[]> = {
  integer: ["text", "real"],
  numeric: ["text", "real"],
  real: ["text", "integer"],
  text: ["integer", "real"],
  blob: [],
};

/** A column of a table, as far as it decides how values are stored. */
interface Place {
  readonly table: Table;
  readonly column: Column;
}

const isRowid = ({ table, column }: Place) => table.identity.kind === "rowid" && table.identity.column === column.name;

/** Converts the values of `value` over `from` on `scratch`; null when none can change. */
export function readConversions(
  reader: Connection,
  scratch: Connection,
  source: { readonly value: string; readonly from: string },
  before: Place,
  after: Place,
): Conversions | null {
  // An INTEGER PRIMARY KEY holds whole numbers, before and after: its rows, which may be millions, need not be asked.
  if (isRowid(before) && isRowid(after)) return null;
  const strict = after.table.strict || (isRowid(after) && !isRowid(before));
  const same = before.column.affinity === after.column.affinity && (before.table.strict || isRowid(before)) === strict;
  if (same && (!strict || before.column.type.toUpperCase() === after.column.type.toUpperCase())) return null;
  const classes = strict ? ["text", "integer", "real", "blob"] : CHANGED[after.column.affinity];
  if (classes.length === 0) return null;
  const convert = converter(scratch, after.column.type, strict);
  const back = converter(scratch, before.column.type, before.table.strict);
  const list = classes.map((word) => `'${word}'`).join(", ");
  const sql = `SELECT ${source.value} FROM ${source.from} WHERE typeof(${source.value}) IN (${list})`;
  const found = { converted: 0, lossy: 0, lossyExamples: [] as string[], refused: 0, refusedExamples: [] as string[] };
  for (const [value] of reader.db.prepare(sql).raw(true).iterate() as Iterable<[Scalar]>) {
    const to = convert(value);
    if (to === undefined) {
      found.refused++;
      if (found.refusedExamples.length < EXAMPLES) found.refusedExamples.push(shown(value));
    } else if (!sameValue(value, to)) {
      found.converted++;
      const again = back(to);
      if (again !== undefined && sameValue(value, again)) continue;
      found.lossy++;
      if (found.lossyExamples.length < EXAMPLES) found.lossyExamples.push(`${shown(value)} → ${shown(to)}`);
    }
  }
  return found;
}

/** A function that gives a value as a column of this type stores it; undefined when the column refuses it. */
function converter(scratch: Connection, type: string, strict: boolean): (value: Scalar) => Scalar | undefined {
  const { db } = scratch;
  const table = `temp."joinery_type_${typeTables++}"`;
  db.exec(
    `CREATE TABLE ${table} (v ${strict ? type : typeSql(type)})${strict ? " STRICT" : ""}; INSERT INTO ${table} VALUES (NULL)`,
  );
  const write = db.prepare(`UPDATE ${table} SET v = ?`);
  const read = db.prepare(`SELECT v FROM ${table}`).raw(true);
  return (value) => {
    try {
      write.run(value);
    } catch (thrown) {
      // SQLITE_CONSTRAINT_DATATYPE is the answer that is asked for.
      if ((thrown as { code?: string }).code === "SQLITE_CONSTRAINT_DATATYPE") return undefined;
      throw thrown;
    }
    return (read.get() as [Scalar])[0];
  };
}
let typeTables = 0;

/** The type as it was declared can be any text; quoted it is one word with the same letters, and so the same affinity. */
export function typeSql(type: string): string {
  return type === "" ? "" : quoteName(type);
}

function sameValue(a: Scalar, b: Scalar): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  return Object.is(a, b);
}
