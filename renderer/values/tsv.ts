/**
 * Tables as the clipboard carries them between spreadsheets: tab-separated text. A field with a tab, a line break or a
 * quote at its beginning is quoted, quotes doubled, as Excel and LibreOffice do.
 */

/** Rows of fields → text. Lines end with \n, without one after the last. */
export function writeTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(field).join("\t")).join("\n");
}

function field(text: string): string {
  return /[\t\r\n]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Text → rows of fields. A line break at the very end makes no row (spreadsheets add one). Quotes count only around a
 * whole field; anywhere else they are characters.
 */
export function readTsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const end = text.length;
  if (end === 0) return [];
  for (;;) {
    const { value, next } = readField(text, at);
    row.push(value);
    if (next >= end) {
      rows.push(row);
      return rows;
    }
    at = next + 1;
    if (text[next] === "\t") continue;
    rows.push(row);
    row = [];
    if (text[next] === "\r" && text[at] === "\n") at++;
    if (at >= end) return rows;
  }
}

/** One field from `at`; `next` is the place of the tab or line break after it, or the text's end. */
function readField(text: string, at: number): { value: string; next: number } {
  if (text[at] === '"') {
    let value = "";
    let i = at + 1;
    for (;;) {
      const quote = text.indexOf('"', i);
      if (quote === -1) break;
      value += text.slice(i, quote);
      const after = text[quote + 1];
      if (after === '"') {
        value += '"';
        i = quote + 2;
      } else if (after === undefined || after === "\t" || after === "\n" || after === "\r") {
        return { value, next: quote + 1 };
      } else {
        break;
      }
    }
    // Quotes that do not enclose a whole field are text.
  }
  let next = at;
  while (next < text.length && text[next] !== "\t" && text[next] !== "\n" && text[next] !== "\r") next++;
  return { value: text.slice(at, next), next };
}
