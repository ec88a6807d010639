/** `rows.replaceTexts`: texts with something in them replaced, by the rules by which `rows.find` finds it. */
import type { ReplaceQuestion } from "../../../src-shared/model/find.ts";
import { formsOf } from "../../../src-shared/sql/fold-case.ts";
import { flagsOf } from "../connection/regexp-flags.ts";

/** Run it with a limit of time. Throws an AppError `sql.syntax` for a regular expression that is none. */
export function replaceTexts({ texts, text, regex, caseSensitive, replacement }: ReplaceQuestion): string[] {
  if (regex) {
    const pattern = new RegExp(text, `g${flagsOf(text, caseSensitive)}`);
    return texts.map((each) => each.replace(pattern, replacement));
  }
  const pattern = new RegExp(literal(text, caseSensitive), "gu");
  return texts.map((each) => each.replace(pattern, () => replacement));
}

/** Each letter in all of its forms, as the search folds them (src-shared/sql/fold-case.ts). */
function literal(text: string, caseSensitive: boolean): string {
  const exact = (letter: string) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`;
  return [...text]
    .map((letter) => {
      const forms = caseSensitive ? [letter] : formsOf(letter);
      return forms.length > 1 ? `[${forms.map(exact).join("")}]` : exact(letter);
    })
    .join("");
}
