/** Text cut to a width, with an ellipsis; never through the middle of a character. */

/** By font and width, which are few, then by text. */
const known = new Map<string, Map<string, string>>();
let knownTexts = 0;
const mostTexts = 20_000;
/** Nothing wider than this many characters is measured: no column is that wide. */
const longest = 400;

/** Moves a cut place off the middle of a surrogate pair. */
function wholeAt(text: string, length: number): number {
  const code = text.charCodeAt(length - 1);
  return code >= 0xd800 && code <= 0xdbff ? length - 1 : length;
}

/**
 * The longest beginning of `text` that fits into `width` CSS pixels in the context's font, with "…" when it was cut. `font`
 * is that font: asking the context for it would make it a text each time.
 */
export function fitText(context: CanvasRenderingContext2D, font: string, text: string, width: number): string {
  if (width <= 0) return "";
  const short = text.length > longest ? text.slice(0, wholeAt(text, longest)) : text;
  const place = `${Math.floor(width)} ${font}`;
  let texts = known.get(place);
  if (!texts) known.set(place, (texts = new Map()));
  const fitted = texts.get(short);
  if (fitted !== undefined) return fitted;
  if (knownTexts >= mostTexts) {
    known.clear();
    knownTexts = 0;
    known.set(place, (texts = new Map()));
  }
  const made = fit(context, short, width, short !== text);
  texts.set(short, made);
  knownTexts++;
  return made;
}

function fit(context: CanvasRenderingContext2D, text: string, width: number, cut: boolean): string {
  const whole = context.measureText(text).width;
  if (!cut && whole <= width) return text;
  let low = 0;
  let high = text.length;
  // Letters are about as wide as one another: the first guess is nearly right, and its neighbours decide.
  let guess = Math.floor((text.length * width) / Math.max(1, whole));
  for (let step = 1; low < high; step *= 2) {
    const middle = guess > low && guess <= high ? guess : Math.ceil((low + high) / 2);
    if (context.measureText(`${text.slice(0, middle)}…`).width <= width) {
      low = middle;
      guess = low + step;
    } else {
      high = middle - 1;
      guess = high - step + 1;
    }
  }
  return low === 0 ? "…" : `${text.slice(0, wholeAt(text, low))}…`;
}
