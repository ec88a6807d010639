/** Paints one cell: storage classes told apart by form first (docs/grid.md). */
import type { CellLook } from "./grid-source.ts";
import { fitText } from "./fit-text.ts";
import type { GridLook } from "./grid-colors.ts";

export interface CellBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface CellPaint {
  /** Side of the column: for what has no side of its own (NULL, defaults). */
  readonly align: "left" | "right";
  readonly selected: boolean;
  readonly deleted: boolean;
}

/** Space left and right of a cell's text, in CSS pixels. */
export const cellPadding = 8;

/** Draws a cell's content into its box; undefined: a cell that is not loaded yet. */
export function paintCell(
  context: CanvasRenderingContext2D,
  look: GridLook,
  cell: CellLook | undefined,
  box: CellBox,
  paint: CellPaint,
): void {
  const { colors } = look;
  const ink = paint.selected ? colors.onSelection : colors.text;
  const faint = paint.selected && look.forced ? colors.onSelection : colors.textFaint;
  const middle = box.y + box.height / 2 + 0.5;
  const left = box.x + cellPadding;
  const room = box.width - 2 * cellPadding;
  context.direction = "ltr";
  const write = (text: string, font: string, color: string, align: "left" | "right", indent = 0): void => {
    context.font = font;
    context.fillStyle = color;
    context.textAlign = align;
    const fitted = fitText(context, font, text, room - indent);
    const x = align === "right" ? left + room : left + indent;
    context.fillText(fitted, x, middle);
    if (paint.deleted && fitted !== "") {
      const width = context.measureText(fitted).width;
      context.fillStyle = colors.danger;
      context.fillRect(align === "right" ? x - width : x, Math.round(middle), width, 1);
    }
  };
  if (!cell) {
    write("…", look.fontData, faint, paint.align);
    return;
  }
  if (cell.image) {
    paintImage(context, cell.image, box);
    return;
  }
  const body = paint.deleted ? faint : ink;
  if (cell.label !== undefined && (cell.kind === "integer" || cell.kind === "real" || cell.kind === "text")) {
    // A key and what it stands for are read as one line, whatever the key is.
    write(cell.text, look.fontData, body, "left");
    const width = cell.label && cell.text.length < 400 ? context.measureText(cell.text).width : room;
    if (cell.label && room - width > 16) write(cell.label, look.fontData, faint, "left", width + 8);
    return;
  }
  switch (cell.kind) {
    case "null":
    case "default":
      write(cell.text, look.fontSmall, faint, paint.align);
      break;
    case "empty":
      write(`""`, look.fontData, faint, paint.align);
      break;
    case "integer":
    case "real":
      write(cell.text, look.fontData, body, "right");
      break;
    case "blob":
      write(cell.text, look.fontMono, paint.deleted ? faint : colors.textSoft, "left");
      break;
    case "json":
      write("{}", look.fontMono, faint, "left");
      write(cell.text, look.fontData, body, "left", 20);
      break;
    case "boolean":
      paintCheck(context, box.x + box.width / 2, middle, cell.text === "true", body, faint);
      break;
    case "failed":
      write("⚠", look.fontData, colors.warning, "left");
      write(cell.text, look.fontSmall, faint, "left", 18);
      break;
    case "damaged":
      write("⚠", look.fontData, colors.warning, "left");
      write(cell.text, look.fontData, body, "left", 18);
      break;
    case "text":
      if (cell.swatch !== undefined) {
        paintSwatch(context, cell.swatch, left, middle, faint);
        write(cell.text, look.fontData, body, "left", 18);
        break;
      }
      // Also in a column of numbers: a text among them is told by its place.
      write(cell.text, look.fontData, body, "left");
      break;
  }
}

/** A picture, whole and not enlarged, in the middle of its cell's height. */
function paintImage(context: CanvasRenderingContext2D, image: ImageBitmap, box: CellBox): void {
  const room = { width: box.width - 2 * cellPadding, height: box.height - 4 };
  const scale = Math.min(1, room.width / image.width, room.height / image.height);
  const [width, height] = [image.width * scale, image.height * scale];
  context.drawImage(image, box.x + cellPadding, box.y + (box.height - height) / 2 + 0.5, width, height);
}

