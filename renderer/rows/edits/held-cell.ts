/**
 * A cell as it was when an editor was opened on it. Rows move while it is open (another program writes, the file is read again):
 * what is typed belongs to the row and the value it was opened on, wherever that row stands by then.
 */
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { Cell } from "../../../src-shared/model/cell.ts";
import type { Column } from "../../../src-shared/model/schema.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { CellPlace, EditStart, HeldPlace } from "../../ui/data-grid/grid-source.ts";
import { type OwnedCell, ownerOf, type ShownRow } from "../cell-owners.ts";
import type { TableRows } from "../table-rows.ts";

export class HeldCell implements HeldPlace {
  /** As the row was then; its cells stand in the order of `index`. */
  readonly column: Column;
  readonly index: number;
  /** What the cell showed; undefined where a new row left it open. */
  readonly before: Cell | undefined;
  readonly #rows: TableRows;
  readonly #shown: ShownRow;
  readonly #owner: OwnedCell | null;
  readonly #key: string;
  /** The row where it was found last. */
  #row: number;
  #isGone = false;

  private constructor(rows: TableRows, { row, column }: CellPlace, shown: ShownRow, spec: Column) {
    this.#rows = rows;
    this.#shown = shown;
    this.#row = row;
    this.column = spec;
    this.index = column;
    this.before = rows.value(row, column);
    this.#owner = ownerOf(shown, spec.name);
    this.#key = rows.rowKeys.at(row)?.key ?? "";
  }

  /** The cell that stands there now; null when it is not loaded. */
  static at(rows: TableRows, place: CellPlace): HeldCell | null {
    const shown = rows.at(place.row);
    const spec = rows.shownColumns[place.column];
    return shown && spec ? new HeldCell(rows, place, shown, spec) : null;
  }

  /** Where it stands now; null when it is not among the rows that are loaded. */
  get now(): CellPlace | null {
    const { rowKeys } = this.#rows;
    const key = this.#key;
    const row = rowKeys.at(this.#row)?.key === key ? this.#row : rowKeys.find(new Set([key])).get(key);
    if (row === undefined) return null;
    this.#row = row;
    return { row, column: this.#rows.placeOf(this.column.name) };
  }

  /** Where its editor stands: of a row that is known to be gone, where that was. */
  get place(): CellPlace | null {
    const last = Math.min(this.#row, this.#rows.rowCount - 1);
    return this.now ?? (this.#isGone ? { row: last, column: this.#rows.placeOf(this.column.name) } : null);
  }

  /** The row as it was, with what is staged of it by now: what an edit of the cell is an edit of. */
  get shown(): ShownRow {
    const owner = this.#owner;
    const { file } = this.#shown;
    const now = file ? ownerOf(this.#rows.shownOf(file), this.column.name) : owner;
    return { ...this.#shown, owner: () => owner && { ...owner, staged: now?.staged } };
  }

  /** Says so when its row is not in the file (or, a new one, in the session) any more; null when it is. Throws an AppError. */
  async gone(client: EngineClient): Promise<AppErrorData | null> {
    const { file } = this.#shown;
    const { table, options } = this.#rows;
    // Rows of a result stay; whether those of its tables do is found by the commit.
    if (this.now || options.owners) return null;
    if (file?.key) {
      const wanted = { table: { schema: table.schema, name: table.name }, keys: [file.key] };
      const { rows } = await client.ask("rows.readKeys", wanted);
      if (rows.length > 0) return null;
    }
    this.#isGone = true;
    return {
      code: "row.gone",
      message: `The row in which “${this.column.name}” was edited is not there any more: the file has changed meanwhile.`,
      next: "Nothing was changed. Copy the text if you need it in another row, then leave the editor with Esc.",
    };
  }
}

/** The cell that an editor was opened on, where its owner holds one. */
export const heldIn = ({ held }: EditStart): HeldCell | null => (held instanceof HeldCell ? held : null);
