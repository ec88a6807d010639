/** Which table a statement of the user's own writes to. */
import { nameOf, type ScriptToken, scriptTokens } from "../../../src-shared/sql/script-tokens.ts";
import type { Scratch } from "./scratch-schema.ts";

const CONFLICTS = ["ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"];

/**
 * The table of an INSERT, UPDATE or DELETE whose triggers write nowhere else; null when that is not certain. (Foreign keys do
 * nothing while a plan is applied.)
 */
export function writtenTable(scratch: Scratch, sql: string): string | null {
  const tokens = [...scriptTokens(sql)];
  const name = targetOf(tokens);
  return name !== null && scratch.own(name, "trigger").length === 0 ? name : null;
}

function targetOf(tokens: readonly ScriptToken[]): string | null {
  const verb = tokens[0]?.name;
  if (verb !== "INSERT" && verb !== "REPLACE" && verb !== "UPDATE" && verb !== "DELETE") return null;
  let at = 1;
  if (tokens[at]?.name === "OR") at++;
  if (CONFLICTS.includes(tokens[at]?.name ?? "")) at++;
  if (tokens[at]?.name === "INTO" || tokens[at]?.name === "FROM") at++;
  if (tokens[at + 1]?.name === "DOT") at += 2;
  const target = tokens[at];
  return target ? nameOf(target.text) : null;
}
