/** The parts of a CREATE INDEX text that a form edits; all else stays as it is written. */
import { scriptTokens } from "./script-tokens.ts";
import { writeName } from "./write-name.ts";

export interface IndexDdl {
  readonly unique: boolean;
  /** Between the brackets, as written: `lower(a) DESC, b`. */
  readonly columns: string;
  /** After WHERE; "" when it is for all rows. */
  readonly where: string;
}

/** Reads a text that SQLite has stored; null when it is not as its grammar says. */
export function readIndexDdl(sql: string): IndexDdl | null {
  const tokens = [...scriptTokens(sql)];
  const open = tokens.findIndex(({ name }) => name === "LP");
  if (open < 0) return null;
  let depth = 0;
  const close = tokens.findIndex(({ name }, at) => {
    if (at < open) return false;
    if (name === "LP") depth++;
    return name === "RP" && --depth === 0;
  });
  const [from, to] = [tokens[open], tokens[close]];
  if (!from || !to) return null;
  const where = tokens[close + 1];
  return {
    unique: tokens.slice(0, open).some(({ name }) => name === "UNIQUE"),
    columns: sql.slice(from.end, to.start).trim(),
    where: where?.name === "WHERE" ? sql.slice(where.end).trim() : "",
  };
}

/** A CREATE INDEX text. */
export function writeIndexDdl(name: string, table: string, { unique, columns, where }: IndexDdl): string {
  const head = `CREATE ${unique ? "UNIQUE " : ""}INDEX ${writeName(name)} ON ${writeName(table)}(${columns})`;
  return where === "" ? head : `${head} WHERE ${where}`;
}
