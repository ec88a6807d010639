/** SQL texts compared as SQLite understands them. */
import { foldName } from "../model/names.ts";
import { nameOf, scriptTokens } from "./script-tokens.ts";

/** Do two texts say the same to SQLite: the same tokens, names in any quotes and ASCII letters in any case alike? */
export function sameTokens(a: string, b: string): boolean {
  return tokenText(a) === tokenText(b);
}

/** The tokens of a text in one form, to compare by. */
export function tokenText(sql: string): string {
  const parts: string[] = [];
  for (const { text } of scriptTokens(sql)) parts.push(text.startsWith("'") ? text : foldName(nameOf(text)));
  return parts.join("\u0000");
}
