/** A result as a table: what the parts of a table view want to know of one. */
import { resultColumnNames, resultTable } from "../../../src-shared/model/result-table.ts";
import type { Column, Table } from "../../../src-shared/model/schema.ts";
import { storingAffinity } from "../../values/typed-value.ts";
import type { EditableCells } from "./editable-cells.ts";
import type { ShownResult } from "./shown-result.ts";

export interface ResultTable {
  readonly table: Table;
  /** What columns are called, by the names they have here; only those that differ. */
  readonly titles: ReadonlyMap<string, string>;
}

export function resultAsTable({ runId, statement }: ShownResult, cells: EditableCells): ResultTable {
  const names = resultColumnNames(statement.columns.map(({ name }) => name));
  const keys = new Set(cells.sources.flatMap((source) => source?.key ?? []));
  const titles = new Map<string, string>();
  const columns = statement.columns.map(({ name, type }, place): Column => {
    const own = names[place] ?? name;
    if (own !== name) titles.set(own, name);
    const editable = cells.columns[place];
    const plain: Column = {
      name: own,
      type: type ?? "",
      // Its file has columns without a type: values are compared as they are.
      affinity: "blob",
      notNull: false,
      defaultSql: null,
      primaryKey: 0,
      kind: "ordinary",
      collation: "BINARY",
    };
    if (!editable) return plain;
    const { column, source } = editable;
    const table = cells.sources[source]?.table;
    return {
      ...column,
      name: own,
      affinity: table ? storingAffinity(table, column) : column.affinity,
      primaryKey: keys.has(place) ? 1 : 0,
    };
  });
  const table: Table = {
    ...resultTable({ runId, statement: statement.index }),
    kind: "table",
    columns,
    identity: { kind: "rowid", alias: "rowid", column: null },
    withoutRowid: false,
    strict: false,
    autoincrement: false,
    foreignKeys: [],
    module: null,
    owner: null,
    readOnlyReason: null,
    sql: null,
    error: null,
  };
  return { table, titles };
}
