/** The value behind the active cell: what the page holds, and the whole of it when that is asked for. */
import { useEffect, useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import { type Cell, isPreview, type Scalar, type StorageClass, storageOf } from "../../../src-shared/model/cell.ts";
import type { Column } from "../../../src-shared/model/schema.ts";
import type { CellPlace } from "../../ui/data-grid/grid-source.ts";
import { type CellAddress, largestWhole, wholeValue } from "../../rows/read-value.ts";
import type { GestureContext } from "../../rows/edits/gesture.ts";
import type { ShownRow } from "../../rows/cell-owners.ts";

/** Values up to this size are fetched whole at once, in bytes. */
const fetchedAtOnce = 1024 * 1024;

export interface ShownCell {
  readonly column: Column;
  readonly index: number;
  readonly shown: ShownRow;
  /** undefined: a new row leaves it to its default. */
  readonly cell: Cell | undefined;
  readonly storage: StorageClass;
  /** Length of the value in bytes; null for numbers and NULL. */
  readonly bytes: number | null;
  /** Where its stored value can be read from; null for staged values and rows without key. */
  readonly address: CellAddress | null;
}

/** The active cell; null when there is none or it is not loaded. */
export function shownCell({ rows }: GestureContext, cursor: CellPlace | null): ShownCell | null {
  const shown = cursor && rows.at(cursor.row);
  const column = cursor && rows.shownColumns[cursor.column];
  if (!shown || !column) return null;
  const cell = rows.value(cursor.row, cursor.column);
  const isStored = cell !== undefined && cell === shown.file?.cells[cursor.column];
  const key = shown.file?.key;
  return {
    column,
    index: cursor.column,
    shown,
    cell,
    storage: cell === undefined ? "null" : storageOf(cell),
    bytes: cell === undefined ? null : sizeOf(cell),
    address: isStored && key ? { table: rows.table, key, column: column.name } : null,
  };
}

function sizeOf(cell: Cell): number | null {
  if (typeof cell === "string") return new TextEncoder().encode(cell).length;
  if (cell instanceof Uint8Array) return cell.length;
  return isPreview(cell) && cell.failed === undefined ? cell.bytes : null;
}

export interface WholeValue {
  /** undefined while it is not here. */
  readonly value: Scalar | undefined;
  readonly error: AppErrorData | null;
  readonly loading: boolean;
  /** Fetches a larger one; does nothing beyond `largestWhole`. */
  load(): void;
  readonly canLoad: boolean;
}

/** The whole value of a cell. Small previews are fetched by themselves, larger ones when `load` is called. */
export function useWholeValue({ client }: GestureContext, at: ShownCell): WholeValue {
  const { cell, bytes } = at;
  // The same place as long as this is shown (its owner is keyed by the cell), though `at` is made with every rendering.
  const [address] = useState(at.address);
  const [fetched, setFetched] = useState<{ cell: Cell; value?: Scalar; error?: AppErrorData } | null>(null);
  const [asked, setAsked] = useState<Cell | null>(null);
  const preview = cell !== undefined && isPreview(cell);
  const failed = preview && cell.failed !== undefined;
  const wanted = preview && !failed && address !== null && ((bytes ?? 0) <= fetchedAtOnce || asked === cell);
  useEffect(() => {
    if (!wanted || !address || cell === undefined) return;
    let given = true;
    wholeValue(client, cell, address).then(
      (value) => given && setFetched({ cell, value }),
      (thrown) => given && setFetched({ cell, error: toAppErrorData(thrown) }),
    );
    return () => {
      given = false;
    };
  }, [client, wanted, address, cell]);
  const mine = fetched !== null && fetched.cell === cell ? fetched : null;
  return {
    value: preview ? mine?.value : cell,
    error: mine?.error ?? null,
    loading: wanted && mine === null,
    load: () => cell !== undefined && setAsked(cell),
    canLoad: preview && !failed && !wanted && address !== null && (bytes ?? 0) <= largestWhole,
  };
}
