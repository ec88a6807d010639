/**
 * Columns and the order in them for groups of tables that are too large for dagre, which gives each key a place in every column it
 * crosses: 600 tables with 1,200 keys took it half a minute. Longest chains of keys give the columns, means of neighbours the order.
 */

interface Pair {
  readonly child: string;
  readonly parent: string;
}

/** Times that every column is sorted by its neighbours, there and back. */
const SWEEPS = 6;

/** Ids by column, what is referred to first; each from top to bottom. The same every time. */
export function quickRanks(ids: readonly string[], pairs: readonly Pair[]): string[][] {
  const children = Map.groupBy(pairs, ({ parent }) => parent);
  const { order, back } = depthFirst(ids, children);
  const forward = pairs.filter((pair) => !back.has(pair));
  const parentsOf = Map.groupBy(forward, ({ child }) => child);
  const childrenOf = Map.groupBy(forward, ({ parent }) => parent);
  const rank = new Map<string, number>();
  for (const id of order) {
    const before = (parentsOf.get(id) ?? []).map(({ parent }) => rank.get(parent) ?? 0);
    rank.set(id, Math.max(-1, ...before) + 1);
  }
  // What refers to nothing stands next to what refers to it.
  for (const id of order) {
    const below = (childrenOf.get(id) ?? []).map(({ child }) => rank.get(child) ?? 0);
    if (!parentsOf.has(id) && below.length > 0) rank.set(id, Math.min(...below) - 1);
  }
  const columns: string[][] = [];
  for (const id of order) (columns[rank.get(id) ?? 0] ??= []).push(id);
  const filled = columns.filter((column) => column !== undefined);
  const place = new Map<string, number>();
  const number = (column: readonly string[]) => {
    for (const [at, id] of column.entries()) place.set(id, (at + 0.5) / column.length);
  };
  for (const column of filled) number(column);
  const sort = (column: string[], others: (id: string) => readonly string[]) => {
    const wish = new Map(
      column.map((id) => [id, mean(others(id).map((other) => place.get(other) ?? 0)) ?? place.get(id) ?? 0]),
    );
    column.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
    number(column);
  };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of filled) sort(column, (id) => (parentsOf.get(id) ?? []).map(({ parent }) => parent));
    for (const column of filled.toReversed())
      sort(column, (id) => (childrenOf.get(id) ?? []).map(({ child }) => child));
  }
  return filled;
}

/** Ids so that each comes after what it refers to, and the pairs that would close a circle. */
function depthFirst(
  ids: readonly string[],
  children: ReadonlyMap<string, readonly Pair[]>,
): { order: string[]; back: Set<Pair> } {
  const state = new Map<string, "open" | "done">();
  const order: string[] = [];
  const back = new Set<Pair>();
  for (const start of ids) {
    if (state.has(start)) continue;
    const path = [{ id: start, next: 0 }];
    state.set(start, "open");
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const pair = children.get(top.id)?.[top.next++];
      if (!pair) {
        state.set(top.id, "done");
        order.push(top.id);
        path.pop();
      } else if (state.get(pair.child) === "open") back.add(pair);
      else if (!state.has(pair.child)) {
        state.set(pair.child, "open");
        path.push({ id: pair.child, next: 0 });
      }
    }
  }
  return { order: order.toReversed(), back };
}

function mean(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
