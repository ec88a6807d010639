/** Text for a terminal: control characters made visible, so that a value can neither move the cursor nor hide anything. */

/** C0 and C1 controls, and the bidirectional ones that reorder what is read. */
const CONTROLS = /[\p{Cc}\p{Bidi_Control}]/gu;

/** `\n` becomes ␊ and so on; controls without a picture become U+FFFD. */
export function visibleText(text: string): string {
  return text.replace(CONTROLS, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
/** East Asian wide and full-width ranges, and pictures. Source: https://www.unicode.org/reports/tr11/ */
const WIDE =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}])/u;

/** Columns of a terminal that a text takes. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/** The text, cut to `columns` with an ellipsis when it takes more. */
export function fitWidth(text: string, columns: number): string {
  let width = 0;
  let kept = "";
  for (const { segment } of graphemes.segment(text)) {
    width += WIDE.test(segment) ? 2 : 1;
    if (width > columns) return `${kept}…`;
    if (width < columns) kept += segment;
  }
  return text;
}
