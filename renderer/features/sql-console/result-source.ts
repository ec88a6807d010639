/** One statement's result as the data grid takes it. */
import { type Cell, isPreview } from "../../../src-shared/model/cell.ts";
import type { StatementReport } from "../../../src-shared/model/console.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { CellLook, GridColumn, GridSource } from "../../ui/data-grid/grid-source.ts";
import { formatBytes } from "../../ui/format.ts";
import { ResultPages } from "./result-pages.ts";

/** How many characters of a text are drawn; the rest is cut by the column anyway. */
const DRAWN = 400;

/** A value by its storage class, in words. */
export function resultLook(cell: Cell): CellLook {
  if (cell === null) return { text: "NULL", kind: "null" };
  if (typeof cell === "bigint") return { text: cell.toString(), kind: "integer" };
  if (typeof cell === "number") return { text: realText(cell), kind: "real" };
  if (typeof cell === "string") {
    return cell === "" ? { text: "", kind: "empty" } : { text: cell.slice(0, DRAWN), kind: "text" };
  }
  if (!isPreview(cell)) return { text: `BLOB ${formatBytes(cell.length)}`, kind: "blob" };
  if (cell.storage === "blob") return { text: `BLOB ${formatBytes(cell.bytes)}`, kind: "blob" };
  return { text: `${String(cell.head).slice(0, DRAWN)}…`, kind: cell.damaged ? "damaged" : "text" };
}

/** A REAL always shows that it is one: 5.0, not 5. */
function realText(value: number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** What a cell gives to the clipboard: NULL and BLOBs as nothing and hexadecimal, numbers exactly. */
export function resultText(cell: Cell): string {
  if (cell === null) return "";
  if (cell instanceof Uint8Array) return [...cell].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (isPreview(cell)) return typeof cell.head === "string" ? cell.head : "";
  return typeof cell === "number" ? realText(cell) : String(cell);
}

const SAMPLE = 50;

export class ResultSource implements GridSource {
  readonly columns: readonly GridColumn[];
  rowCount: number;
  readonly #pages: ResultPages;
  readonly #listeners = new Set<() => void>();
  readonly #widths: (number | null)[];
  #aligned = false;

  constructor(client: EngineClient, runId: string, statement: StatementReport) {
    this.rowCount = statement.rows;
    this.columns = statement.columns.map(({ name, type }) => ({
      name,
      type: type ?? "",
      align: "left",
      width: 120,
      sortable: false,
      direction: null,
    }));
    this.#widths = this.columns.map(() => null);
    this.#pages = new ResultPages(
      async (offset, limit) =>
        (await client.ask("console.readRows", { runId, statement: statement.index, offset, limit })).rows,
      () => this.#arrived(),
    );
  }

  /** More rows are ready. */
  grow(rows: number): void {
    if (rows === this.rowCount) return;
    this.rowCount = rows;
    this.#tell();
  }

  /** Why rows could not be read; null while they can. */
  get failure(): unknown {
    return this.#pages.failure;
  }

  cell(row: number, column: number): CellLook | undefined {
    const cells = this.#pages.row(row);
    return cells === undefined ? undefined : resultLook(cells[column] ?? null);
  }

  /** The value itself, when it is here. */
  value(row: number, column: number): Cell | undefined {
    return this.#pages.row(row)?.[column];
  }

  row(row: number): { label: string; tone: null } {
    return { label: String(row + 1), tone: null };
  }

  request(firstRow: number, lastRow: number): void {
    this.#pages.request(firstRow, lastRow, this.rowCount);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A width the user gave; null: back to the one the values ask for. */
  resize(column: number, width: number | null): void {
    this.#widths[column] = width;
    this.#fit();
    this.#tell();
  }

  #arrived(): void {
    if (!this.#aligned && this.#pages.row(0)) {
      this.#aligned = true;
      this.#fit();
    }
    this.#tell();
  }

  /** Alignment and width by the first rows: a result has no declared widths, and often no types. */
  #fit(): void {
    const rows = Array.from({ length: SAMPLE }, (_, i) => this.#pages.row(i)).filter((row) => row !== undefined);
    const fitted = this.columns.map((column, i): GridColumn => {
      const looks = rows.map((row) => resultLook(row[i] ?? null));
      const values = looks.filter((look) => look.kind !== "null");
      const numbers = values.length > 0 && values.every((look) => look.kind === "integer" || look.kind === "real");
      const longest = Math.max(
        column.name.length + 2,
        ...looks.map((look) => look.text.split("\n", 1)[0]?.length ?? 0),
      );
      return {
        ...column,
        align: numbers ? "right" : "left",
        width: this.#widths[i] ?? Math.round(Math.min(360, Math.max(56, longest * 7.2 + 20))),
      };
    });
    (this as { columns: readonly GridColumn[] }).columns = fitted;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
