/** Widths of texts in the fonts that diagram.module.css sets. */
import type { MeasureText } from "../layout/boxes.ts";

const fonts = {
  title: "600 13px",
  className: "400 11px",
  key: "600 12px",
  column: "400 12px",
  type: "400 11px",
} as const;

/** Names may be millions of characters long; none is shown wider than this many. */
const LONGEST = 200;

let made: MeasureText | null = null;

/** The measure of this page. Made on first use: before, the page's font is not known. */
export function pageMeasure(): MeasureText {
  if (made) return made;
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  const family = getComputedStyle(document.body).fontFamily;
  const known = new Map<string, number>();
  made = (text, look) => {
    const short = text.length > LONGEST ? text.slice(0, LONGEST) : text;
    const key = `${look} ${short}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (context) context.font = `${fonts[look]} ${family}`;
    const width = context?.measureText(short).width ?? short.length * 7;
    known.set(key, width);
    return width;
  };
  return made;
}
