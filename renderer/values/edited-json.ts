/**
 * JSON that was edited in another layout than it is stored in: what is stored is the old text with the changed tokens in it. Blanks,
 * line ends and indents of all the others stay.
 */
import { lineEndsOf } from "../ui/line-ends.ts";
import { type JsonToken, jsonTokens } from "./pretty-json.ts";

/** How a text is laid out: what stands before a token where nothing says otherwise. */
interface Layout {
  /** null: all on one line. */
  readonly lines: { readonly end: string; readonly indent: string } | null;
  readonly afterComma: string;
  readonly afterColon: string;
}

/** `stored` with what `edited` says otherwise. Both are JSON. */
export function withEditedTokens(stored: string, edited: string): string {
  const { tokens: before, tail } = jsonTokens(stored);
  const { tokens: after } = jsonTokens(edited);
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head]?.text === after[head]?.text) head++;
  let same = 0;
  while (same < shorter - head && before.at(-1 - same)?.text === after.at(-1 - same)?.text) same++;
  const layout = layoutOf(stored, before);
  const oneByOne = before.length === after.length;
  const end = after.length - same;
  let depth = 0;
  let out = "";
  for (const [i, { text }] of after.entries()) {
    if (text === "}" || text === "]") depth--;
    const kept = i < head || oneByOne ? before[i] : i > end ? before[before.length - after.length + i] : undefined;
    out += (kept?.blank ?? blankBefore(layout, after[i - 1]?.text, text, depth)) + text;
    if (text === "{" || text === "[") depth++;
  }
  return out + tail;
}

function layoutOf(text: string, tokens: readonly JsonToken[]): Layout {
  const after = (sign: string): string | undefined => tokens.find((_, i) => tokens[i - 1]?.text === sign)?.blank;
  const [end] = lineEndsOf(text.trim());
  const inner = tokens.find(({ blank }, i) => i > 0 && /[\r\n]/.test(blank))?.blank ?? "";
  return {
    lines: end === undefined ? null : { end, indent: inner.replace(/^.*[\r\n]/s, "") },
    afterComma: after(",") ?? "",
    afterColon: after(":") ?? (end === undefined ? "" : " "),
  };
}

function blankBefore(
  { lines, afterComma, afterColon }: Layout,
  before: string | undefined,
  text: string,
  depth: number,
): string {
  const opens = before === "{" || before === "[";
  const closes = text === "}" || text === "]";
  if (before === ":") return afterColon;
  if (before === undefined || text === ":" || text === "," || (opens && closes)) return "";
  if (lines) return lines.end + lines.indent.repeat(Math.max(0, depth));
  return before === "," ? afterComma : "";
}
