/** SQLite compares names without regard to the case of ASCII letters, and of no others. */

/** The form in which equal names are equal texts. */
export function foldName(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Do both names mean the same thing to SQLite? */
export function sameName(a: string, b: string): boolean {
  return a === b || foldName(a) === foldName(b);
}
