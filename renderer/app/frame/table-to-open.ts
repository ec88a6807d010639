import { foldName } from "../../../src-shared/model/names.ts";
import type { Table } from "../../../src-shared/model/schema.ts";

/**
 * The table that is shown when a database is opened for the first time: the one that most other tables refer to, which is what the file
 * is about; among equals the first by name; where there is no table, the first view.
 */
export function tableToOpen(tables: readonly Table[]): Table | undefined {
  // A table may be called "": legal, and not what one wants to see first.
  const sorted = tables.filter((t) => t.name !== "").sort((a, b) => a.name.localeCompare(b.name));
  const parents = new Map<string, Set<Table>>();
  for (const child of sorted) {
    for (const { parentTable } of child.foreignKeys) {
      const parent = `${child.schema} ${foldName(parentTable)}`;
      parents.set(parent, (parents.get(parent) ?? new Set()).add(child));
    }
  }
  const referring = (table: Table): number => {
    const children = parents.get(`${table.schema} ${foldName(table.name)}`) ?? new Set();
    return children.size - (children.has(table) ? 1 : 0);
  };
  const [first] = sorted.filter((t) => t.kind === "table").sort((a, b) => referring(b) - referring(a));
  return first ?? sorted.find((t) => t.kind === "view");
}
