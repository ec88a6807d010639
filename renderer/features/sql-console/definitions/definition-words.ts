/** A definition as lines of text, for the tooltip. Pure. */
import type { Column, Table } from "../../../../src-shared/model/schema.ts";
import type { Definition } from "./definition-at.ts";

export interface DefinitionLine {
  /** In the editor's type; the rest in that of the page. */
  readonly code: string;
  readonly words: string;
}

export interface DefinitionText {
  readonly title: string;
  readonly kind: string;
  readonly lines: readonly DefinitionLine[];
  /** Columns and the like that did not find room. */
  readonly more: number;
}

/** Lines shown; a table may have 2,000 columns. */
const MOST_LINES = 14;

/** What a tooltip says. */
export function definitionText(definition: Definition): DefinitionText {
  switch (definition.kind) {
    case "table": {
      const { table, alias } = definition;
      const lines = table.columns.map((column) => ({ code: column.name, words: columnWords(column, table) }));
      return few(alias === null ? table.name : `${alias} = ${table.name}`, kindWords(table), lines);
    }
    case "derived":
      return few(
        definition.name,
        "rows of this statement",
        definition.columns.map(({ name, type }) => ({ code: name, words: type })),
      );
    case "column": {
      const { column, table } = definition;
      return few(`${table.name}.${column.name}`, "column", [{ code: "", words: columnWords(column, table) }]);
    }
    case "index": {
      const { index } = definition;
      const columns = index.columns.map((name) => name ?? "(expression)").join(", ");
      return few(index.name, `${index.unique ? "unique " : ""}index on ${index.table}`, [{ code: columns, words: "" }]);
    }
    case "trigger":
      return few(definition.trigger.name, `trigger on ${definition.trigger.table}`, []);
    case "function":
      return few(definition.signature, "function", [{ code: "", words: definition.sentence }]);
    case "pragma": {
      const values = definition.values.length > 0 ? [{ code: definition.values.join(" · "), words: "" }] : [];
      return few(definition.name, "pragma", [{ code: "", words: definition.sentence }, ...values]);
    }
  }
}

function few(title: string, kind: string, lines: readonly DefinitionLine[]): DefinitionText {
  return { title, kind, lines: lines.slice(0, MOST_LINES), more: Math.max(0, lines.length - MOST_LINES) };
}

function kindWords({ kind, module, strict, withoutRowid, error }: Table): string {
  if (error !== null) return `${kind}, cannot be read`;
  const also = [module && `by ${module}`, strict && "strict", withoutRowid && "without rowid"].filter(Boolean);
  return [kind === "virtual" ? "virtual table" : kind, ...also].join(", ");
}

/** "integer, primary key" or "text, not null, default 'x', → movies.id". */
function columnWords(column: Column, table: Table): string {
  const keys = table.foreignKeys.flatMap(({ columns, parentTable, parentColumns }) => {
    const at = columns.findIndex((name) => name.toLowerCase() === column.name.toLowerCase());
    return at < 0 ? [] : [`→ ${parentTable}${parentColumns[at] === undefined ? "" : `.${parentColumns[at]}`}`];
  });
  const words = [
    column.type === "" ? "any type" : column.type.toLowerCase(),
    column.primaryKey > 0 && "primary key",
    column.notNull && column.primaryKey === 0 && "not null",
    column.defaultSql !== null && `default ${column.defaultSql.slice(0, 60)}`,
    (column.kind === "virtual" || column.kind === "stored") && "generated",
    ...keys,
  ];
  return words.filter(Boolean).join(", ");
}
