/**
 * Characters that cannot be seen, or look like a blank, and stand in SQL outside of quotes and comments. SQLite takes all but control
 * characters for a part of a name, so `select 1` with a no-break space is one word to it. They come with text copied from web pages and chats.
 * Source: https://www.sqlite.org/tokenreq.html (identifiers), https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
 */
import { scriptTokens } from "./script-tokens.ts";

export interface Invisible {
  /** UTF-16 offset in the text, and how many units it has. */
  readonly offset: number;
  readonly length: number;
  /** `a no-break space (U+00A0)` */
  readonly words: string;
  /** What to write instead: a blank, a line end or nothing. */
  readonly instead: " " | "\n" | "";
}

/** Blanks that SQL has, U+0020, tab, line ends and form feed, are none of them. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]|(?! )\p{Zs}|(?![\t\n\f\r])\p{Cc}/gu;

const NAMES: Readonly<Record<string, string>> = {
  "\u00a0": "a no-break space",
  "\u00ad": "a soft hyphen",
  "\u200b": "a zero-width space",
  "\u200c": "a zero-width non-joiner",
  "\u200d": "a zero-width joiner",
  "\u202f": "a narrow no-break space",
  "\u2060": "a word joiner",
  "\u3000": "an ideographic space",
  "\ufeff": "a byte order mark",
};

/** `U+00A0` */
const codeWords = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

function nameOfCharacter(character: string): string {
  const known = NAMES[character];
  if (known !== undefined) return known;
  if (/\p{Bidi_Control}/u.test(character)) return "a mark of text direction";
  if (/[\p{Zl}\p{Zp}\u0085]/u.test(character)) return "a line end that SQL does not know";
  if (/\p{Zs}/u.test(character)) return "a blank that SQL does not know";
  return /\p{Cc}/u.test(character) ? "a control character" : "an invisible character";
}

/** All of a script, in order. */
export function invisibleCharacters(script: string): Invisible[] {
  if (script.search(INVISIBLE) < 0) return [];
  const found: Invisible[] = [];
  for (const { name, text, start } of scriptTokens(script)) {
    // Inside quotes they are a value's or a name's own; so they are in what is not closed yet.
    if (name === "STRING" || name === "BLOB" || /^(?:["'`[]|[xX]')/.test(text)) continue;
    for (const { 0: character, index } of text.matchAll(INVISIBLE)) {
      const instead = /[\p{Zl}\p{Zp}\u0085]/u.test(character) ? "\n" : /\p{Zs}/u.test(character) ? " " : "";
      const words = `${nameOfCharacter(character)} (${codeWords(character)})`;
      found.push({ offset: start + index, length: character.length, words, instead });
    }
  }
  return found;
}

/** What to do about those of a statement, as one sentence; they are in order and at least one. */
export function invisibleAdvice(found: readonly Invisible[]): string {
  const [first] = found;
  const more = found.length - 1;
  const what = `${first?.words ?? ""}${more === 0 ? "" : ` and ${more} more`}`;
  return `The statement holds ${more === 0 ? "an invisible character" : "invisible characters"}, ${what}: remove ${more === 0 ? "it" : "them"} and run it again.`;
}

/** A text with its invisible characters written out: `‹U+00A0›`. */
export function withVisibleMarks(text: string): string {
  return text.replace(INVISIBLE, (character) => `‹${codeWords(character)}›`);
}
