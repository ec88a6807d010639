/** Terms of PRIMARY KEY and UNIQUE as people write them: `year DESC`, `name COLLATE nocase`. */
import { foldName } from "../../model/names.ts";
import { quoteName } from "../quote-name.ts";
import { writeName } from "../write-name.ts";
import { readTable } from "./read-table.ts";

export interface KeyTerm {
  readonly name: string;
  /** Null: the column's own. */
  readonly collation: string | null;
  readonly descending: boolean;
}

/** Reads a term; what is none in SQL is the name of a column (`first name`). */
export function readTerm(text: string): KeyTerm {
  const [only, ...more] = readTable(`CREATE TABLE t(x, UNIQUE (${text}\n))`)?.constraints[0]?.listed ?? [];
  if (!only || only.name === null || more.length > 0) return { name: text, collation: null, descending: false };
  const { name, collation, descending } = only;
  return { name, collation, descending };
}

/** Writes a term so that it is read as the same again: the name bare where it can be. */
export function writeTerm({ name, collation, descending }: KeyTerm): string {
  const more = `${collation === null ? "" : ` COLLATE ${writeName(collation)}`}${descending ? " DESC" : ""}`;
  const bare = readTerm(name + more);
  return (foldName(bare.name) === foldName(name) && bare.collation === collation ? name : quoteName(name)) + more;
}
