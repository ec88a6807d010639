/**
 * The automatic layout. Tables that foreign keys join are laid out in columns, referred-to tables to the left; what
 * hangs together stays together, and what nothing refers to stands below.
 *
 * Dagre decides the columns and the order in them (it minimises crossings). The places are our own: a dictionary table
 * with fifty children would make one endless column, so columns are folded until the whole has a window's shape.
 */
import { Graph, layout } from "@dagrejs/dagre";
import type { DiagramKey } from "../data/diagram-data.ts";
import type { Box, Point } from "./boxes.ts";
import { packed, type Parcel } from "./packing.ts";
import { quickRanks } from "./quick-ranks.ts";

export type Places = ReadonlyMap<string, Point>;

/** Between two columns: room for the lines. */
const COLUMN_GAP = 80;
/** Between two tables of a column. */
const ROW_GAP = 32;
/** Width to height of what is made. */
const SHAPE = 1.5;
/** Groups of more tables are put into columns by `quickRanks`. */
const LARGEST_FOR_DAGRE = 200;
/** Rounds of moving tables towards what they refer to. */
const ROUNDS = 8;

type Pair = Pick<DiagramKey, "child" | "parent">;

/** Places for all boxes, from nothing but the boxes and the keys between them: the same every time. */
export function arrange(boxes: readonly Box[], keys: readonly Pair[]): Places {
  const groups = connected(boxes, keys);
  const parcels = groups.map((group): Parcel => {
    const ids = new Set(group.map(({ id }) => id));
    return group.length === 1 ? alone(group) : inColumns(group, pairsIn(keys, ids));
  });
  return packed(parcels, { gap: COLUMN_GAP / 2, shape: SHAPE });
}

/** Keys between these boxes, once each, without those of a table to itself. */
function pairsIn(keys: readonly Pair[], ids: ReadonlySet<string>): Pair[] {
  const seen = new Set<string>();
  return keys.filter(({ child, parent }) => {
    const pair = JSON.stringify([child, parent]);
    if (child === parent || !ids.has(child) || !ids.has(parent) || seen.has(pair)) return false;
    seen.add(pair);
    return true;
  });
}

/** Boxes that keys join, directly or through others, each group in the order of the boxes. */
function connected(boxes: readonly Box[], keys: readonly Pair[]): Box[][] {
  const leader = new Map(boxes.map(({ id }) => [id, id]));
  const find = (id: string): string => {
    let at = id;
    for (let above = leader.get(at); above !== undefined && above !== at; above = leader.get(at)) at = above;
    return at;
  };
  for (const { child, parent } of keys) {
    if (leader.has(child) && leader.has(parent)) leader.set(find(child), find(parent));
  }
  const groups = new Map<string, Box[]>();
  for (const box of boxes) {
    const group = groups.get(find(box.id));
    if (group) group.push(box);
    else groups.set(find(box.id), [box]);
  }
  return [...groups.values()];
}

function alone(group: readonly Box[]): Parcel {
  const [box] = group;
  if (!box) return { places: new Map(), width: 0, height: 0 };
  return { places: new Map([[box.id, { x: 0, y: 0 }]]), width: box.width, height: box.height };
}

/** One group, in columns of about the right height. */
function inColumns(boxes: readonly Box[], pairs: readonly Pair[]): Parcel {
  const ranks = ranked(boxes, pairs);
  const heights = ranks.map((rank) => stackHeight(rank));
  const tallest = Math.max(...heights);
  let columns = ranks;
  for (let most = tallest; ; most *= 0.8) {
    columns = ranks.flatMap((rank) => folded(rank, most));
    const width = columns.reduce((sum, column) => sum + columnWidth(column) + COLUMN_GAP, -COLUMN_GAP);
    const height = Math.max(...columns.map(stackHeight));
    // Halfway is near enough: folding once more than needed tears apart what belongs together.
    if (width * 1.4 >= height * SHAPE || most < 200) break;
  }
  return placed(merged(columns), pairs);
}

/**
 * A long chain of keys makes a strip of many short columns: neighbours go into one, under each other, until it is no strip
 * any more.
 */
function merged(columns: readonly Box[][]): Box[][] {
  const all = columns.map((column) => [...column]);
  for (;;) {
    const width = all.reduce((sum, column) => sum + columnWidth(column) + COLUMN_GAP, -COLUMN_GAP);
    const height = Math.max(...all.map(stackHeight));
    if (width < height * SHAPE * 1.3) return all;
    const heights = all.slice(1).map((column, place) => stackHeight([...(all[place] ?? []), ...column]));
    const least = Math.min(...heights);
    if (heights.length === 0 || least > width / SHAPE) return all;
    const place = heights.indexOf(least);
    const [next = []] = all.splice(place + 1, 1);
    all[place]?.push(...next);
  }
}

/** Columns, each from top to bottom. */
function ranked(boxes: readonly Box[], pairs: readonly Pair[]): Box[][] {
  if (boxes.length <= LARGEST_FOR_DAGRE) return dagreRanks(boxes, pairs);
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const ranks = quickRanks([...byId.keys()], pairs);
  return ranks.map((rank) => rank.flatMap((id) => byId.get(id) ?? []));
}

