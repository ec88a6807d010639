/** The mark of AUTOINCREMENT: the highest number it gave, which must never be given again. */
import type { Table } from "../../../src-shared/model/schema.ts";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { textLiteral } from "./statements.ts";
import type { Planning } from "./step.ts";

/** The mark goes with the clause, or with the table; operations that bring it back after the clause. */
export function sequenceBack(
  { reader, origins }: Pick<Planning, "reader" | "origins">,
  table: Table,
): SchemaOperation[] {
  const origin = origins.of(table.name);
  if (!table.autoincrement || !origin) return [];
  const seq = reader.value({ sql: "SELECT seq FROM main.sqlite_sequence WHERE name = ?", parameters: [origin.table] });
  if (typeof seq !== "bigint") return [];
  const name = textLiteral(table.name);
  const highest = `max(${seq}, coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = ${name}), 0))`;
  return [
    {
      op: "sql",
      sql: `INSERT INTO sqlite_sequence (name, seq) SELECT ${name}, ${seq} WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ${name})`,
      reverse: "SELECT 1",
    },
    { op: "sql", sql: `UPDATE sqlite_sequence SET seq = ${highest} WHERE name = ${name}`, reverse: "SELECT 1" },
  ];
}
