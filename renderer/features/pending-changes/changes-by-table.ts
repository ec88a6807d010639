/** Staged rows as the panel lists them: by table, each with what changes. Pure. */
import { type Cell, isPreview, sameScalar, storageOf } from "../../../src-shared/model/cell.ts";
import { bytesToHex } from "../../../src-shared/model/cell-json.ts";
import { editText } from "../../../src-shared/model/cell-text.ts";
import { type ObjectName, objectKey } from "../../../src-shared/model/names.ts";
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import type { Conflict, RowEdit, RowName, StagedRow } from "../../../src-shared/model/session.ts";
import { labelColumn } from "../../rows/relations/relations.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import { isFresh } from "../../rpc/staged-index.ts";
import { cutLine, distinctLines, shortLine, someLookAlike } from "../../../src-shared/values/distinct-lines.ts";
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
  if (cell === "") return `""`;
  if (cell instanceof Uint8Array) return `BLOB ${formatBytes(cell.length)}`;
  if (isPreview(cell)) {
    const head = typeof cell.head === "string" ? cell.head : "";
    return head === "" ? `${cell.storage.toUpperCase()} ${formatBytes(cell.bytes)}` : `${shortLine(head, longest)}…`;
  }
  return shortLine(editText(cell) ?? "", longest);
}

/**
 * Values that stand beside each other, each in a few words as `valueWords` gives them; and values that differ never read alike: what
 * cannot be seen of texts is spelled out, BLOBs are shown where they differ, others with their storage class or size.
 */
export function distinctWords(cells: readonly (Cell | undefined)[], longest = 80): string[] {
  const words = cells.map((cell) => valueWords(cell, longest));
  const alike = (): boolean => someLookAlike(words, (i, j) => sameValue(cells[i], cells[j]));
  if (!alike()) return words;
  const among = <T extends Cell>(
    isOne: (cell: Cell | undefined) => cell is T,
    write: (values: T[]) => string[],
  ): void => {
    const places = cells.flatMap((cell, i) => (isOne(cell) ? [i] : []));
    write(cells.filter(isOne)).forEach((text, i) => (words[places[i] ?? -1] = text));
  };
  among(
    (cell): cell is string => typeof cell === "string" && cell !== "",
    (texts) => distinctLines(texts, longest),
  );
  among(
    (cell): cell is Uint8Array => cell instanceof Uint8Array,
    (blobs) => distinctBytes(blobs, longest),
  );
  const add = (more: (cell: Cell | undefined) => string): void => {
    if (alike()) cells.forEach((cell, i) => (words[i] = `${words[i]}${more(cell)}`));
  };
  add((cell) => (cell === undefined || cell === null ? "" : ` (${storageOf(cell).toUpperCase()})`));
  add((cell) => ` (${formatBytes(bytesOf(cell))})`);
  return words;
}

/** The same value, as far as a page knows: of two previews the beginnings and sizes are. */
function sameValue(a: Cell | undefined, b: Cell | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (!isPreview(a) || !isPreview(b)) return sameScalar(a, b);
  return a.storage === b.storage && a.bytes === b.bytes && sameScalar(a.head, b.head);
}

function bytesOf(cell: Cell | undefined): number {
  if (cell === undefined || cell === null) return 0;
  if (cell instanceof Uint8Array) return cell.length;
  return isPreview(cell) ? cell.bytes : new TextEncoder().encode(editText(cell) ?? "").length;
}

/** BLOBs from shortly before their first difference, in hexadecimal. */
function distinctBytes(blobs: readonly Uint8Array[], longest: number): string[] {
  const [first = new Uint8Array(), ...others] = blobs;
  let head = 0;
  while (head < first.length && others.every((other) => other[head] === first[head])) head++;
  const from = Math.max(0, head - 4);
  return blobs.map((bytes) => {
    const hex = bytesToHex(bytes.subarray(from, from + longest));
    return `BLOB ${formatBytes(bytes.length)} ${from > 0 ? "…" : ""}${cutLine(hex, Math.max(24, longest / 2))}`;
  });
}

/** How a row is named: by its key with the key's columns, or "new row"; `name` is what the engine says of it, once it did. */
export function rowWords(row: StagedRow, schema: DatabaseSchema | undefined, name?: RowName | null): string {
  if (isFresh(row.row)) return "new row";
  if (name && name.key.length > 0) {
    return name.key.map(({ column, value }) => `${column} ${valueWords(value, 40)}`).join(", ");
  }
  const { table, key } = row.row;
  const identity = schema?.tables.find((t) => objectKey(t) === objectKey(table))?.identity;
  // Told in a moment: what only the file knows the row by says nothing to its reader.
  if (identity?.kind === "rowid" && identity.column === null) return "row";
  const names =
    identity?.kind === "primaryKey" || identity?.kind === "values"
      ? identity.columns
      : [identity?.kind === "rowid" ? (identity.column ?? "rowid") : "key"];
  return key.map((value, i) => `${names[i] ?? "key"} ${valueWords(value, 40)}`).join(", ");
}

/** What a row is known by beside its key; null when it has no such value. */
export function labelWords(name: RowName | null | undefined): string | null {
  return name && name.label !== null && name.label !== "" ? valueWords(name.label, 60) : null;
}

/** The column that rows of a table are known by; null where there is none. */
export function labelOf(
  table: Table | undefined,
  chosen: (table: ObjectName) => string | null | undefined,
): string | null {
  if (!table) return null;
  const { identity } = table;
  const key = identity.kind === "rowid" ? [identity.column ?? ""] : identity.kind === "none" ? [] : identity.columns;
  const declared = table.columns.filter((column) => column.primaryKey > 0).map((column) => column.name);
  return labelColumn(table, [...key, ...declared], chosen(table));
}

/** Takes back a row: a new one is forgotten, another one is as the file has it. */
export function revertEdit({ row }: StagedRow): RowEdit {
  return isFresh(row) ? { op: "delete", row } : { op: "revert", row };
}

/** What a conflict is, as a sentence. */
export function conflictWords({ kind }: Pick<Conflict, "kind">): string {
  if (kind === "gone") return "This row is no longer in the file.";
  if (kind === "exists") return "A row of the file has this key (UNIQUE).";
  return "Another program changed this row.";
}