/** Dagre's columns. */
function dagreRanks(boxes: readonly Box[], pairs: readonly Pair[]): Box[][] {
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: ROW_GAP, ranksep: COLUMN_GAP });
  graph.setDefaultEdgeLabel(() => ({}));
  // Names of our own: an id is a table's name, and dagre makes up names for the nodes it adds.
  const names = new Map(boxes.map(({ id }, place) => [id, `t${place}`]));
  for (const { id, width, height } of boxes) graph.setNode(names.get(id) ?? "", { width, height });
  for (const { child, parent } of pairs) graph.setEdge(names.get(parent) ?? "", names.get(child) ?? "");
  layout(graph);
  const byRank = new Map<number, { box: Box; y: number }[]>();
  for (const box of boxes) {
    const { x, y } = graph.node(names.get(box.id) ?? "") as Point;
    const rank = Math.round(x);
    const at = byRank.get(rank);
    if (at) at.push({ box, y });
    else byRank.set(rank, [{ box, y }]);
  }
  return [...byRank.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, rank]) => rank.sort((a, b) => a.y - b.y).map(({ box }) => box));
}

const stackHeight = (boxes: readonly Box[]) => boxes.reduce((sum, { height }) => sum + height + ROW_GAP, -ROW_GAP);
const columnWidth = (boxes: readonly Box[]) => Math.max(...boxes.map(({ width }) => width));

/** A column that is too tall as several side by side; each keeps the order from top to bottom. */
function folded(rank: readonly Box[], most: number): Box[][] {
  const parts = Math.min(rank.length, Math.ceil(stackHeight(rank) / most));
  const columns = Array.from({ length: parts }, (): Box[] => []);
  for (const [place, box] of rank.entries()) columns[place % parts]?.push(box);
  return columns;
}

/** Puts columns beside each other and moves each table towards the middle of what it is joined to. */
function placed(columns: readonly (readonly Box[])[], pairs: readonly Pair[]): Parcel {
  const height = Math.max(...columns.map(stackHeight));
  const top = new Map<string, number>();
  const centre = (box: Box) => (top.get(box.id) ?? 0) + box.height / 2;
  const boxes = new Map(columns.flat().map((box) => [box.id, box]));
  for (const column of columns) {
    let y = (height - stackHeight(column)) / 2;
    for (const box of column) {
      top.set(box.id, y);
      y += box.height + ROW_GAP;
    }
  }
  const beside = new Map<string, Box[]>();
  for (const { child, parent } of pairs) {
    for (const [one, other] of [
      [child, parent],
      [parent, child],
    ] as const) {
      const box = boxes.get(other);
      if (box) beside.set(one, [...(beside.get(one) ?? []), box]);
    }
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const column of columns) settle(column, (box) => mean((beside.get(box.id) ?? []).map(centre)), top, height);
  }
  const places = new Map<string, Point>();
  let x = 0;
  for (const column of columns) {
    for (const box of column) places.set(box.id, { x, y: Math.round(top.get(box.id) ?? 0) });
    x += columnWidth(column) + COLUMN_GAP;
  }
  return { places, width: x - COLUMN_GAP, height };
}

const mean = (numbers: readonly number[]) =>
  numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** Moves the boxes of one column near where they want to be, in their order, within the height there is. */
function settle(
  column: readonly Box[],
  wish: (box: Box) => number | null,
  top: Map<string, number>,
  height: number,
): void {
  const wanted = column.map((box) => (wish(box) ?? (top.get(box.id) ?? 0) + box.height / 2) - box.height / 2);
  const tops: number[] = [];
  // Blocks of boxes that touch move together, to the mean of what they want.
  const blocks: { sum: number; count: number; size: number; begin: number }[] = [];
  for (const [place, box] of column.entries()) {
    let block = { sum: wanted[place] ?? 0, count: 1, size: box.height + ROW_GAP, begin: place };
    for (let above = blocks.at(-1); above && end(above) > block.sum / block.count; above = blocks.at(-1)) {
      blocks.pop();
      block = {
        sum: above.sum + block.sum - block.count * above.size,
        count: above.count + block.count,
        size: above.size + block.size,
        begin: above.begin,
      };
    }
    blocks.push(block);
  }
  for (const [number, block] of blocks.entries()) {
    let y = block.sum / block.count;
    const until = blocks[number + 1]?.begin ?? column.length;
    for (let place = block.begin; place < until; place++) {
      tops[place] = y;
      y += (column[place]?.height ?? 0) + ROW_GAP;
    }
  }
  // Within the height: from the top down, then from the bottom up.
  let least = 0;
  for (const [place, box] of column.entries()) {
    tops[place] = Math.max(least, tops[place] ?? 0);
    least = (tops[place] ?? 0) + box.height + ROW_GAP;
  }
  let most = height;
  for (const [place, box] of [...column.entries()].toReversed()) {
    tops[place] = Math.min(most - box.height, tops[place] ?? 0);
    most = (tops[place] ?? 0) - ROW_GAP;
    top.set(box.id, tops[place] ?? 0);
  }
}

const end = (block: { sum: number; count: number; size: number }) => block.sum / block.count + block.size;
