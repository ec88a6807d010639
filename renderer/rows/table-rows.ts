/**
 * The rows a table view shows: the file's pages overlaid with what is staged, then the rows that exist only in the
 * session. Staged rows keep their look through sorting, refreshing and paging, because they are found by key.
 */
import { type Cell, isPreview, sameScalar } from "../../src-shared/model/cell.ts";
import type { Column, Table } from "../../src-shared/model/schema.ts";
import type { RowPage, RowSource } from "../../src-shared/model/rows.ts";
import type { Conflict, StagedRow } from "../../src-shared/model/session.ts";
import type { CellLook, GridColumn, GridSource, RowKeys, RowLook, RowsBelow } from "../ui/data-grid/grid-source.ts";
import type { SessionStore } from "../rpc/session-store.ts";
import { shownName } from "../../src-shared/formats/shown-name.ts";
import { cellOf, type CellOwners, type ShownRow, stagedCell } from "./cell-owners.ts";
import { defaultLook, lookOf } from "../values/cell-look.ts";
import { isProblematic, problemOf } from "./layers/cell-problems.ts";
import { filteredColumns } from "./filter/filter-words.ts";
import { formattedLook, shortName } from "../values/display-format.ts";
import type { Dressing } from "./layers/dressing.ts";
import { type ColumnFormat, type Formats, ofColumn } from "../values/kept-formats.ts";
import { pictureRowHeight, type Thumbnails } from "./thumbnails.ts";
import { type ColumnValue, holdsGiven } from "./given-values.ts";
import { isComputedFrom } from "./generated-columns.ts";
import { gridColumns, type Measured, measureColumns, sameColumns } from "./grid-columns.ts";
import { changedLook, columnHint, rowHint } from "./hints.ts";
import { type CachedRow, cachedRows } from "./cached-row.ts";
import type { PageCache } from "./page-cache.ts";
import type { ColumnLayout } from "./column-layout.ts";
import { ShownColumns } from "./shown-columns.ts";
import type { ParentLabels } from "./relations/parent-labels.ts";
import { RowPlaces } from "./row-places.ts";
import { Settling } from "./layers/settling.ts";
import { FreshMarks } from "./layers/fresh-marks.ts";

/** Characters of a column's name that a header shows. */
const longestTitle = 200;

/** What changed: `rows` only what stands in rows; a view is told of that soon, not at once (`use-rows-version.ts`). */
export type RowsChange = "all" | "rows";

/** How rows that are not a table's differ. */
export interface RowsOptions {
  readonly owners?: CellOwners | undefined;
  /** Titles of columns whose names are not what they are called. */
  readonly titles?: ReadonlyMap<string, string> | undefined;
  /** Reads rows that no page holds, where that is not the engine's `rows.readPage`. */
  readonly readPage?: ((source: RowSource, offset: number, limit: number) => Promise<RowPage>) | undefined;
  /** What all of its rows hold, new ones too: the rows below a parent. */
  readonly given?: readonly ColumnValue[] | undefined;
  /** What its rows are called in statements that are copied; not given: the table's name. */
  readonly copyName?: string | undefined;
}

export class TableRows implements GridSource {
  readonly table: Table;
  readonly options: RowsOptions;
  readonly #cache: PageCache;
  readonly #session: SessionStore;
  readonly #listeners = new Set<(change: RowsChange) => void>();
  #looks = new WeakMap<readonly Cell[], CellLook[]>();
  readonly settling = new Settling();
  readonly #columns: ShownColumns;
  #grid: readonly GridColumn[];
  #widths: Readonly<Record<string, number>>;
  /** Made from the first page, once: columns do not jump while one looks at them. */
  #measured: Measured | null = null;
  #labels: ParentLabels | null = null;
  #formats: Formats = {};
  #looking: { readonly dressing?: Dressing | undefined; readonly thumbnails?: Thumbnails | undefined } = {};
  #rests = false;
  #joinedPage: RowPage | null = null;
  #filterTouched = false;
  #joined: readonly CachedRow[] = [];
  /** Something changed while nobody looked. */
  #untold: RowsChange | null = null;
  #below: (RowsBelow & { request(first: number, last: number): void }) | undefined;
  /** Staged rows that stand in the way of a commit, by their ids: in conflict, or (null) refused by the last one. */
  stuck: ReadonlyMap<string, Conflict | null> = new Map();
  /** What other programs have just changed. */
  readonly marks = new FreshMarks(
    () => this.#tell("rows"),
    // No page, no motion.
    () => globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? true,
  );

