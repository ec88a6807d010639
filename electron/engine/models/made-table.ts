/** What a CREATE TABLE text makes of a table. */
import type { Table } from "../../../src-shared/model/schema.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { sameName } from "../schema/same-name.ts";
import type { Scratch } from "./scratch-schema.ts";
import { type TableText, writeTableText } from "./table-text.ts";
import { type UniqueRule, uniqueRules } from "./unique-rules.ts";

export interface MadeTable {
  readonly table: Table;
  readonly unique: readonly UniqueRule[];
  /** Which columns the indexes of PRIMARY KEY and UNIQUE have, by their number. */
  readonly constraintIndexes: string;
}

/** The statements that put the text in the place of the table, without its rows, indexes and triggers. */
export function standIn(table: Table, text: TableText): string[] {
  const name = `main.${quoteName(table.name)}`;
  return [`DROP TABLE ${name}`, writeTableText(text, name)];
}

/** The table as the text makes it. Throws what SQLite says to the text. */
export function tableOfText(scratch: Scratch, table: Table, text: TableText): MadeTable {
  return scratch.look(standIn(table, text), () => madeTable(scratch, table.name));
}

/** The table as statements make it of what is there. */
export function tableAfter(scratch: Scratch, name: string, statements: readonly string[]): MadeTable {
  return scratch.look(statements, () => madeTable(scratch, name));
}

/** The table as it is now. */
export function madeTable(scratch: Scratch, name: string): MadeTable {
  const table = scratch.table(name);
  const own = scratch.read().indexes.filter((i) => i.origin !== "c" && sameName(i.table, name));
  const numbered = own.map((index) => JSON.stringify([/\d+$/.exec(index.name)?.[0], index.columns]));
  const unique = uniqueRules(scratch.connection, table.name);
  const key = table.identity.kind === "rowid" ? table.identity.column : null;
  // An INTEGER PRIMARY KEY has no index.
  const rules = key === null ? unique : [...unique, { columns: [{ name: key, collation: "BINARY" }] }];
  return { table, unique: rules, constraintIndexes: numbered.sort((a, b) => (a < b ? -1 : 1)).join("\n") };
}
