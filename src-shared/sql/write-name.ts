/** Names in SQL that people read. */
import { quoteName } from "./quote-name.ts";
import { scriptTokens } from "./script-tokens.ts";

/** The name bare where SQLite reads it so, in double quotes else. */
export function writeName(name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return quoteName(name);
  const [token] = scriptTokens(name);
  return token?.name === "ID" ? name : quoteName(name);
}
