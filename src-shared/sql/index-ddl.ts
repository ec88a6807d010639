/** The parts of a CREATE INDEX text that a form edits; all else stays as it is written. */
import type { AppErrorData } from "../errors/app-error.ts";
import { oneExpression, oneList } from "./ddl/one-piece.ts";
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

/** Why what was typed would make another index than it says; null when each field is one piece of its kind. */
export function indexFault({ columns, where }: IndexDdl): AppErrorData | null {
  const fault = (message: string, next: string): AppErrorData => ({ code: "schema.refused", message, next });
  if (oneList(columns) === null)
    return fault(
      `“${columns}” is not a list of columns and expressions.`,
      "Write them with commas between: title COLLATE NOCASE, year DESC.",
    );
  if (where !== "" && oneExpression(where) === null)
    return fault(`“${where}” is not one condition.`, "Write one expression, such as year > 2000.");
  return null;
}

/** A CREATE INDEX text. */
export function writeIndexDdl(name: string, table: string, { unique, columns, where }: IndexDdl): string {
  const head = `CREATE ${unique ? "UNIQUE " : ""}INDEX ${writeName(name)} ON ${writeName(table)}(${columns})`;
  return where === "" ? head : `${head} WHERE ${where}`;
}
