/** How large a table is drawn, and where in it each column stands. The same for the page, the layout and the picture. */
import type { DiagramData, DiagramTable } from "../data/diagram-data.ts";
import { shownName } from "../../../../../src-shared/formats/shown-name.ts";

/** Which columns are drawn. */
export type ColumnsShown = "all" | "keys" | "none";

export interface BoxRow {
  /** Place of the column in its table. */
  readonly column: number;
  /** Its upper edge, from the upper edge of the box. */
  readonly top: number;
}

/** A table's box without a place. */
export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly rows: readonly BoxRow[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type PlacedBox = Box & Point;

/** How wide a text is in one of the looks of a box. */
export type MeasureText = (text: string, look: "title" | "className" | "key" | "column" | "type") => number;

/** In pixels at full size; diagram.module.css has the same numbers. */
export const boxSizes = {
  header: 28,
  row: 20,
  /** Under the last column. */
  foot: 4,
  /** Left and right of everything. */
  side: 8,
  /** Where a column's name begins: after the mark of its key. */
  name: 26,
  /** Between a name and what stands right of it. */
  gap: 16,
  /** What the draft does to a table. */
  mark: 10,
  least: 120,
  most: 320,
  /** Declared types are cut at this. */
  mostType: 130,
} as const;

/** The columns of a table that are drawn. */
export function shownColumns(table: DiagramTable, shown: ColumnsShown): number[] {
  if (shown === "none") return [];
  const all = [...table.columns.keys()];
  return shown === "all" ? all : all.filter((at) => table.columns[at]?.primaryKey || table.columns[at]?.foreignKey);
}

/** The box of a table. */
export function boxOf(table: DiagramTable, shown: ColumnsShown, measure: MeasureText): Box {
  const { header, row, foot, side, name, gap, mark, least, most, mostType } = boxSizes;
  const columns = shownColumns(table, shown);
  const classWidth = table.className === null ? 0 : gap + measure(table.className, "className");
  const markWidth = table.mark === null ? 0 : gap + mark;
  let width = 2 * side + measure(shownName(table.title), "title") + classWidth + markWidth;
  for (const at of columns) {
    const column = table.columns[at];
    if (!column) continue;
    const type = column.type === "" ? 0 : gap + Math.min(mostType, measure(column.type, "type"));
    width = Math.max(width, name + measure(shownName(column.name), column.primaryKey ? "key" : "column") + type + side);
  }
  return {
    id: table.id,
    width: Math.ceil(Math.min(most, Math.max(least, width))),
    height: columns.length === 0 ? header : header + columns.length * row + foot,
    rows: columns.map((column, index) => ({ column, top: header + index * row })),
  };
}

/** The boxes of all tables. */
export function boxesOf(data: DiagramData, shown: ColumnsShown, measure: MeasureText): Box[] {
  return data.tables.map((table) => boxOf(table, shown, measure));
}

/** The smallest rectangle around all boxes; null around none. */
export function boundsOf(boxes: readonly PlacedBox[]): { x: number; y: number; width: number; height: number } | null {
  if (boxes.length === 0) return null;
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Do two boxes come nearer to each other than `apart`? */
export function areClose(a: Omit<PlacedBox, "rows">, b: Omit<PlacedBox, "rows">, apart: number): boolean {
  return (
    a.x < b.x + b.width + apart &&
    b.x < a.x + a.width + apart &&
    a.y < b.y + b.height + apart &&
    b.y < a.y + a.height + apart
  );
}
