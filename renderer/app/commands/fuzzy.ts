/** What one types in a palette, found in names: letters in order are enough, and what begins a word counts more. Pure. */

export interface Match {
  /** The higher the better. */
  readonly score: number;
  /** Places of the letters that fit, rising. */
  readonly marks: readonly number[];
}

const isBoundary = (text: string, at: number): boolean =>
  at === 0 ||
  /[^\p{L}\p{N}]/u.test(text.charAt(at - 1)) ||
  (/\p{Lu}/u.test(text.charAt(at)) && /\p{Ll}/u.test(text.charAt(at - 1)));

const range = (from: number, length: number): number[] => Array.from({ length }, (_, i) => from + i);

/** A word as it stands in a text: at its beginning, at that of a word, anywhere. */
function asWhole(text: string, folded: string, word: string): Match | null {
  let best: Match | null = null;
  for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
    const score = 100 + (at === 0 ? 60 : isBoundary(text, at) ? 40 : 0) - Math.min(at, 20);
    if (best === null || score > best.score) best = { score, marks: range(at, word.length) };
  }
  return best;
}

/** Its letters one after another, the first of words before others. */
function asLetters(text: string, folded: string, word: string): Match | null {
  const marks: number[] = [];
  let from = 0;
  for (const letter of word) {
    const next = folded.indexOf(letter, from);
    if (next < 0) return null;
    let at = next;
    // The beginning of a word is what is meant, as long as the letter is not the next one anyway.
    if (next !== from || !marks.length) {
      while (at >= 0 && !isBoundary(text, at)) at = folded.indexOf(letter, at + 1);
      if (at < 0) at = next;
    }
    marks.push(at);
    from = at + 1;
  }
  const starts = marks.filter((at) => isBoundary(text, at)).length;
  const spread = (marks.at(-1) ?? 0) - (marks[0] ?? 0) - (marks.length - 1);
  return { score: 20 + 15 * starts - Math.min(spread, 30), marks };
}

/** How a text fits what was typed; each of its words has to be found. Null: it does not. */
export function fuzzyMatch(text: string, typed: string): Match | null {
  const folded = text.toLowerCase();
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  // A letter that is two in lower case would put the marks elsewhere.
  if (folded.length !== text.length)
    return words.every((word) => folded.includes(word)) ? { score: 0, marks: [] } : null;
  let score = 0;
  const marks = new Set<number>();
  for (const word of words) {
    const match = asWhole(text, folded, word) ?? asLetters(text, folded, word);
    if (!match) return null;
    score += match.score;
    for (const at of match.marks) marks.add(at);
  }
  return { score: score - text.length / 10, marks: [...marks].sort((a, b) => a - b) };
}
