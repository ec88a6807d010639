/** Views that can be edited: what their INSTEAD OF triggers take, and which columns tell their rows apart. */
import { parseStmt } from "sqlite3-parser";
import type { Column, InsteadOf } from "../../../src-shared/model/schema.ts";
import { quoteObject } from "../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../connection/connection.ts";
import { type ListedTable, type StoredObject, tableKey } from "./object-list.ts";
import type { ColumnRows } from "./read-columns.ts";
import { foldName, sameName } from "./same-name.ts";

/** What the triggers of a view take; null when it has none. `columns` are the view's. */
export function readInsteadOf(
  view: ListedTable,
  columns: readonly Column[],
  stored: readonly StoredObject[],
): InsteadOf | null {
  const taken: InsteadOf = { insert: false, delete: false, update: [] };
  const settable = new Set<string>();
  for (const object of stored) {
    // Triggers on views can be nothing but INSTEAD OF. A temporary one may be on a view of any schema.
    const isOurs = object.type === "trigger" && sameName(object.table, view.name);
    if (!isOurs || (object.schema !== view.schema && object.schema !== "temp")) continue;
    const event = eventOf(object.sql);
    if (event === "insert") taken.insert = true;
    else if (event === "delete") taken.delete = true;
    else if (event === "update") for (const column of columns) settable.add(foldName(column.name));
    else if (event) for (const column of event) settable.add(foldName(column));
  }
  taken.update = columns.map((column) => column.name).filter((name) => settable.has(foldName(name)));
  return taken.insert || taken.delete || taken.update.length > 0 ? taken : null;
}

/** The event of an INSTEAD OF trigger; the columns of an UPDATE OF; null when it is none or cannot be told. */
function eventOf(sql: string | null): "insert" | "delete" | "update" | string[] | null {
  try {
    const result = parseStmt(sql ?? "");
    if (result.status !== "ok" || result.root.type !== "CreateTriggerStmt" || result.root.time !== "InsteadOf")
      return null;
    const { event } = result.root;
    if (event.type === "InsertTriggerEvent") return "insert";
    if (event.type === "DeleteTriggerEvent") return "delete";
    if (event.type === "UpdateOfTriggerEvent") return event.columns.map((column) => column.text);
    return "update";
  } catch {
    // The parser is not SQLite: such a view stays read-only.
    return null;
  }
}

/**
 * The columns that tell the rows of a view apart, as far as its text tells: those that come from the primary keys of its
 * tables, when a whole one is among them; else all.
 */
export function viewKey(
  connection: Connection,
  view: ListedTable,
  columns: readonly Column[],
  tables: ReadonlyMap<string, ColumnRows>,
): string[] {
  const found = new Set<string>();
  let whole = false;
  try {
    const origins = connection.db.prepare(`SELECT * FROM ${quoteObject(view)}`).columns();
    const sources = new Set(origins.flatMap((o) => (o.table && o.database ? [tableKey(o.database, o.table)] : [])));
    for (const source of sources) {
      const shown = origins.filter((o) => o.table && o.database && tableKey(o.database, o.table) === source);
      const described = tables.get(source);
      const key = (described && "rows" in described ? described.rows : []).filter((row) => Number(row[4]) > 0);
      if (key.length > 0 && key.every(([name]) => shown.some((o) => sameName(o.column ?? "", String(name)))))
        whole = true;
      for (const { name, column } of shown) {
        if (key.some(([keyName]) => sameName(String(keyName), column ?? ""))) found.add(name);
      }
    }
  } catch {
    // It was compiled before; whatever is wrong now, all columns tell its rows apart as well as can be.
  }
  const all = columns.map((column) => column.name);
  return whole ? all.filter((name) => found.has(name)) : all;
}
