/** Paints the header of one column: its name, its type below, key marks and the sort arrow. */
import { cellPadding } from "./cell-painter.ts";
import { fitText } from "./fit-text.ts";
import type { GridLook } from "./grid-colors.ts";
import type { GridColumn } from "./grid-source.ts";

/** Height of the header in CSS pixels: two lines. */
export const headerHeight = 36;
/** The same of one line, without the types: for a grid within a grid. */
export const slimHeaderHeight = 24;

export interface HeaderBox {
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

/** Draws into `box` at the top of the canvas. `marked`: the column holds selected cells. */
export function paintHeader(
  context: CanvasRenderingContext2D,
  look: GridLook,
  column: GridColumn,
  box: HeaderBox,
  marked: boolean,
): void {
  const { colors } = look;
  context.save();
  context.beginPath();
  context.rect(box.x, 0, box.width, box.height);
  context.clip();
  context.fillStyle = marked ? colors.headSelected : colors.head;
  context.fillRect(box.x, 0, box.width, box.height);
  const left = box.x + cellPadding;
  const right = box.x + box.width - cellPadding;
  const arrow = column.direction ? (column.sortPlace ? 22 : 12) : 0;
  const badge = column.badge ? 14 : 0;
  context.direction = "ltr";
  context.font = look.fontHead;
  const name = fitText(context, look.fontHead, column.title ?? column.name, right - left - arrow - badge);
  const nameWidth = context.measureText(name).width;
  // Over numbers the name stands right, with its marks before it, so that a column reads as one line downwards.
  const nameX = column.align === "right" ? right - nameWidth : left + badge;
  context.fillStyle = colors.text;
  context.textAlign = "left";
  context.fillText(name, nameX, 12.5);
  if (column.badge) paintBadge(context, look, column.badge, column.align === "right" ? nameX - 14 : left, 12);
  if (box.height >= headerHeight) {
    context.font = look.fontType;
    context.fillStyle = colors.textFaint;
    const type = fitText(context, look.fontType, column.type, right - left);
    context.textAlign = column.align;
    context.fillText(type, column.align === "right" ? right : left, 26.5);
  }
  if (column.direction) {
    // At the outer end of name and marks, apart from them: a figure would read as a part of the name.
    const arrowX =
      column.align === "right" ? nameX - badge - arrow : Math.min(nameX + nameWidth + 4, right - arrow + 4);
    paintArrow(context, look, arrowX, 12, column.direction, column.sortPlace);
  }
  context.restore();
}

function paintArrow(
  context: CanvasRenderingContext2D,
  look: GridLook,
  x: number,
  y: number,
  direction: "asc" | "desc",
  place: number | undefined,
): void {
  const up = direction === "asc" ? 1 : -1;
  context.fillStyle = look.colors.accent;
  context.beginPath();
  context.moveTo(x, y + 2.5 * up);
  context.lineTo(x + 8, y + 2.5 * up);
  context.lineTo(x + 4, y - 3 * up);
  context.fill();
  if (!place) return;
  context.font = look.fontSmall;
  context.textAlign = "left";
  context.fillText(String(place), x + 10, y + 0.5);
}

/** A key, a link to a parent, the sign of a computed value, or of one that cannot be: drawn with lines, 10 px, as lucide would. */
function paintBadge(
  context: CanvasRenderingContext2D,
  look: GridLook,
  badge: NonNullable<GridColumn["badge"]>,
  x: number,
  y: number,
): void {
  context.strokeStyle = badge === "failed" ? look.colors.warning : look.colors.textFaint;
  context.lineWidth = 1.25;
  context.lineCap = "round";
  context.beginPath();
  if (badge === "failed") {
    context.lineJoin = "round";
    context.moveTo(x + 4.5, y - 4);
    context.lineTo(x + 9, y + 4);
    context.lineTo(x, y + 4);
    context.closePath();
    context.moveTo(x + 4.5, y - 1);
    context.lineTo(x + 4.5, y + 1.5);
  } else if (badge === "key") {
    context.arc(x + 3, y + 2, 2.25, 0, 2 * Math.PI);
    context.moveTo(x + 4.75, y + 0.5);
    context.lineTo(x + 9.5, y - 4);
    context.moveTo(x + 7, y - 1.75);
    context.lineTo(x + 8.75, y);
  } else if (badge === "foreignKey") {
    context.moveTo(x + 1, y + 3.5);
    context.lineTo(x + 8, y - 3.5);
    context.moveTo(x + 3, y - 3.5);
    context.lineTo(x + 8, y - 3.5);
    context.lineTo(x + 8, y + 1.5);
  } else {
    context.moveTo(x + 1, y - 1.5);
    context.lineTo(x + 8, y - 1.5);
    context.moveTo(x + 1, y + 2);
    context.lineTo(x + 8, y + 2);
  }
  context.stroke();
}
