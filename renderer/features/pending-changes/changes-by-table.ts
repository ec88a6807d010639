/** Staged rows as the panel lists them: by table, each with what changes. Pure. */
import { type Cell, isPreview } from "../../../src-shared/model/cell.ts";
import { editText, oneLine } from "../../../src-shared/model/cell-text.ts";
import { type ObjectName, objectKey } from "../../../src-shared/model/names.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { Conflict, RowEdit, StagedRow } from "../../../src-shared/model/session.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import { isFresh } from "../../rpc/staged-index.ts";
import { formatBytes } from "../../ui/format.ts";

export interface TableChanges {
  readonly table: ObjectName;
  readonly rows: readonly StagedRow[];
}

/** Grouped by table, in the order in which the tables were first changed. */
export function changesByTable(rows: Iterable<StagedRow>): TableChanges[] {
  const groups = new Map<string, { table: ObjectName; rows: StagedRow[] }>();
  for (const row of rows) {
    const key = objectKey(row.row.table);
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { table: row.row.table, rows: [row] });
  }
  return [...groups.values()];
}

/** The staged rows that the next commit takes. */
export function chosenRows({ store }: SessionStore): StagedRow[] {
  const { index, leftOut } = store.getState();
  return [...index.rows()].filter(({ id }) => !leftOut.has(id));
}

/** A value in a few words: told from its storage class, cut to one line. */
export function valueWords(cell: Cell | undefined, longest = 80): string {
  if (cell === undefined) return "default";
  if (cell === null) return "NULL";
  if (cell === "") return "∅";
  if (cell instanceof Uint8Array) return `BLOB ${formatBytes(cell.length)}`;
  if (isPreview(cell)) {
    const head = typeof cell.head === "string" ? cell.head : "";
    return head === "" ? `${cell.storage.toUpperCase()} ${formatBytes(cell.bytes)}` : `${cut(oneLine(head), longest)}…`;
  }
  return cut(oneLine(editText(cell) ?? ""), longest);
}

function cut(text: string, longest: number): string {
  const characters = Array.from(text.slice(0, 2 * longest));
  return characters.length > longest ? `${characters.slice(0, longest).join("")}…` : characters.join("");
}

/** How a row is named: by its key with the key's columns, or "new row". */
export function rowWords(row: StagedRow, schema: DatabaseSchema | undefined): string {
  if (isFresh(row.row)) return "new row";
  const { table, key } = row.row;
  const identity = schema?.tables.find((t) => objectKey(t) === objectKey(table))?.identity;
  const names =
    identity?.kind === "primaryKey" || identity?.kind === "values"
      ? identity.columns
      : [identity?.kind === "rowid" ? (identity.column ?? "rowid") : "key"];
  return key.map((value, i) => `${names[i] ?? "key"} ${valueWords(value, 40)}`).join(", ");
}

/** Takes back a row: a new one is forgotten, another one is as the file has it. */
export function revertEdit({ row }: StagedRow): RowEdit {
  return isFresh(row) ? { op: "delete", row } : { op: "revert", row };
}

/** What a conflict is, as a sentence. */
export function conflictWords({ kind }: Pick<Conflict, "kind">): string {
  if (kind === "gone") return "This row is no longer in the file.";
  if (kind === "exists") return "A row with this key is in the file by now.";
  return "Another program changed this row.";
}
