/** Do the rows of the file fit a UNIQUE index? */
import { parsed } from "./meaning.ts";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { refuseRows } from "./refusal.ts";
import type { Planning } from "./step.ts";

type IndexOperation = Extract<SchemaOperation, { op: "createIndex" | "redefineIndex" }>;

/** Throws a refusal that lists the values that are there more than once. A text the parser does not read is left to SQLite. */
export function fitIndex({ facts, origins, optimistic }: Planning, operation: IndexOperation): void {
  const statement = parsed(operation.sql);
  if (statement?.type !== "CreateIndexStmt" || !statement.unique) return;
  const text = (node: { span: { offset: number; length: number } }) =>
    operation.sql.slice(node.span.offset, node.span.offset + node.span.length);
  const terms = statement.columns.map(({ expr }) => text(expr));
  const table = statement.tblName.text;
  if (optimistic || !origins.rowsKnown(table)) return;
  const where = statement.whereClause && text(statement.whereClause);
  const found = facts.duplicates(origins.of(table), table, terms, terms, where);
  refuseRows(found, "Make these values differ, or make an index that is not UNIQUE.", [
    {
      label: "Make an index that is not unique",
      operations: [{ ...operation, sql: operation.sql.replace(/\bUNIQUE\s+/i, "") }],
    },
    { label: "Leave the index out", operations: [] },
  ]);
}
