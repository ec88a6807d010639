/** A plan in words. */
import type { Reversible, Route, SchemaOperation, SchemaPlan } from "../../../../src-shared/model/schema-change.ts";

export const routeWords: Record<Route, string> = {
  native: "at once",
  rebuild: "rebuild",
  copyBack: "rebuild, copied twice",
};

export const routeHints: Record<Route, string> = {
  native: "SQLite’s own statement: no row is rewritten",
  rebuild: "A new table is filled and takes the place of the old one",
  copyBack: "The rows wait in a copy while the table is made anew: its text survives no rename",
};

export const reversibleWords: Record<Reversible, string> = {
  exact: "can be undone",
  schema: "undo brings the schema back, not the data",
  no: "cannot be undone",
};

/** The first version of SQLite that has all statements of the plan, where not everybody has it. */
export function neededSqlite({ steps }: SchemaPlan): string | null {
  const minor = (version: string) => Number(version.split(".")[1]);
  const all = steps.flatMap(({ needs }) => needs ?? []);
  return all.reduce<string | null>((most, one) => (most === null || minor(one) > minor(most) ? one : most), null);
}

/** The plan as a script to read or keep. */
export function scriptOfPlan(plan: SchemaPlan): string {
  const { steps } = plan;
  const needs = neededSqlite(plan);
  const head = needs === null ? "" : `-- Needs SQLite ${needs} or newer.\n\n`;
  const parts = steps.map(({ title, sql }) => `-- ${title}\n${sql.map((statement) => `${statement};`).join("\n")}`);
  return `${head}BEGIN IMMEDIATE;\n\n${parts.join("\n\n")}\n\nCOMMIT;\n`;
}

/** An operation in a few words: `rename column authors.name to nmae`. */
export function operationWords(operation: SchemaOperation): string {
  const verb = operation.op.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const parts: Readonly<Record<string, unknown>> = operation;
  const part = (key: string) => (typeof parts[key] === "string" ? parts[key] : "");
  const subject = [part("table"), part("column")].filter(Boolean).join(".") || part("name");
  const to = part("to") === "" ? "" : ` to ${part("to")}`;
  const sql =
    subject === "" && "sql" in operation ? `: ${(operation.sql ?? "").replace(/\s+/g, " ").slice(0, 80)}` : "";
  return `${verb}${subject === "" ? "" : ` ${subject}`}${to}${sql}`;
}