  constructor(
    table: Table,
    cache: PageCache,
    session: SessionStore,
    widths: Readonly<Record<string, number>>,
    layout: ColumnLayout = {},
    options: RowsOptions = {},
  ) {
    this.table = table;
    this.options = options;
    this.#cache = cache;
    this.#session = session;
    this.#widths = widths;
    this.#columns = new ShownColumns(table, layout);
    this.#grid = this.#makeColumns();
    this.rowKeys = new RowPlaces(
      table,
      cache,
      this.settling,
      () => ({ joined: this.#joined, fresh: this.#fresh() }),
      () => this.#revision,
    );
  }

  get columns(): readonly GridColumn[] {
    return this.#grid;
  }
  /** How many columns stay at the left while the others scroll. */
  get pinned(): number {
    return this.#columns.pinned;
  }
  /** The columns behind them, in the same order; after them those that are hidden, which belong to a row too. */
  get shownColumns(): readonly Column[] {
    return this.#columns.all;
  }
  /** All columns in the table's own order. */
  get naturalColumns(): readonly Column[] {
    return this.#columns.natural;
  }
  get columnNames(): string[] {
    return this.naturalColumns.map((column) => column.name);
  }
  get hiddenColumns(): readonly Column[] {
    return this.#columns.hidden;
  }
  /** Rows of the file, as far as known. */
  get fileRows(): number {
    return this.#cache.total.rows;
  }
  get rowCount(): number {
    return this.freshFrom + this.#fresh().length;
  }
  /** Where new rows begin: behind the file's, and those of them that a filter takes only as they are staged. */
  get freshFrom(): number {
    return this.fileRows + this.#joined.length;
  }
  /**
   * How many rows are shown though the filter does not take what the file holds of them; null where nothing is staged that the
   * filter could see otherwise.
   */
  get joinedRows(): number | null {
    return this.#filterTouched ? this.#joined.length : null;
  }

  /** Which rows these are (layers/joining.ts), and whether anything is staged in columns that the filter looks at. */
  setJoined(page: RowPage | null, touched: boolean): void {
    [this.#joinedPage, this.#filterTouched] = [page, touched];
    this.#joined = page === null ? [] : cachedRows(this.arrangedPage(page), this.#cache.generation);
    this.changed();
  }

  /** What is said about all rows together: when one of these is another, everybody has to know at once. */
  facts(): readonly unknown[] {
    const { total, totalKnown, error, loaded } = this.#cache;
    return [this.rowCount === 0, total.quality, totalKnown, error, loaded];
  }

  /** What rows are known by, for the selection to go with them. */
  readonly rowKeys: RowKeys;

  /** undefined: not loaded. */
  at(row: number): ShownRow | undefined {
    if (row >= this.fileRows) {
      const joined = this.#joined[row - this.fileRows];
      if (joined) return this.shownOf(joined);
      const staged = this.#fresh()[row - this.freshFrom];
      return (
        staged && { ref: staged.row, file: undefined, staged, seen: this.settling.seenFresh(staged) ?? this.#revision }
      );
    }
    const file = this.#cache.row(row);
    return file && this.shownOf(file);
  }

  /** Up to which revision of the session what is shown now is known: whoever keeps a row may stage an edit of it much later. */
  get #revision(): number {
    return this.#session.store.getState().revision;
  }

  /** A row that was read, with what is staged of it. */
  shownOf(file: CachedRow): ShownRow {
    const { owners } = this.options;
    if (owners) {
      return { ref: null, file, staged: undefined, owner: (column) => owners.cell(file, column) };
    }
    const { schema, name } = this.table;
    const staged = file.keyText === null ? undefined : this.#staged(file.keyText, file);
    const settled = file.keyText === null ? undefined : this.settling.seen(file.keyText, file.generation);
    const seen = settled ?? this.#revision;
    return { ref: file.key && { table: { schema, name }, key: file.key }, file, staged, seen };
  }

  /** The value that is shown: staged, else the file's; undefined when not loaded or when a new row leaves it open. */
  value(row: number, column: number): Cell | undefined {
    const shown = this.at(row);
    const name = this.#columns.all[column]?.name;
    if (!shown || name === undefined) return undefined;
    const cell = cellOf(shown, name, column);
    return cell === undefined && !shown.file ? this.#reservedKey(shown.staged, name) : cell;
  }

  /** The key that a new row will get, in the column that shows it. */
  #reservedKey(staged: StagedRow | undefined, column: string): bigint | undefined {
    const { identity } = this.table;
    return identity.kind === "rowid" && identity.column === column ? staged?.rowid : undefined;
  }

  /** The look of a cell, with the label of the row it refers to. */
  cell(row: number, column: number): CellLook | undefined {
    const look = this.#marked(this.#cell(row, column), row, column);
    const name = this.#columns.all[column]?.name;
    if (!look || name === undefined) return look;
    const dressed = this.#problematic(this.#dressed(look, row, column, name), row, name);
    return this.#labels ? this.#labelled(dressed, row, name) : dressed;
  }

  #problematic(look: CellLook, row: number, name: string): CellLook {
    const shown = this.#session.store.getState().problems.size > 0 ? this.at(row) : undefined;
    const problem = shown && problemOf(this.#session, shown, name);
    if (!problem) return look;
    const hint = [`${problem.message} ${problem.next}`, look.hint].filter(Boolean).join("\n\n");
    return { ...look, problem: problem.message, hint };
  }

  #labelled(look: CellLook, row: number, name: string): CellLook {
    if (!this.#labels) return look;
    const label = this.#labels.label(name, (other) => this.value(row, this.placeOf(other)));
    return label === undefined ? look : { ...look, label };
  }

  /** With what the user's own expressions, conditions and pictures make of it. */
  #dressed(look: CellLook, row: number, column: number, name: string): CellLook {
    const { dressing, thumbnails } = this.#looking;
    if (!dressing && !thumbnails) return look;
    const shown = this.at(row);
    const value = this.value(row, column);
    const dressed =
      dressing?.dress(look, name, {
        // Cells of a result show what is staged of rows of tables, which may change without the result.
        identity: (!shown?.staged && !shown?.owner && shown?.file?.cells) || null,
        valueOf: (other) => this.value(row, this.placeOf(other)),
      }) ?? look;
    if (!thumbnails || this.formatOf(name) !== "picture" || value === undefined) return dressed;
    const key = shown?.file?.key;
    const image = thumbnails.of(value, key ? { table: this.table, key, column: name } : null);
    return image ? { ...dressed, image } : dressed;
  }

  /** Who computes looks that the page cannot compute by itself. */
  setLooking(looking: {
    readonly dressing?: Dressing | undefined;
    readonly thumbnails?: Thumbnails | undefined;
  }): void {
    this.#looking = looking;
    this.changed();
  }

  /** Rows are higher where pictures are shown. */
  get rowHeight(): number | undefined {
    return this.#looking.thumbnails ? pictureRowHeight : undefined;
  }

  /** The place of a column by its name; -1 when it has none. */
  placeOf(name: string): number {
    return this.#columns.placeOf(name);
  }

  /** Where labels of foreign keys come from. */
  setLabels(labels: ParentLabels | null): void {
    this.#labels = labels;
    this.changed();
  }

  /** What a filter or an order says of the label in a column; null where there is none, or it is in another file. */
  labelOf(column: string): ReturnType<ParentLabels["through"]> {
    return this.options.owners ? null : (this.#labels?.through(column) ?? null);
  }

  /** Rows of a page were read again. */
  landed(before: readonly CachedRow[], after: readonly CachedRow[], columns: readonly string[]): void {
    this.marks.compare(before, after, columns, ({ keyText, generation }, column) => {
      const ours = keyText === null ? undefined : this.settling.row(keyText, generation);
      return ours?.values.some((value) => value.column === column) ?? false;
    });
  }

  /** The look with the mark of what has just changed in the file. */
  #marked(look: CellLook | undefined, row: number, column: number): CellLook | undefined {
    const keyText = row < this.fileRows ? this.#cache.row(row)?.keyText : null;
    const glow = keyText ? this.marks.strength(keyText, this.#columns.all[column]?.name ?? "") : 0;
    return look && glow > 0 ? { ...look, glow } : look;
  }

  #cell(row: number, column: number): CellLook | undefined {
    const shown = this.at(row);
    const spec = this.#columns.all[column];
    if (!shown || !spec) return undefined;
    const { file } = shown;
    const owner = shown.owner?.(spec.name);
    const staged = shown.owner ? owner?.staged : shown.staged;
    const set = stagedCell(shown, spec.name);
    if (!set && owner?.stored !== undefined) return this.#lookOf(owner.stored, spec);
    if (set && set.value !== undefined) {
      const look = this.#lookOf(set.value, spec);
      if (staged?.state !== "dirty" || this.settling.holds(staged)) return look;
      // Changed in the file since it was edited: the commit would find that too.
      const other = !owner && set.base !== undefined && this.#isOther(file, spec.name, set.base, file?.cells[column]);
      const now = other ? (file?.cells[column] ?? null) : undefined;
      return { ...look, ...changedLook(set, spec, this.stuck.get(staged.id), now) };
    }
    if (!file) return defaultLook(spec, this.#isAutoKey(spec), this.#reservedKey(staged, spec.name));
    if (staged?.state === "dirty" && !owner && this.#isOutdated(spec, staged)) {
      // What the file has was computed from other values.
      const { text, kind } = defaultLook(spec, false);
      return { text, kind, said: "on commit", hint: "Computed when the change is committed" };
    }
    return this.#look(file.cells, column, spec);
  }

  #isOutdated({ kind, name }: Column, staged: StagedRow): boolean {
    if ((kind !== "virtual" && kind !== "stored") || this.settling.holds(staged)) return false;
    return isComputedFrom(
      this.table,
      name,
      staged.values.map(({ column }) => column),
    );
  }

  /** Was it changed in the file since it was edited? A page that was read before our own commit cannot tell. */
  #isOther(file: CachedRow | undefined, column: string, base: Cell, read: Cell | undefined): boolean {
    if (!file) return false;
    const ours = file.keyText === null ? undefined : this.settling.row(file.keyText, file.generation);
    return !ours?.values.some((value) => value.column === column) && differs(base, read ?? null);
  }

