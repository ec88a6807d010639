/** Texts that differ, as short lines that look different: also where they differ in blanks, line ends or what cannot be seen. */
import { oneLine } from "../model/cell-text.ts";

/** Characters before the first difference that stay for orientation, where lines are too short for all of a text. */
const context = 20;

/** What differs at most is spelled out so far; after that it is text again. */
const mostRevealed = 24;

const names: Readonly<Record<string, string>> = {
  " ": "·",
  "\t": "⟨TAB⟩",
  "\u0085": "⟨NEL⟩",
  "\u00a0": "⟨NBSP⟩",
  "\u00ad": "⟨SHY⟩",
  "\u200b": "⟨ZWSP⟩",
  "\u200c": "⟨ZWNJ⟩",
  "\u200d": "⟨ZWJ⟩",
  "\u200e": "⟨LRM⟩",
  "\u200f": "⟨RLM⟩",
  "\u2028": "⟨LS⟩",
  "\u2029": "⟨PS⟩",
  "\u202f": "⟨NNBSP⟩",
  "\u2060": "⟨WJ⟩",
  "\ufeff": "⟨BOM⟩",
};

/** Letters of other alphabets, and signs, that look like these of ASCII. */
const lookalikes: readonly (readonly [string, string])[] = [
  ["асеіјорѕухԁһԛԝαινορυ", "aceijopsyxdhqwaivopu"],
  ["АВЕЗКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABE3KMHOPCTYXIJSABEZHIKMNOPTYX"],
  ["‐‑−", "---"],
];
const lookalike = new Map(
  lookalikes.flatMap(([other, ascii]) => [...other].map((sign, i): [string, string] => [sign, ascii[i] ?? sign])),
);

/** The same for texts between which a reader sees no difference. */
function skeleton(line: string): string {
  return line
    .normalize("NFC")
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .replace(/[\s\u0085]+/g, " ")
    .trim()
    .replace(/[^\x20-\x7e]/g, (sign) => lookalike.get(sign) ?? sign);
}

/** Do two of these look alike, though what they stand for differs? `same`: do they stand for the same? */
export function someLookAlike(lines: readonly string[], same: (i: number, j: number) => boolean): boolean {
  const seen = new Map<string, number>();
  return lines.some((line, i) => {
    const bones = skeleton(line);
    const before = seen.get(bones);
    seen.set(bones, i);
    return before !== undefined && !same(before, i);
  });
}

/** At most `longest` characters, with an ellipsis after a text that is longer. */
export function cutLine(text: string, longest: number): string {
  const characters = Array.from(text.slice(0, 2 * longest + 2));
  return characters.length > longest ? `${characters.slice(0, longest).join("")}…` : characters.join("");
}

/** A text as one line, at most `longest` characters of it. */
export function shortLine(text: string, longest: number): string {
  // No character of the line takes more than two of the text.
  return cutLine(oneLine(text.slice(0, 2 * longest + 2)), longest);
}

/**
 * Each text as a line of about `longest` characters, as `shortLine` gives it. Where texts that differ would look alike, the
 * lines begin shortly before the first difference, and what differs is spelled out character by character.
 */
export function distinctLines(texts: readonly string[], longest: number): string[] {
  const lines = texts.map((text) => shortLine(text, longest));
  if (!someLookAlike(lines, (i, j) => texts[i] === texts[j])) return lines;
  const { head, tail } = commonEnds(texts);
  // Signs take more room than what they stand for, so the line is measured.
  const before = oneLine(texts[0]?.slice(Math.max(0, head - longest), head) ?? "");
  const begin = head > longest || before.length > longest - context ? `…${before.slice(-context)}` : before;
  return texts.map((text) => {
    const differs = revealed(text.slice(head, text.length - tail));
    const after = oneLine(text.slice(text.length - tail, text.length - tail + longest));
    return cutLine(begin + differs + after, longest + 1);
  });
}

/** How many characters all texts begin and end with; no pair of surrogates is taken apart. */
function commonEnds(texts: readonly string[]): { head: number; tail: number } {
  const [first = "", ...others] = texts;
  const shortest = Math.min(...texts.map((text) => text.length));
  let head = 0;
  while (head < shortest && others.every((text) => text[head] === first[head])) head++;
  if (/[\ud800-\udbff]/.test(first[head - 1] ?? "")) head--;
  let tail = 0;
  const last = (text: string) => text[text.length - 1 - tail];
  while (tail < shortest - head && others.every((text) => last(text) === last(first))) tail++;
  if (tail > 0 && /[\udc00-\udfff]/.test(first[first.length - tail] ?? "")) tail--;
  // CR of one text and CRLF of the other differ by a whole line end.
  if (tail > 0 && first[first.length - tail] === "\n" && texts.some((text) => text[text.length - tail - 1] === "\r"))
    tail--;
  return { head, tail };
}

function revealed(text: string): string {
  const spelled = text
    .slice(0, mostRevealed)
    .replace(/\r\n|[^\x21-\x7e]/gu, (sign) =>
      /[\r\n]/.test(sign) ? oneLine(sign) : (names[sign] ?? `⟨U+${codeOf(sign)}⟩`),
    );
  return spelled + oneLine(text.slice(mostRevealed, mostRevealed + 1000));
}

const codeOf = (sign: string): string => (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
