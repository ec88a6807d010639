/** A schema as text. */
import type { DatabaseSchema, Table } from "../../src-shared/model/schema.ts";
import { jsonValue } from "../../src-shared/formats/json.ts";

/**
 * The stored DDL: each table or view followed by its indexes and triggers, every statement ended by a semicolon, so that it
 * can be run again. Shadow and system tables are left out, because SQLite makes them by itself, unless `named`.
 */
export function schemaSql({ tables, indexes, triggers }: DatabaseSchema, named: boolean): string {
  const shown = tables.filter(({ kind }) => named || (kind !== "shadow" && kind !== "system"));
  const blocks = shown.map((table) => {
    const own = (object: { schema: string; table: string }) => belongs(object, table);
    const statements = [
      table.sql,
      ...indexes.filter(own).map(({ sql }) => sql),
      ...triggers.filter(own).map(({ sql }) => sql),
    ];
    return statements.filter((sql) => sql !== null).map(ended);
  });
  return blocks
    .filter((statements) => statements.length > 0)
    .map((statements) => statements.join(""))
    .join("\n");
}

/** The statement with its semicolon, which must not end up in a comment that the stored text ends with. */
function ended(sql: string): string {
  return /--[^\n]*$/.test(sql) ? `${sql}\n;\n` : `${sql};\n`;
}

function belongs(object: { schema: string; table: string }, table: Table): boolean {
  return object.schema === table.schema && object.table === table.name;
}

/** The schema as Joinery reads it, indented; integers beyond 2^53 as in `exec --format json`. */
export function schemaJson(schema: DatabaseSchema): string {
  const text = JSON.stringify(schema, (_key, value: unknown) => (typeof value === "bigint" ? exact(value) : value), 2);
  return `${text}\n`;
}

function exact(value: bigint): unknown {
  return JSON.parse(jsonValue(value));
}
