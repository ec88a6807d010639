/** SQLite compares names without regard to the case of ASCII letters, and of no others. */
import { foldName } from "../../../src-shared/model/names.ts";

export { foldName };

/** Do both names mean the same thing to SQLite? */
export function sameName(a: string, b: string): boolean {
  return a === b || foldName(a) === foldName(b);
}
