/** Plans that a table goes, ordinary or virtual. */
import type { SchemaOperation, TouchedData } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { sameName } from "../schema/same-name.ts";
import { createOf } from "./created-object.ts";
import { sequenceBack } from "./sequence.ts";
import { refuseReadByVirtual, warnOfArguments } from "./virtual-readers.ts";
import type { Planning, StepDraft } from "./step.ts";

/** Its indexes and triggers go with it. Foreign keys that led to it are looked for when the plan is whole. Throws a refusal. */
export function planDropTable(planning: Planning, name: string): Partial<StepDraft> {
  const { scratch, origins, facts, warnings } = planning;
  const known = scratch.read().tables.find((t) => sameName(t.name, name));
  const table = known?.kind === "virtual" ? known : scratch.table(name);
  refuseReadByVirtual(scratch, table.name, null, { op: "dropTable", table: table.name });
  warnOfArguments(planning, table.name);
  const origin = origins.of(table.name);
  const touched: TouchedData[] = [];
  const rows = table.kind === "virtual" ? 0 : facts.rows(origin);
  if (rows > 0) touched.push({ what: `rows of “${table.name}” would go`, count: rows, examples: [], final: true });
  const own = [...scratch.own(table.name, "index"), ...scratch.own(table.name, "trigger")];
  const reverse: SchemaOperation[] = [
    { op: "createTable", sql: table.sql ?? "" },
    ...own.map(createOf),
    ...sequenceBack(planning, table),
  ];
  if (table.kind === "virtual") {
    warnings.push(`What the virtual table “${table.name}” keeps in tables of its own goes with it.`);
    touched.push({
      what: `virtual table “${table.name}” would go, with all that is in it`,
      count: 1,
      examples: [],
      final: true,
    });
  }
  const exact = table.kind === "table" && rows === 0;
  origins.touch(table.name);
  origins.touchKeys(table.name);
  origins.dropTable(table.name);
  const sql = [`DROP TABLE main.${quoteName(table.name)}`];
  return { sql, touched, reverse, reversible: exact ? "exact" : "schema" };
}
