/** The search of the diagram: tables by name, then columns. */
import type { DiagramTable } from "./diagram-data.ts";

export interface Found {
  readonly id: string;
  readonly table: DiagramTable;
  /** Place of the column that was found; null when it is the table itself. */
  readonly column: number | null;
}

/** Found at most: more is found by typing more. */
const MOST_FOUND = 100;

/** How well a name fits: 0 is it, 1 begins so, 2 has it; null not at all. */
function fit(name: string, wanted: string): number | null {
  const folded = name.toLowerCase();
  if (folded === wanted) return 0;
  const at = folded.indexOf(wanted);
  return at < 0 ? null : at === 0 ? 1 : 2;
}

/** Tables and columns with this in their name, the best first; `table.column` looks for columns of tables. */
export function findInDiagram(tables: readonly DiagramTable[], text: string): Found[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  const found: { rank: number; hit: Found }[] = [];
  const dot = wanted.lastIndexOf(".");
  const [ofTable, ofColumn] = dot > 0 ? [wanted.slice(0, dot), wanted.slice(dot + 1)] : ["", wanted];
  for (const table of tables) {
    const rank = fit(table.title, wanted) ?? (table.className === null ? null : fit(table.className, wanted));
    if (rank !== null) found.push({ rank, hit: { id: table.id, table, column: null } });
    if (ofTable !== "" && fit(table.title, ofTable) === null) continue;
    for (const [column, { name }] of table.columns.entries()) {
      const rank = ofColumn === "" ? 2 : fit(name, ofColumn);
      if (rank !== null) found.push({ rank: rank + 3, hit: { id: `${table.id}.${column}`, table, column } });
    }
  }
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST_FOUND)
    .map(({ hit }) => hit);
}
