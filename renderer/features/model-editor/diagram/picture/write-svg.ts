/**
 * The diagram as an SVG of its own: lines and text, no style sheet, no font, no picture in it, so that it is sharp at any
 * size and any program reads it. The page's tables are HTML and would not survive outside.
 */
import type { TableColour } from "../data/colours.ts";
import { type DiagramTable, keyWords } from "../data/diagram-data.ts";
import { boundsOf, boxSizes, type MeasureText, type PlacedBox } from "../layout/boxes.ts";
import { childEnd, type EndShape, linePath, parentEnd, RING } from "../layout/line-shapes.ts";
import type { Route } from "../layout/routes.ts";
import { arrowShape, keyShape } from "./key-marks.ts";
import { cutTo, svgText } from "./svg-text.ts";
import { shownName } from "../../../../../src-shared/formats/shown-name.ts";

/** Colours as any program reads them (`#rrggbb`). */
export interface Palette {
  readonly paper: string;
  readonly box: string;
  readonly header: string;
  readonly border: string;
  readonly hairline: string;
  readonly line: string;
  readonly ink: string;
  readonly quiet: string;
  readonly key: string;
  readonly tints: Readonly<Record<TableColour, { readonly soft: string; readonly mark: string }>>;
}

export interface Picture {
  readonly title: string;
  readonly boxes: readonly PlacedBox[];
  readonly tables: ReadonlyMap<string, DiagramTable>;
  readonly routes: readonly Route[];
  readonly colours: ReadonlyMap<string, TableColour>;
  readonly palette: Palette;
  readonly measure: MeasureText;
}

export interface WrittenSvg {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** Around everything. */
const MARGIN = 32;
const FONT = "system-ui, -apple-system, 'Segoe UI', Cantarell, 'Noto Sans', 'DejaVu Sans', sans-serif";

/** Writes the picture of all boxes and routes it is given. */
export function writeSvg(picture: Picture): WrittenSvg {
  const { palette, routes, boxes, title } = picture;
  const bounds = boundsOf(boxes) ?? { x: 0, y: 0, width: 0, height: 0 };
  // Lines may run outside of all tables.
  const points = routes.flatMap((route) => route.points);
  const left = Math.min(bounds.x, ...points.map(({ x }) => x)) - MARGIN;
  const top = Math.min(bounds.y, ...points.map(({ y }) => y)) - MARGIN;
  const right = Math.max(bounds.x + bounds.width, ...points.map(({ x }) => x)) + MARGIN;
  const bottom = Math.max(bounds.y + bounds.height, ...points.map(({ y }) => y)) + MARGIN;
  const [width, height] = [Math.ceil(right - left), Math.ceil(bottom - top)];
  const view = `${Math.floor(left)} ${Math.floor(top)} ${width} ${height}`;
  const svg = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${view}" role="img" font-family="${FONT}">`,
    `<title>${svgText(title)}</title>`,
    `<rect x="${Math.floor(left)}" y="${Math.floor(top)}" width="${width}" height="${height}" fill="${palette.paper}"/>`,
    `<g fill="none" stroke="${palette.line}" stroke-width="1.25" stroke-linecap="round">`,
    ...routes.map((route) => line(route, picture)),
    "</g>",
    ...boxes.map((box) => table(box, picture)),
    "</svg>",
    "",
  ].join("\n");
  return { svg, width, height };
}

function line(route: Route, { tables, palette }: Picture): string {
  const ends = [childEnd(route), parentEnd(route)];
  // In the draft, not in the file yet.
  const dashes = route.key.isNew ? ' stroke-dasharray="5 4"' : "";
  return `<g><title>${svgText(keyWords(route.key, tables))}</title><path d="${linePath(route.points)}"${dashes}/>${ends
    .map((shape) => end(shape, palette))
    .join("")}</g>`;
}

function end({ path, ring }: EndShape, { paper }: Palette): string {
  const circle = ring ? `<circle cx="${ring.x}" cy="${ring.y}" r="${RING}" fill="${paper}"/>` : "";
  return `<path d="${path}"/>${circle}`;
}

function table(box: PlacedBox, { tables, colours, palette, measure }: Picture): string {
  const table = tables.get(box.id);
  if (!table) return "";
  const { x, y, width, height } = box;
  const { header, row, side, name, gap, mostType } = boxSizes;
  const colour = colours.get(box.id);
  const tint = colour ? palette.tints[colour] : null;
  const edge = tint?.mark ?? palette.border;
  const open = box.rows.length > 0;
  const head = open
    ? `M${x} ${y + header}V${y + 4}a4 4 0 0 1 4 -4H${x + width - 4}a4 4 0 0 1 4 4V${y + header}Z`
    : `M${x + 4} ${y}H${x + width - 4}a4 4 0 0 1 4 4V${y + height - 4}a4 4 0 0 1 -4 4H${x + 4}a4 4 0 0 1 -4 -4V${y + 4}a4 4 0 0 1 4 -4Z`;
  const classWidth = table.className === null ? 0 : measure(table.className, "className");
  const title = cutTo(shownName(table.title), width - 2 * side - (classWidth === 0 ? 0 : classWidth + gap), (text) =>
    measure(text, "title"),
  );
  const parts = [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4" fill="${palette.box}"/>`,
    `<path d="${head}" fill="${tint?.soft ?? palette.header}"/>`,
    ...(open ? [`<path d="M${x} ${y + header}H${x + width}" stroke="${palette.hairline}"/>`] : []),
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4" fill="none" stroke="${edge}"/>`,
    text(x + side, y + 18, title, `font-size="13" font-weight="600" fill="${palette.ink}"`),
    ...(table.className === null
      ? []
      : [text(x + width - side, y + 18, table.className, `font-size="11" text-anchor="end" fill="${palette.quiet}"`)]),
  ];
  for (const { column: place, top } of box.rows) {
    const column = table.columns[place];
    if (!column) continue;
    const base = y + top + row / 2 + 4;
    const type = cutTo(column.type, mostType, (part) => measure(part, "type"));
    const room = width - name - side - (type === "" ? 0 : gap + measure(type, "type"));
    const shown = cutTo(shownName(column.name), room, (part) => measure(part, column.primaryKey ? "key" : "column"));
    const weight = column.primaryKey ? ' font-weight="600"' : "";
    if (column.primaryKey || column.foreignKey) parts.push(keyMark(x + side, y + top, column.primaryKey, palette));
    parts.push(text(x + name, base, shown, `font-size="12"${weight} fill="${palette.ink}"`));
    if (type !== "") {
      parts.push(text(x + width - side, base, type, `font-size="11" text-anchor="end" fill="${palette.quiet}"`));
    }
  }
  return `<g>${parts.join("")}</g>`;
}

function keyMark(x: number, y: number, primary: boolean, palette: Palette): string {
  const shape = primary ? keyShape : arrowShape;
  const stroke = primary ? palette.key : palette.quiet;
  return `<path transform="translate(${x} ${y + 4})" d="${shape}" fill="none" stroke="${stroke}" stroke-width="1.25" stroke-linecap="round" stroke-linejoin="round"/>`;
}

function text(x: number, y: number, words: string, looks: string): string {
  return `<text x="${x}" y="${y}" xml:space="preserve" ${looks}>${svgText(words)}</text>`;
}
