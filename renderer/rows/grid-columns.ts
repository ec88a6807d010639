/** The columns of a table as the grid's headers show them, and how wide they begin. */
import type { Cell } from "../../src-shared/model/cell.ts";
import type { OrderTerm } from "../../src-shared/model/rows.ts";
import type { Column, Table } from "../../src-shared/model/schema.ts";
import type { CellLook, GridColumn } from "../ui/data-grid/grid-source.ts";
import { shownName } from "../../src-shared/formats/shown-name.ts";
import { textWidth } from "../ui/data-grid/text-width.ts";
import { isBoolean, lookOf } from "../values/cell-look.ts";
import { ofColumn } from "../values/kept-formats.ts";
import type { CachedRow } from "./cached-row.ts";

const narrowest = 56;
/** Space left and right of a cell's text, and a pixel for the line. */
const sides = 18;
const widest = 320;
/** A key with its label. */
const leastLabelled = 170;
/** Later rows hold longer values than the first ones: numbers grow, and a number that is cut says something else. */
const leastContent = { left: 110, right: 84 };

/** Is the column for numbers, by its affinity? Not where its type is the habitual name of something written as text. */
export function isNumeric({ affinity, type }: Pick<Column, "affinity" | "type">): boolean {
  const numeric = affinity === "integer" || affinity === "real" || affinity === "numeric";
  return numeric && !/date|time|bool|json|guid|uuid|string/i.test(type);
}

/** Numbers stand right: by affinity, because a column keeps one side whatever single cells hold. */
function alignOf(column: Column): "left" | "right" {
  return isNumeric(column) ? "right" : "left";
}

function badgeOf(table: Table, column: Column): GridColumn["badge"] {
  if (column.error !== undefined) return "failed";
  if (column.primaryKey > 0) return "key";
  if (table.foreignKeys.some((key) => key.columns.includes(column.name))) return "foreignKey";
  return column.kind === "virtual" || column.kind === "stored" ? "generated" : undefined;
}

/** The same in words, and all of it: a column may be a key and refer to another table as well. */
function badgeWords(table: Table, column: Column): string {
  const keyColumns = table.columns.filter((other) => other.primaryKey > 0).length;
  const parents = table.foreignKeys.filter((key) => key.columns.includes(column.name)).map((key) => key.parentTable);
  return [
    ...(column.primaryKey > 0 ? [keyColumns > 1 ? "part of the primary key" : "primary key"] : []),
    ...(parents.length > 0 ? [`refers to ${[...new Set(parents)].map((name) => shownName(name)).join(" and ")}`] : []),
    ...(column.kind === "virtual" || column.kind === "stored" ? ["generated"] : []),
    ...(column.error === undefined ? [] : ["cannot be computed"]),
  ].join(", ");
}

/** The marks of a column beside its name, for the eye and the ear. */
export function marksOf(table: Table, column: Column): Pick<GridColumn, "badge" | "said"> {
  return { badge: badgeOf(table, column), said: badgeWords(table, column) };
}

/** What is known of the columns from their first rows. */
export interface Measured {
  /** Widths that suit them, by column name. */
  readonly widths: ReadonlyMap<string, number>;
  /** Columns without a type whose values are all numbers: they stand right, as typed numbers do. */
  readonly numeric: ReadonlySet<string>;
}

/** Headers for these columns; widths that the user dragged come before measured ones. */
export function gridColumns(
  table: Table,
  columns: readonly Column[],
  order: readonly OrderTerm[],
  dragged: Readonly<Record<string, number>>,
  measured: Measured | null,
  /** Columns that show the label of a parent: keys there are names, and a name needs room. */
  labelled: (column: string) => boolean = () => false,
  /** Columns that lead to a parent: their keys stand left, as what they lead to does, with a label or without. */
  leading: (column: string) => boolean = labelled,
  /** Columns that a filter asks about. */
  filtered: ReadonlySet<string> = new Set(),
): GridColumn[] {
  return columns.map((column) => {
    const place = order.findIndex((term) => term.column === column.name);
    return {
      name: column.name,
      type: column.type,
      align: leading(column.name) ? "left" : measured?.numeric.has(column.name) ? "right" : alignOf(column),
      width:
        ofColumn(dragged, column.name) ??
        Math.max(
          measured?.widths.get(column.name) ?? headWidth(table, column),
          labelled(column.name) ? leastLabelled : 0,
        ),
      ...marksOf(table, column),
      filtered: filtered.has(column.name),
      sortable: column.error === undefined,
      direction: order[place]?.direction ?? null,
      sortPlace: order.length > 1 ? place + 1 : 0,
    };
  });
}

function headWidth(table: Table, column: Column): number {
  // Room for the key mark and a sort arrow.
  const marks = (badgeOf(table, column) ? 14 : 0) + 14;
  const text = Math.max(textWidth(column.name, "head") + marks, textWidth(column.type, "type"));
  return Math.round(Math.min(widest, Math.max(narrowest, text + sides)));
}

/**
 * What the first rows say: each column as wide as most of what it holds, never wider than 320 px. The key of a table with
 * `total` rows has room for that number.
 */
export function measureColumns(
  table: Table,
  columns: readonly Column[],
  rows: readonly CachedRow[],
  total: number,
  look: (cell: Cell, column: Column) => CellLook = lookOf,
): Measured {
  const widths = new Map<string, number>();
  const numeric = new Set<string>();
  columns.forEach((column, i) => {
    const cells = rows.map((row) => row.cells[i] ?? null);
    const needed = cells.map((cell) => {
      const { text, kind, swatch } = look(cell, column);
      return textWidth(text) + (kind === "json" ? 20 : swatch ? 18 : 0);
    });
    needed.sort((a, b) => a - b);
    // A single very long value does not make its column wide.
    const most = needed[Math.floor(needed.length * 0.95)] ?? 0;
    const values = cells.filter((cell) => cell !== null);
    const isNumbers = values.length > 0 && values.every((cell) => typeof cell === "bigint" || typeof cell === "number");
    if (column.affinity === "blob" && isNumbers) numeric.add(column.name);
    const side = numeric.has(column.name) ? "right" : alignOf(column);
    const largest = column.primaryKey > 0 && side === "right" ? textWidth(String(total)) : 0;
    const content = isBoolean(column) ? 40 : Math.max(leastContent[side], Math.max(most, largest) + sides);
    widths.set(column.name, Math.round(Math.min(widest, Math.max(headWidth(table, column), content))));
  });
  return { widths, numeric };
}

/** Do two lists of headers say the same? Then the one that is there stays, and nobody renders anew. */
export function sameColumns(a: readonly GridColumn[], b: readonly GridColumn[]): boolean {
  const same = (one: GridColumn, other: GridColumn | undefined): boolean =>
    other !== undefined &&
    one.name === other.name &&
    one.title === other.title &&
    one.type === other.type &&
    one.align === other.align &&
    one.width === other.width &&
    one.badge === other.badge &&
    one.said === other.said &&
    one.filtered === other.filtered &&
    one.sortable === other.sortable &&
    one.direction === other.direction &&
    one.sortPlace === other.sortPlace;
  return a.length === b.length && a.every((column, i) => same(column, b[i]));
}
