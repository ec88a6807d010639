/** A plan in words. */
import type { Reversible, Route, SchemaPlan } from "../../../../src-shared/model/schema-change.ts";
import { formatCount } from "../../../ui/format.ts";

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

/** The plan as a script to read or keep. */
export function scriptOfPlan({ steps }: SchemaPlan): string {
  const parts = steps.map(({ title, sql }) => `-- ${title}\n${sql.map((statement) => `${statement};`).join("\n")}`);
  return `BEGIN IMMEDIATE;\n\n${parts.join("\n\n")}\n\nCOMMIT;\n`;
}

/** What would be lost for good, one line each; none when undo brings all back. */
export function lossesOf({ steps }: SchemaPlan): string[] {
  return steps
    .filter(({ reversible }) => reversible !== "exact")
    .flatMap(({ touched }) => touched.map(({ what, count }) => `${formatCount(count)} ${what}`));
}
