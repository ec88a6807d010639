/** Text in SVG: SQLite allows any text as a name, XML does not. */

const named: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

/**
 * Escapes text for an element or an attribute. Characters that no XML may hold (controls, halves of surrogate pairs,
 * U+FFFE and U+FFFF) become U+FFFD, as everywhere where they cannot be shown; breaks of lines become spaces.
 */
export function svgText(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll(/[\t\n\r]/g, " ")
      // oxlint-disable-next-line no-control-regex -- these are what it is about
      .replaceAll(/[\u0000-\u001F\uFFFE\uFFFF]/g, "\uFFFD")
      .replaceAll(/[&<>"']/g, (character) => named[character] ?? character)
  );
}

/** The text, or as much of it as fits and an ellipsis. */
export function cutTo(text: string, width: number, measure: (text: string) => number): string {
  // A name may have millions of characters; far fewer fit anywhere.
  const whole = text.length > 500 ? text.slice(0, 500) : text;
  if (whole === text && measure(text) <= width) return text;
  const characters = [...whole];
  let fits = 0;
  let tooMany = characters.length;
  while (fits + 1 < tooMany) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (measure(`${characters.slice(0, middle).join("")}…`) <= width) fits = middle;
    else tooMany = middle;
  }
  return `${characters.slice(0, fits).join("")}…`;
}
