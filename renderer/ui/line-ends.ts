/**
 * Line ends of a text that is edited in a field. Text fields of the browser know LF only: what they are given with CR or CRLF
 * comes back with LF (https://html.spec.whatwg.org/multipage/form-elements.html#concept-textarea-api-value). So what a field
 * shows and what is stored are two texts, and this maps the one back onto the other.
 */

const lineEnd = /\r\n|\r|\n/g;

/** The text as a text field holds it: every line end is LF. */
export function editorText(text: string): string {
  return text.includes("\r") ? text.replace(lineEnd, "\n") : text;
}

/** The place in `text` of a place in `editorText(text)`. */
export function placeInText(text: string, place: number): number {
  let at = 0;
  for (let shown = 0; shown < place; shown++) at += text.startsWith("\r\n", at) ? 2 : 1;
  return at;
}

/** A text's line ends by kind, the most frequent one first; of equally frequent ones the one that comes first. */
export function lineEndsOf(text: string): readonly string[] {
  const counts = new Map<string, number>();
  for (const [end] of text.matchAll(lineEnd)) counts.set(end, (counts.get(end) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([end]) => end);
}

/**
 * What was meant by editing `stored` to `edited` in a text field (whose line ends are all LF): lines that were not touched
 * keep their line end, and new ones get the most frequent one of `stored`, or of what was pasted where `stored` has one line.
 * What was pasted and is now all of the text stays as it was pasted.
 */
export function keepLineEnds(stored: string, edited: string, pasted = ""): string {
  if (!stored.includes("\r") && !pasted.includes("\r")) return edited;
  if (edited === editorText(pasted)) return pasted;
  if (!edited.includes("\n")) return edited;
  const before = editorText(stored);
  if (edited === before) return stored;
  const kinds = lineEndsOf(stored);
  const usual = kinds[0] ?? lineEndsOf(pasted)[0] ?? "\n";
  if (kinds.length < 2) return usual === "\n" ? edited : edited.replaceAll("\n", usual);
  const storedEnds = stored.match(lineEnd) ?? [];
  const lines = edited.split("\n");
  const ends = matchedEnds(before, edited, storedEnds);
  return lines.reduce((text, line, i) => {
    const end = ends[i - 1] ?? usual;
    // CR and LF with nothing between them would be one line end.
    return text + (end === "\n" && text.endsWith("\r") ? "\r\n" : end) + line;
  });
}

/** More pairs of lines than these are not compared: lines that lie between two edits are then counted only. */
const mostPairs = 1_000_000;

/** For each line end of `edited` the one of `before` that it is, by what lies around it; undefined for a new one. */
function matchedEnds(before: string, edited: string, ends: readonly string[]): (string | undefined)[] {
  const shorter = Math.min(before.length, edited.length);
  let head = 0;
  while (head < shorter && before[head] === edited[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === edited[edited.length - 1 - tail]) tail++;
  const first = count(before.slice(0, head));
  const last = count(before.slice(before.length - tail));
  const middle = ends.slice(first, ends.length - last);
  const lines = (text: string): string[] => text.slice(head, text.length - tail).split("\n");
  const between = matchedLines(lines(before), lines(edited), middle);
  return [...ends.slice(0, first), ...between, ...ends.slice(ends.length - last)];
}

const count = (text: string): number => text.split("\n").length - 1;

/** The ends of the changed lines: of equal lines in equal order, and of the lines between those one by one. */
function matchedLines(
  before: readonly string[],
  edited: readonly string[],
  ends: readonly string[],
): (string | undefined)[] {
  const found = Array.from({ length: edited.length - 1 }, (): string | undefined => undefined);
  const pair = (fromBefore: number, toBefore: number, fromEdited: number, toEdited: number): void => {
    const most = Math.min(toBefore - fromBefore, toEdited - fromEdited);
    for (let i = 0; i < most; i++) found[fromEdited + i] = ends[fromBefore + i];
  };
  let [b, e] = [0, 0];
  for (const [i, j] of commonLines(before, edited)) {
    pair(b, i, e, j);
    if (j < found.length) found[j] = ends[i];
    [b, e] = [i + 1, j + 1];
  }
  pair(b, ends.length, e, found.length);
  return found;
}

/** Places of a longest common sequence of lines. */
function commonLines(a: readonly string[], b: readonly string[]): [number, number][] {
  if (a.length * b.length > mostPairs) return [];
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
