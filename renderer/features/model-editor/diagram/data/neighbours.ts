/** "Neighbours only": a table and what foreign keys lead to from it, in either direction. */
import type { DiagramData } from "./diagram-data.ts";

/** The ids of the tables at most `depth` foreign keys away from one, itself included. */
export function neighboursOf(data: DiagramData, around: string, depth: number): Set<string> {
  const beside = new Map<string, Set<string>>();
  const join = (one: string, other: string) => {
    const known = beside.get(one);
    if (known) known.add(other);
    else beside.set(one, new Set([other]));
  };
  for (const { child, parent } of data.keys) {
    join(child, parent);
    join(parent, child);
  }
  const found = new Set([around]);
  let edge = [around];
  for (let step = 0; step < depth; step++) {
    const next = new Set(edge.flatMap((id) => [...(beside.get(id) ?? [])]).filter((id) => !found.has(id)));
    for (const id of next) found.add(id);
    edge = [...next];
  }
  return found;
}

/** The part of a diagram with these tables, and the keys between them. */
export function partOf(data: DiagramData, ids: ReadonlySet<string>): DiagramData {
  return {
    tables: data.tables.filter(({ id }) => ids.has(id)),
    keys: data.keys.filter(({ child, parent }) => ids.has(child) && ids.has(parent)),
  };
}
