/** A face of 5 x 7 dots for the titles on the posters: capitals, digits, a little punctuation. */

// Seven rows of five dots, each row a digit in base 32, the leftmost dot the highest bit.
const GLYPHS: Readonly<Record<string, string>> = {
  A: "ehhvhhh",
  B: "uhhuhhu",
  C: "ehggghe",
  D: "uhhhhhu",
  E: "vgguggv",
  F: "vgguggg",
  G: "ehgnhhf",
  H: "hhhvhhh",
  I: "e44444e",
  J: "72222ic",
  K: "hikokih",
  L: "ggggggv",
  M: "hrllhhh",
  N: "hhpljhh",
  O: "ehhhhhe",
  P: "uhhuggg",
  Q: "ehhhlid",
  R: "uhhukih",
  S: "fgge11u",
  T: "v444444",
  U: "hhhhhhe",
  V: "hhhhha4",
  W: "hhhllla",
  X: "hha4ahh",
  Y: "hhha444",
  Z: "v1248gv",
  0: "ehjlphe",
  1: "4c4444e",
  2: "eh1248v",
  3: "v2421he",
  4: "26aiv22",
  5: "vgu11he",
  6: "68guhhe",
  7: "v124888",
  8: "ehhehhe",
  9: "ehhf12c",
  "’": "4480000",
  ":": "0440440",
  "-": "000e000",
  "&": "8kk8lid",
  "·": "0004000",
};

/** Dots from one letter to the next, and from one line to the next. */
export const ADVANCE = 6;
export const LINE = 9;

/** Capitals without diacritics: what the face can show of a text. */
export function plainCapitals(text: string): string {
  return text.toUpperCase().replaceAll("Ł", "L").normalize("NFD").replaceAll(/\p{M}/gu, "");
}

/** Whether the dot `column` (0…4), `row` (0…6) of this letter is set. Letters the face does not have are blank. */
export function isDot(letter: string, column: number, row: number): boolean {
  if (column < 0 || column > 4 || row < 0 || row > 6) return false;
  const bits = Number.parseInt(GLYPHS[letter]?.charAt(row) ?? "0", 32);
  return ((bits >> (4 - column)) & 1) === 1;
}

/** Breaks a text into lines of at most `width` letters; a longer word gets a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
