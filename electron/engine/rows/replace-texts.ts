/** `rows.replaceTexts`: texts with something in them replaced, by the rules by which `rows.find` finds it. */
import type { ReplaceQuestion } from "../../../src-shared/model/find.ts";
import { flagsOf } from "../connection/regexp-flags.ts";

/** Run it with a limit of time. Throws an AppError `sql.syntax` for a regular expression that is none. */
export function replaceTexts({ texts, text, regex, caseSensitive, replacement }: ReplaceQuestion): string[] {
  if (regex) {
    const pattern = new RegExp(text, `g${flagsOf(text, caseSensitive)}`);
    return texts.map((each) => each.replace(pattern, replacement));
  }
  const pattern = new RegExp(literal(text, caseSensitive), "g");
  return texts.map((each) => each.replace(pattern, () => replacement));
}

/** Only ASCII letters are folded, as SQLite's lower() does. */
function literal(text: string, caseSensitive: boolean): string {
  return text.replace(/[a-z]|[^a-z0-9]/gi, (character) => {
    if (!/[a-z]/i.test(character)) return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    return caseSensitive ? character : `[${character.toLowerCase()}${character.toUpperCase()}]`;
  });
}
