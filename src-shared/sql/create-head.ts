/** What a CREATE statement makes: read from its first words, so that a text with a mistake further on is known too. */
import { nameOf, scriptTokens } from "./script-tokens.ts";
import { writeName } from "./write-name.ts";

export interface CreateHead {
  readonly kind: "table" | "virtual" | "index" | "view" | "trigger";
  readonly name: string;
  readonly temporary: boolean;
}

const kinds: Record<string, CreateHead["kind"]> = { TABLE: "table", INDEX: "index", VIEW: "view", TRIGGER: "trigger" };

/** Null when the statement makes nothing, or its name is not written yet. */
export function createHead(sql: string): CreateHead | null {
  const head = readHead(sql);
  return head && { kind: head.kind, name: head.name, temporary: head.temporary };
}

/** The same statement for an object of another name, nothing else changed; null where it makes nothing. */
export function withName(sql: string, name: string): string | null {
  const head = readHead(sql);
  return head && sql.slice(0, head.start) + writeName(name) + sql.slice(head.end);
}

/** `start`, `end`: where the name stands, without its schema. */
function readHead(sql: string): (CreateHead & { readonly start: number; readonly end: number }) | null {
  const tokens = scriptTokens(sql);
  const next = () => tokens.next().value ?? null;
  if (next()?.name !== "CREATE") return null;
  let token = next();
  let virtual = false;
  let temporary = false;
  for (; token && ["TEMP", "UNIQUE", "VIRTUAL"].includes(token.name); token = next()) {
    if (token.name === "VIRTUAL") virtual = true;
    if (token.name === "TEMP") temporary = true;
  }
  const kind = kinds[token?.name ?? ""];
  if (!kind) return null;
  token = next();
  if (token?.name === "IF") {
    next();
    next();
    token = next();
  }
  let name = token;
  token = next();
  if (token?.name === "DOT") name = next();
  if (!name || /^(LP|RP|SEMI|COMMA)$/.test(name.name)) return null;
  const { start, end } = name;
  return { kind: virtual && kind === "table" ? "virtual" : kind, name: nameOf(name.text), temporary, start, end };
}
