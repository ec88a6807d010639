/**
 * JSON with line breaks and indents. Works on the text's own tokens: numbers, strings and repeated names stay exactly as
 * they are stored (JSON.parse would round integers beyond 2^53 and drop repeated names).
 */

const token = /"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/gy;
const blank = /\s*/y;

/** The same text without line breaks and blanks between its tokens; null when it is not JSON. */
export function compactJson(text: string): string | null {
  if (jsonError(text) !== null) return null;
  return jsonTokens(text)
    .tokens.map((one) => one.text)
    .join("");
}

/** One token of a JSON text, with the blanks before it. */
export interface JsonToken {
  readonly blank: string;
  readonly text: string;
}

/** The tokens of a JSON text, and the blanks after the last one. */
export function jsonTokens(text: string): { readonly tokens: readonly JsonToken[]; readonly tail: string } {
  const tokens: JsonToken[] = [];
  for (let at = 0; ; at = token.lastIndex) {
    blank.lastIndex = at;
    const before = blank.exec(text)?.[0] ?? "";
    token.lastIndex = blank.lastIndex;
    const found = token.exec(text)?.[0];
    if (found === undefined) return { tokens, tail: before };
    tokens.push({ blank: before, text: found });
  }
}

/** Why this is no JSON, as the parser says it; null when it is. */
export function jsonError(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/** The pretty text, or null when it is not JSON (as JSON.parse says) or longer than a reader can use. */
export function prettyJson(text: string, longest = 2_000_000): string | null {
  if (text.length > longest || !/^\s*[[{]/.test(text)) return null;
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  let out = "";
  let depth = 0;
  let before = "";
  const line = (): string => `\n${"  ".repeat(depth)}`;
  for (const { text: found } of jsonTokens(text).tokens) {
    if (found === "}" || found === "]") {
      depth--;
      // Nothing inside: stays on one line.
      if (before !== "{" && before !== "[") out += line();
    } else if (before === "{" || before === "[" || before === ",") {
      out += line();
    }
    out += found === ":" ? ": " : found;
    if (found === "{" || found === "[") depth++;
    before = found;
  }
  return out;
}
