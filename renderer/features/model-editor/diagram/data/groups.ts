/**
 * Which tables belong together: groups that have more foreign keys inside than between them. By the Louvain method (Blondel et al.
 * 2008, modularity), with the tables in the order of their ids, so that a schema always has the same groups.
 */
import { type TableColour, tableColours } from "./colours.ts";
import type { DiagramData } from "./diagram-data.ts";

/** The order colours are given out in: neighbours in it are easy to tell apart. */
const given: readonly TableColour[] = ["blue", "orange", "green", "violet", "teal", "pink", "yellow", "red"];

/** A node's neighbours with the number of keys between. */
type Links = readonly ReadonlyMap<number, number>[];

/** How far one level may go; every pass makes the division better, so this is never met by schemas people make. */
const MOST_PASSES = 50;

/** One level: each node joins the neighbours' group that gains most, until none gains. Gives the group of each node, numbered from 0. */
function divide(links: Links, inside: readonly number[]): number[] {
  const degree = links.map((near, at) => (inside[at] ?? 0) * 2 + [...near.values()].reduce((sum, n) => sum + n, 0));
  const all = degree.reduce((sum, n) => sum + n, 0);
  const group = links.map((_, at) => at);
  const total = [...degree];
  for (let pass = 0, moved = true; moved && pass < MOST_PASSES; pass++) {
    moved = false;
    for (const [at, near] of links.entries()) {
      const own = group[at] ?? at;
      const weight = degree[at] ?? 0;
      const to = new Map<number, number>([[own, 0]]);
      for (const [other, keys] of near) {
        const its = group[other] ?? other;
        to.set(its, (to.get(its) ?? 0) + keys);
      }
      total[own] = (total[own] ?? 0) - weight;
      const gain = (where: number) => (to.get(where) ?? 0) - ((total[where] ?? 0) * weight) / all;
      let best = own;
      // In their order: of equal gains the first is taken, whatever the order of the keys.
      for (const where of [...to.keys()].toSorted((a, b) => a - b)) if (gain(where) > gain(best) + 1e-9) best = where;
      total[best] = (total[best] ?? 0) + weight;
      group[at] = best;
      moved ||= best !== own;
    }
  }
  const numbers = new Map([...new Set(group)].map((name, at) => [name, at]));
  return group.map((name) => numbers.get(name) ?? 0);
}

/** The groups as they are nodes of the next level. */
function gathered(links: Links, inside: readonly number[], group: readonly number[]) {
  const next = Array.from({ length: Math.max(-1, ...group) + 1 }, () => new Map<number, number>());
  const within = next.map(() => 0);
  for (const [at, near] of links.entries()) {
    const own = group[at] ?? 0;
    within[own] = (within[own] ?? 0) + (inside[at] ?? 0);
    for (const [other, keys] of near) {
      const its = group[other] ?? 0;
      // Each key stands at both of its ends.
      if (its === own) within[own] = (within[own] ?? 0) + keys / 2;
      else next[own]?.set(its, (next[own]?.get(its) ?? 0) + keys);
    }
  }
  return { links: next, inside: within };
}

/** Ids of tables that belong together, the largest group first; tables without keys to others are in none. */
export function groupsOf({ tables, keys }: Pick<DiagramData, "tables" | "keys">): string[][] {
  const ids = tables.map(({ id }) => id).toSorted();
  const place = new Map(ids.map((id, at) => [id, at]));
  const links = ids.map(() => new Map<number, number>());
  for (const { child, parent } of keys) {
    const [a, b] = [place.get(child), place.get(parent)];
    if (a === undefined || b === undefined || a === b) continue;
    links[a]?.set(b, (links[a].get(b) ?? 0) + 1);
    links[b]?.set(a, (links[b].get(a) ?? 0) + 1);
  }
  let level: { links: Links; inside: readonly number[] } = { links, inside: ids.map(() => 0) };
  let member = ids.map((_, at) => at);
  for (;;) {
    const group = divide(level.links, level.inside);
    member = member.map((at) => group[at] ?? 0);
    const next = gathered(level.links, level.inside, group);
    if (next.links.length === level.links.length) break;
    level = next;
  }
  const groups = Map.groupBy(ids, (id) => member[place.get(id) ?? 0] ?? 0);
  return [...groups.values()].filter(({ length }) => length > 1).toSorted((a, b) => b.length - a.length);
}

/** A colour for each table of a group; the groups after the eighth have the colours of the first again. */
export function groupColours(data: Pick<DiagramData, "tables" | "keys">): ReadonlyMap<string, TableColour> {
  return new Map(
    groupsOf(data).flatMap((ids, at) => ids.map((id) => [id, given[at % given.length] ?? tableColours[0]] as const)),
  );
}
