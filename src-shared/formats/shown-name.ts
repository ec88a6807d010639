/**
 * Names as they are shown, everywhere: SQLite allows the empty one, line breaks, millions of characters, and marks that nobody sees or that
 * reorder what is read, so that `exe.jpg` is not what stands there. Those stand as words in ⟨ ⟩.
 */

/** Marks of text direction by their short names in Unicode. */
const DIRECTION: Readonly<Record<string, string>> = {
  "\u061c": "ALM",
  "\u200e": "LRM",
  "\u200f": "RLM",
  "\u202a": "LRE",
  "\u202b": "RLE",
  "\u202c": "PDF",
  "\u202d": "LRO",
  "\u202e": "RLO",
  "\u2066": "LRI",
  "\u2067": "RLI",
  "\u2068": "FSI",
  "\u2069": "PDI",
};

/** Not the joiners and selectors that Persian names and emoji are written with. */
const UNSEEN =
  /[\p{Bidi_Control}\u{ad}\u{115f}\u{1160}\u{180e}\u{200b}\u{2060}-\u{2064}\u{3164}\u{feff}\u{ffa0}]|\u{34f}/gu;

/** Longer than anything is wide; the whole name belongs in a tooltip. UTF-16 units. */
const LONGEST = 200;

/** What stands for a mark: `⟨RLO⟩`, `⟨U+200B⟩`. */
export function markOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `⟨${DIRECTION[character] ?? `U+${code}`}⟩`;
}

/** A sentence that may hold names, with their marks to be seen; its lines stay. */
export function withMarksShown(text: string): string {
  return text.replace(UNSEEN, markOf);
}

/** A name: on one line, "(no name)" for none, its marks to be seen, cut where it is longer than `longest`. */
export function shownName(name: string, longest = LONGEST): string {
  if (name === "") return "(no name)";
  const short = name.length > longest ? `${name.slice(0, longest)}…` : name;
  if (!/[^\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(short)) return short.replace(/./gsu, markOf);
  return withMarksShown(short.replace(/\r\n?|\n/g, " ↵ ").replace(/\t/g, " ")).replace(/\p{Cc}/gu, markOf);
}
