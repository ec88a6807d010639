/** Lists of names as one types them. Pure. */

/** `a, b` → two names. Names that hold a comma are for the SQL. */
export function namesIn(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
}
