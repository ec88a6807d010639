/** A value of SQLite as the grid draws it. */
import { type Cell, isPreview } from "../../src-shared/model/cell.ts";
import type { MeantColumn } from "../../src-shared/model/models.ts";
import type { Column } from "../../src-shared/model/schema.ts";
import type { CellLook } from "../ui/data-grid/grid-source.ts";
import { formatBytes } from "../ui/format.ts";
import { controlWords, oneLine, realText } from "../../src-shared/model/cell-text.ts";

/** No cell shows more characters than this. */
const longest = 500;
/** Longer texts are not tried as JSON. */
const longestJson = 4000;

const booleanType = /^bool/i;
const jsonType = /json/i;

/** What looks ask of a column. */
type LookedAt = Pick<Column, "type"> & MeantColumn;

/** Does the column say that 0 and 1 mean false and true? SQLite has no such type, only the habit of the name. */
export function isBoolean({ type, holds }: LookedAt): boolean {
  return holds === undefined || holds === "enum" ? booleanType.test(type) : holds === "boolean";
}

function isJson(text: string, column: LookedAt): boolean {
  const first = text.trimStart()[0];
  if (first !== "{" && first !== "[") return false;
  if (column.holds === "json" || jsonType.test(column.type)) return true;
  if (text.length > longestJson) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** How a cell of this column looks. */
export function lookOf(cell: Cell, column: LookedAt): CellLook {
  if (cell === null) return { text: "NULL", kind: "null" };
  if (typeof cell === "bigint") {
    if (isBoolean(column) && (cell === 0n || cell === 1n)) {
      return { text: cell === 1n ? "true" : "false", kind: "boolean" };
    }
    return { text: cell.toString(), kind: "integer" };
  }
  if (typeof cell === "number") return { text: realText(cell), kind: "real" };
  if (typeof cell === "string") {
    if (cell === "") return { text: "", kind: "empty" };
    const shown = cell.slice(0, longest);
    const hint = controlWords(shown);
    return { text: oneLine(shown), kind: isJson(cell, column) ? "json" : "text", ...(hint === null ? {} : { hint }) };
  }
  if (cell instanceof Uint8Array) return { text: `BLOB ${formatBytes(cell.length)}`, kind: "blob" };
  return lookOfPreview(cell, column);
}

function lookOfPreview(cell: Extract<Cell, { bytes: number }>, column: Pick<Column, "type">): CellLook {
  if (cell.failed !== undefined) return { text: "not computed", kind: "failed", hint: cell.failed };
  if (!isPreview(cell) || cell.storage === "blob" || typeof cell.head !== "string") {
    return { text: `${cell.storage.toUpperCase()} ${formatBytes(cell.bytes)}`, kind: "blob" };
  }
  if (cell.damaged) return { text: oneLine(cell.head.slice(0, longest)), kind: "damaged" };
  if (cell.head === "") return { text: `TEXT ${formatBytes(cell.bytes)}`, kind: "blob" };
  const begins = cell.head.trimStart()[0];
  const json = jsonType.test(column.type) && (begins === "{" || begins === "[");
  return { text: `${oneLine(cell.head.slice(0, longest))}…`, kind: json ? "json" : "text" };
}

/** A cell of a new row that was not set: what it will get when it is stored. */
export function defaultLook(column: Column, isAutoKey: boolean, reserved?: bigint): CellLook {
  if (isAutoKey) return { text: reserved === undefined ? "auto" : reserved.toString(), kind: "default" };
  if (column.kind === "virtual" || column.kind === "stored") return { text: "computed", kind: "default" };
  if (column.defaultSql !== null) return { text: oneLine(column.defaultSql), kind: "default" };
  return { text: column.notNull ? "required" : "NULL", kind: "default" };
}