/** A colour that a cell holds, with an edge so that the paper's own colour is seen too. */
function paintSwatch(
  context: CanvasRenderingContext2D,
  color: string,
  left: number,
  middle: number,
  edge: string,
): void {
  const top = Math.round(middle - 6) + 0.5;
  context.fillStyle = color;
  context.strokeStyle = edge;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(left + 0.5, top, 11, 11, 2);
  context.fill();
  context.stroke();
}

/** A small box with a tick, or an empty one. */
function paintCheck(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  on: boolean,
  ink: string,
  faint: string,
): void {
  const size = 11;
  const left = Math.round(x - size / 2) + 0.5;
  const top = Math.round(y - size / 2) - 0.5;
  context.lineWidth = 1;
  context.strokeStyle = faint;
  context.beginPath();
  context.roundRect(left, top, size, size, 2);
  context.stroke();
  if (!on) return;
  context.strokeStyle = ink;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(left + 2.5, top + 5.5);
  context.lineTo(left + 4.75, top + 8);
  context.lineTo(left + 8.75, top + 3);
  context.stroke();
}

/** Width of the arrow's place at the end of a cell that can be followed, in CSS pixels. */
export const followWidth = 20;

/** Can a gesture lead from this cell to what it refers to? */
export function isFollowed(cell: CellLook | undefined): boolean {
  return cell?.label !== undefined && cell.kind !== "null" && cell.kind !== "default";
}

/** The arrow that leads to what a cell refers to, at its end; drawn while the mouse is over the cell. */
export function paintFollow(context: CanvasRenderingContext2D, look: GridLook, box: CellBox, over: boolean): void {
  const x = box.x + box.width - followWidth;
  context.fillStyle = look.colors.surface;
  context.fillRect(x, box.y + 1, followWidth, box.height - 1);
  const [left, middle] = [x + 6, Math.round(box.y + box.height / 2)];
  context.strokeStyle = over ? look.colors.accent : look.colors.textSoft;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(left, middle);
  context.lineTo(left + 8, middle);
  context.moveTo(left + 4.5, middle - 3.5);
  context.lineTo(left + 8, middle);
  context.lineTo(left + 4.5, middle + 3.5);
  context.stroke();
}

/** The wave under what could not be stored as it is: a form of its own, so that it is not told by its colour alone. */
export function paintWave(
  context: CanvasRenderingContext2D,
  look: GridLook,
  left: number,
  width: number,
  y: number,
): void {
  context.strokeStyle = look.colors.dangerText;
  context.lineWidth = 1.25;
  context.lineJoin = "round";
  context.beginPath();
  for (let x = 0; x <= width; x += 2) {
    const at = y + (x % 4 === 0 ? 1 : -1);
    if (x === 0) context.moveTo(left, at);
    else context.lineTo(left + x, at);
  }
  context.stroke();
}

/** The amber corner of a changed cell, or the flag of a conflict: told apart by their form too. */
export function paintCorner(
  context: CanvasRenderingContext2D,
  look: GridLook,
  box: CellBox,
  tone: "changed" | "conflict",
): void {
  const right = box.x + box.width;
  if (tone === "conflict") return paintFlag(context, look, right - flagWidth, box.y + 1);
  context.fillStyle = look.colors.warning;
  context.beginPath();
  context.moveTo(right - 7, box.y + 1);
  context.lineTo(right, box.y + 1);
  context.lineTo(right, box.y + 8);
  context.fill();
}

const flagWidth = 9;

/** A small flag with an exclamation mark: a conflict, in a cell and at the number of its row. */
export function paintFlag(context: CanvasRenderingContext2D, look: GridLook, left: number, top: number): void {
  context.fillStyle = look.colors.danger;
  context.fillRect(left, top, flagWidth, 12);
  context.fillStyle = look.colors.surface;
  context.fillRect(left + 4, top + 2, 2, 5);
  context.fillRect(left + 4, top + 8, 2, 2);
}
