/** A name as one types it: in quotes only where it has to be. */
import { quoteName } from "../quote-name.ts";
import { scriptTokens } from "../script-tokens.ts";

const known = new Map<string, string>();

/** `Album`, `"Order Details"`, `"select"`. Throws a RangeError for a name with a NUL character. */
export function nameToken(name: string): string {
  let token = known.get(name);
  if (token === undefined) {
    const [first, ...more] = /^[A-Za-z_][\w$]*$/.test(name) ? scriptTokens(name) : [];
    token = first?.name === "ID" && more.length === 0 ? name : quoteName(name);
    if (known.size < 10_000) known.set(name, token);
  }
  return token;
}