  row(row: number): RowLook {
    const joined = this.#joined[row - this.fileRows];
    if (row >= this.fileRows && !joined) {
      const staged = this.#fresh()[row - this.freshFrom];
      if (!staged || this.settling.holds(staged)) return { label: String(row + 1), tone: null };
      const problem = isProblematic(this.#session, staged);
      return this.stuck.has(staged.id)
        ? { label: "*", problem, ...this.#stuckRow(staged) }
        : { label: "*", tone: "new", problem };
    }
    const file = joined ?? this.#cache.row(row);
    const label = joined ? "+" : file?.estimated ? `~${row + 1}` : String(row + 1);
    if (this.options.owners) return { label, tone: file ? this.options.owners.tone(file) : null };
    const staged = file?.keyText ? this.#staged(file.keyText, file) : undefined;
    if (staged?.state === "deleted") {
      // Refused, it is to be deleted still.
      const problem = this.stuck.has(staged.id) || isProblematic(this.#session, staged);
      const said = this.stuck.has(staged.id) ? `deleted, ${this.#stuckRow(staged).said}` : undefined;
      return { label, tone: "deleted", problem, said };
    }
    if (!staged || this.settling.holds(staged)) return { label, tone: null };
    if (this.stuck.has(staged.id)) return { label, ...this.#stuckRow(staged) };
    return { label, tone: "changed", problem: isProblematic(this.#session, staged) };
  }

  /** The mark of a row that stands in the way of a commit. */
  #stuckRow({ id }: StagedRow): { tone: "conflict"; said: string } {
    return { tone: "conflict", said: this.stuck.get(id) ? "in conflict" : "refused by the commit" };
  }

  rowHint(row: number): string {
    const shown = this.options.owners ? undefined : this.at(row);
    const words = shown ? rowHint(this.table, shown, this.row(row)) : "";
    return row >= this.fileRows && row < this.freshFrom ? `${words}\nFits the filter only as it is staged` : words;
  }

  columnHint(column: number): string {
    const spec = this.#columns.all[column];
    return spec && !this.options.owners ? columnHint(this.table, spec) : "";
  }

  request(first: number, last: number): void {
    this.#cache.request(first, last);
    this.#below?.request(first, last);
  }

  /** What is unfolded below rows; undefined where nothing can be. */
  get below(): RowsBelow | undefined {
    return this.#below;
  }

  /** Says where that comes from; `request` is told which rows are on screen. */
  setBelow(below: (RowsBelow & { request(first: number, last: number): void }) | undefined): void {
    this.#below = below;
    this.changed();
  }

  subscribe(listener: (change: RowsChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Staged rows, order, widths or anything else are others now. */
  changed(): void {
    this.#refresh("all");
  }

  /** Pages were read, or labels, pictures and the like for rows that are there: comes often while one scrolls. */
  rowsCame(): void {
    this.#refresh("rows");
  }

  #refresh(change: RowsChange): void {
    this.#columns.follow(this.#cache.columns);
    if (!this.#measured && this.#cache.loaded && this.fileRows > 0) this.#measured = this.#measure();
    const columns = this.#makeColumns();
    const same = sameColumns(columns, this.#grid);
    if (!same) this.#grid = columns;
    this.settling.release(this.#cache);
    this.#tell(same ? change : "all");
  }

  /** Their view is hidden: nobody is told of changes until it is shown again. */
  set rests(rests: boolean) {
    this.#rests = rests;
    const untold = this.#untold;
    if (rests || untold === null) return;
    this.#untold = null;
    this.#tell(untold);
  }

  #tell(change: RowsChange): void {
    if (this.#rests) {
      this.#untold = this.#untold === "all" ? "all" : change;
      return;
    }
    for (const listener of this.#listeners) listener(change);
  }

  /** The format a column is shown in, if it is not as it is stored. */
  formatOf(column: string): ColumnFormat | undefined {
    return ofColumn(this.#formats, column);
  }

  /** Columns are shown in other formats. */
  setFormats(formats: Formats): void {
    if (this.#formats === formats) return;
    this.#formats = formats;
    this.#looks = new WeakMap();
    // Widths were measured of another look.
    this.#measured = null;
    this.changed();
  }

  /** Other columns are shown, or in another order. */
  setLayout(layout: ColumnLayout): void {
    if (!this.#columns.setLayout(layout)) return;
    this.#cache.rearrange(this.#columns.names);
    if (this.#joinedPage) this.setJoined(this.#joinedPage, this.#filterTouched);
    this.changed();
  }

  /** A page as the engine gives it, with its columns as they are shown. */
  arrangedPage(page: RowPage): RowPage {
    return this.#columns.arrangedPage(page);
  }

  setWidths(widths: Readonly<Record<string, number>>): void {
    this.#widths = widths;
    this.changed();
  }

  #fresh(): readonly StagedRow[] {
    const staged = this.#session.store.getState().index.table(this.table)?.fresh ?? [];
    const all = this.settling.fresh.length === 0 ? staged : [...this.settling.fresh, ...staged];
    const { given } = this.options;
    return given ? all.filter((row) => holdsGiven(row, given)) : all;
  }

  #staged(keyText: string, file: CachedRow): StagedRow | undefined {
    const staged = this.#session.store.getState().index.table(this.table)?.byKey.get(keyText);
    return staged ?? this.settling.row(keyText, file.generation);
  }

  #look(cells: readonly Cell[], column: number, spec: Column): CellLook {
    let looks = this.#looks.get(cells);
    if (!looks) {
      looks = [];
      this.#looks.set(cells, looks);
    }
    return (looks[column] ??= this.#lookOf(cells[column] ?? null, spec));
  }

  #lookOf(cell: Cell, column: Column): CellLook {
    const format = this.formatOf(column.name);
    return (format && formattedLook(cell, format)) ?? lookOf(cell, column);
  }

  #isAutoKey(column: Column): boolean {
    const { identity } = this.table;
    return identity.kind === "rowid" && identity.column === column.name;
  }

  #measure(): Measured {
    const rows: CachedRow[] = [];
    for (let i = 0; i < Math.min(100, this.fileRows); i++) {
      const row = this.#cache.row(i);
      if (row) rows.push(row);
    }
    const look = (cell: Cell, column: Column): CellLook => this.#lookOf(cell, column);
    return measureColumns(this.table, this.#columns.all, rows, this.fileRows, look);
  }

  #makeColumns(): readonly GridColumn[] {
    const labelled = (column: string): boolean => this.#labels?.isShown(column) ?? false;
    const { order, filter } = this.#cache.source;
    const { visible } = this.#columns;
    const filtered = filteredColumns(filter);
    const leading = (column: string): boolean => this.#labels?.relation(column) !== undefined;
    const columns = gridColumns(this.table, visible, order, this.#widths, this.#measured, labelled, leading, filtered);
    return columns.map((column) => {
      const format = this.formatOf(column.name);
      const called = this.options.titles?.get(column.name) ?? column.name;
      // A name can hold anything: line breaks, signs that turn what follows, ten million letters.
      const written = shownName(called, longestTitle);
      const title = written === column.name ? undefined : written;
      if (!format && title === undefined) return column;
      return { ...column, title, ...(format ? { type: `as ${shortName(format)}` } : {}) };
    });
  }
}

/** Surely another value: of previews only the commit can tell. */
function differs(a: Cell, b: Cell): boolean {
  return !isPreview(a) && !isPreview(b) && !sameScalar(a, b);
}
