/** Text cut to a width, with an ellipsis; never through the middle of a character. */

const cache = new Map<string, string>();
const cacheSize = 20_000;
/** Nothing wider than this many characters is measured: no column is that wide. */
const longest = 400;

/** Moves a cut place off the middle of a surrogate pair. */
function wholeAt(text: string, length: number): number {
  const code = text.charCodeAt(length - 1);
  return code >= 0xd800 && code <= 0xdbff ? length - 1 : length;
}

/** The longest beginning of `text` that fits into `width` CSS pixels in the context's font, with "…" when it was cut. */
export function fitText(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (width <= 0) return "";
  const short = text.length > longest ? text.slice(0, wholeAt(text, longest)) : text;
  const key = `${context.font}\n${Math.floor(width)}\n${short}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const fitted = fit(context, short, width, short !== text);
  if (cache.size >= cacheSize) cache.clear();
  cache.set(key, fitted);
  return fitted;
}

function fit(context: CanvasRenderingContext2D, text: string, width: number, cut: boolean): string {
  if (!cut && context.measureText(text).width <= width) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (context.measureText(`${text.slice(0, middle)}…`).width <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? "…" : `${text.slice(0, wholeAt(text, low))}…`;
}
