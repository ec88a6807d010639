/** One sentence for each operation, as a plan shows it. */
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { createHead } from "../../../src-shared/sql/create-head.ts";

const quoted = (names: readonly string[]) => names.map((name) => `“${name}”`).join(", ");
const firstLine = (sql: string) => {
  const line = sql.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
};

export function titleOf(operation: SchemaOperation): string {
  switch (operation.op) {
    case "dropTable":
      return `Drop table “${operation.table}”`;
    case "renameTable":
      return `Rename table “${operation.table}” to “${operation.to}”`;
    case "addColumn":
      return `Add column ${firstLine(operation.sql)} to “${operation.table}”`;
    case "dropColumn":
      return `Drop column “${operation.column}” of “${operation.table}”`;
    case "renameColumn":
      return `Rename column “${operation.column}” of “${operation.table}” to “${operation.to}”`;
    case "changeColumn":
      return `Change column “${operation.column}” of “${operation.table}”`;
    case "moveColumn":
      return `Move column “${operation.column}” of “${operation.table}”`;
    case "addForeignKey":
      if (operation.rule) return `Change foreign key ${firstLine(operation.rule.sql)} of “${operation.table}”`;
      return `Add foreign key on ${quoted(operation.columns)} of “${operation.table}” to “${operation.parentTable}”`;
    case "dropForeignKey":
      return `Drop foreign key on ${quoted(operation.columns)} of “${operation.table}”`;
    case "addCheck":
      if (operation.rule) return `Change ${firstLine(operation.rule.sql)} of “${operation.table}”`;
      return `Add CHECK (${firstLine(operation.expression)}) to “${operation.table}”`;
    case "addUnique":
      if (operation.rule) return `Change ${firstLine(operation.rule.sql)} of “${operation.table}”`;
      return `Add UNIQUE on ${quoted(operation.columns.map((term) => (typeof term === "string" ? term : term.name)))} of “${operation.table}”`;
    case "dropUnique":
      return `Drop UNIQUE on ${quoted(operation.columns)} of “${operation.table}”`;
    case "dropCheck":
      return `Drop CHECK (${firstLine(operation.expression)}) of “${operation.table}”`;
    case "renameConstraint":
      return `Rename constraint “${operation.name}” of “${operation.table}” to “${operation.to}”`;
    case "setPrimaryKey":
      return operation.columns.length === 0
        ? `Drop the primary key of “${operation.table}”`
        : `Make ${quoted(operation.columns.map(({ name }) => name))} the primary key of “${operation.table}”`;
    case "redefineIndex":
      return `Redefine index “${operation.name}”`;
    case "redefineView":
      return `Redefine view “${operation.name}”`;
    case "redefineTrigger":
      return `Redefine trigger “${operation.name}”`;
    case "setPragma":
      return `Set ${operation.name} to ${operation.value}`;
    case "dropConstraint":
      return `Drop constraint “${operation.name}” of “${operation.table}”`;
    case "setTableOptions":
      return `Change options of “${operation.table}”`;
    case "redefineTable":
      return `Redefine table “${operation.table}”`;
    case "dropIndex":
      return `Drop index “${operation.name}”`;
    case "dropView":
      return `Drop view “${operation.name}”`;
    case "dropTrigger":
      return `Drop trigger “${operation.name}”`;
    case "createTable":
    case "createIndex":
    case "createView":
    case "createTrigger": {
      const head = createHead(operation.sql);
      if (!head) return `Run ${firstLine(operation.sql)}`;
      return `Create ${head.kind === "virtual" ? "virtual table" : head.kind} “${head.name}”`;
    }
    case "sql":
      return `Run ${firstLine(operation.sql)}`;
  }
}
