/**
 * SQL cut into tokens, as far as an editor needs it: where words, names, strings and comments begin and end. Never fails:
 * an unfinished string or comment runs to the end, as SQLite's own tokenizer takes it while a statement is being typed.
 * Source: https://www.sqlite.org/lang_keywords.html (quoting), https://www.sqlite.org/lang_comment.html
 */
export type TokenKind = "word" | "name" | "string" | "number" | "parameter" | "symbol" | "comment";

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** As it is written. */
  readonly text: string;
  /** A word in upper case, a symbol itself, a quoted name without its quotes; else the text. */
  readonly value: string;
  /** For names as they would match: words and quoted names in lower case (SQLite folds ASCII only; good enough here). */
  readonly name: string;
  /** The closing quote or comment mark is missing. */
  readonly open: boolean;
}

const TOKEN =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>[xX]?'(?:[^']|'')*(?:'|$))|(?<name>"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$))|(?<number>\d[\w.]*|\.\d[\w.]*)|(?<parameter>[?:@$][\w]*)|(?<word>[\p{L}_\u0080-\uffff][\p{L}\p{N}_$\u0080-\uffff]*)|(?<symbol>\|\||<>|!=|<=|>=|==|->>?|<<|>>|[^\s])/gu;

const closers: Record<string, string> = { '"': '"', "`": "`", "[": "]", "'": "'" };

function isOpen(kind: TokenKind, text: string): boolean {
  if (kind === "comment") return text.startsWith("--") || !text.endsWith("*/") || text.length < 4;
  if (kind !== "string" && kind !== "name") return false;
  const body = kind === "string" ? text.slice(text.indexOf("'")) : text;
  const closer = closers[body.charAt(0)] ?? "";
  if (body.length < 2 || !body.endsWith(closer)) return true;
  // An even run of quotes at the end is an escaped quote, not a closing one.
  const run = closer === "]" ? 1 : (/(['"`])\1*$/.exec(body.slice(1))?.[0].length ?? 0);
  return run % 2 === 0;
}

function unquote(text: string): string {
  const quote = text.charAt(0);
  const closer = closers[quote] ?? "";
  const inner = text.length > 1 && text.endsWith(closer) ? text.slice(1, -1) : text.slice(1);
  return quote === "[" ? inner : inner.replaceAll(quote + quote, quote);
}

/** All tokens with comments, in order. Offsets are UTF-16 code units. */
export function sqlTokens(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const kind = Object.entries(match.groups ?? {}).find(([, part]) => part !== undefined)?.[0] as TokenKind;
    const raw = match[0];
    const plain = kind === "name" ? unquote(raw) : raw;
    tokens.push({
      kind,
      start: match.index,
      end: match.index + raw.length,
      text: raw,
      value: kind === "word" ? raw.toUpperCase() : plain,
      name: plain.toLowerCase(),
      open: isOpen(kind, raw),
    });
  }
  return tokens;
}
