/**
 * Searching without regard to case, for all letters. SQLite's lower() and LIKE know those of ASCII. Only the letters of what is searched for
 * matter, so the text of a cell is folded with one replace() for each form that such a letter has besides its own; SQL that is shown
 * and views need no function for that.
 * Source: https://www.unicode.org/Public/UCD/latest/ucd/CaseFolding.txt (simple folding, as JavaScript's case mappings give it)
 */

/** A form of a letter, and the one that stands for all of its forms. */
export type FoldPair = readonly [from: string, to: string];

/** replace() within replace(): SQLite takes expressions 1,000 deep. Beyond it letters stand for themselves. */
const MOST_PAIRS = 200;

/** Cased letters lie below. */
const LAST_CASED = 0x1_e9ff;

let forms: Map<string, string[]> | null = null;

/** The other forms of letters that are not in ASCII, by the letter that stands for them. */
function allForms(): Map<string, string[]> {
  if (forms) return forms;
  forms = new Map();
  for (let code = 0x80; code <= LAST_CASED; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const letter = String.fromCodePoint(code);
    const folded = foldLetter(letter);
    if (folded === letter) continue;
    const others = forms.get(folded);
    if (others) others.push(letter);
    else forms.set(folded, [letter]);
  }
  return forms;
}

/** One letter without its case. What would become ASCII stays: lower() would not make it so (the Kelvin sign is no k here). */
function foldLetter(letter: string): string {
  if (letter < "\u0080") return letter.replace(/[A-Z]/, (ascii) => ascii.toLowerCase());
  const [upper, ...more] = letter.toUpperCase();
  const lower = (more.length === 0 && upper !== undefined ? upper : letter).toLowerCase();
  const isOne = String.fromCodePoint(lower.codePointAt(0) ?? 0) === lower;
  return isOne && lower >= "\u0080" ? lower : letter;
}

/** The text as it is compared with a cell that `foldPairs` and lower() were used on. */
export function foldText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const known = new Set(foldPairs(text).map(([, to]) => to));
  return [...text]
    .map((letter) => {
      const folded = foldLetter(letter);
      return folded === letter || folded < "\u0080" || known.has(folded) ? folded : letter;
    })
    .join("");
}

/** What has to be replaced in a cell besides ASCII letters before it is compared with `foldText(text)`; none for plain ASCII. */
export function foldPairs(text: string): FoldPair[] {
  if (!/[^\x20-\x7e]/.test(text)) return [];
  const pairs: FoldPair[] = [];
  for (const to of new Set([...text].map(foldLetter))) {
    if (to < "\u0080") continue;
    const others = allForms().get(to) ?? [];
    if (pairs.length + others.length > MOST_PAIRS) break;
    for (const from of others) pairs.push([from, to]);
  }
  return pairs;
}

/** All forms of a letter, itself included. */
export function formsOf(letter: string): string[] {
  if (/^[a-z]$/i.test(letter)) return [letter.toLowerCase(), letter.toUpperCase()];
  const folded = foldLetter(letter);
  return [folded, ...(allForms().get(folded) ?? [])];
}
