/** How high blocks of nested rows are, in CSS pixels: known before they are drawn, so that the grid can leave room. Pure. */
import { rowHeight } from "../../ui/data-grid/grid-theme.ts";
import { slimHeaderHeight } from "../../ui/data-grid/header-painter.ts";
import type { ChildAnswer } from "./child-groups.ts";

/** One line of words: a title, "12 more", a reason. As nested.module.css has it. */
export const lineHeight = 26;
/** Below the rows of a section: their scroll bar, where they need one. */
const barHeight = 12;
/** Around the sections of a block, and between them. */
const margin = 4;

interface SectionMeasures {
  readonly answer: ChildAnswer | undefined;
  readonly rows: number;
  readonly more: number;
  /** What is unfolded between its own rows. */
  readonly inside: number;
}

/** The rows of a section with their header. */
export function rowsHeight(rows: number, inside: number): number {
  return slimHeaderHeight + rows * rowHeight + inside + barHeight;
}

/** A section with its title. */
export function sectionHeight({ answer, rows, more, inside }: SectionMeasures): number {
  if (answer && (answer.error || !answer.page)) return 2 * lineHeight;
  if (rows === 0) return lineHeight;
  return lineHeight + rowsHeight(rows, inside) + (more > 0 ? lineHeight : 0);
}

/** All sections below a row, with the line that ends the block. */
export function blockHeight(sections: readonly { readonly height: number }[]): number {
  return sections.reduce((sum, { height }) => sum + height, 2 * margin + margin * (sections.length - 1) + 1);
}
