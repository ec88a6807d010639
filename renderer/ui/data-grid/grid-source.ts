/**
 * What a data grid shows, and what it tells back. The grid knows rows, columns and looks; what they mean (SQL, staging)
 * is its owner's. All places are 0-based.
 */

/** How a value looks by its form; told apart without colour. */
export type CellKind =
  | "null"
  | "empty"
  | "integer"
  | "real"
  | "text"
  | "json"
  | "blob"
  | "boolean"
  /** Text that holds bytes which are no text. */
  | "damaged"
  /** There is no value: it cannot be computed. */
  | "failed"
  /** A cell of a new row that gets its default when it is stored. */
  | "default";

/** Grounds that cells can have. */
export const gridTints = ["red", "amber", "green", "teal", "blue", "pink"] as const;
export type GridTint = (typeof gridTints)[number];

/** What is staged of a row. */
export type RowTone = "new" | "changed" | "deleted" | "conflict";

/** One cell as it is painted. */
export interface CellLook {
  /** What is drawn and read aloud. */
  readonly text: string;
  readonly kind: CellKind;
  /** A CSS colour to be shown before the text. */
  readonly swatch?: string | undefined;
  /** A picture to be shown in place of the text. */
  readonly image?: ImageBitmap | undefined;
  /** A ground that the user chose for values like this one. */
  readonly tint?: GridTint | undefined;
  /** What the value refers to, beside it in lighter ink; "" where that is not known. Such a cell can be followed. */
  readonly label?: string | undefined;
  /** What is said of it while the mouse rests there, beside the text itself. */
  readonly hint?: string | undefined;
  /** Only this cell is staged (`changed`) or in conflict; what is true of the whole row is in RowLook. */
  readonly tone?: "changed" | "conflict" | undefined;
  /** What a screen reader hears of its state, after the value: "changed, was 7". */
  readonly said?: string | undefined;
  /** Why it could not be stored as it is, as a sentence. */
  readonly problem?: string | undefined;
  /** The value has just changed by itself: 1 at first, fading to 0. */
  readonly glow?: number | undefined;
}

/** The head of a row. */
export interface RowLook {
  /** Row number, or `*` for a row that is not stored yet. */
  readonly label: string;
  readonly tone: RowTone | null;
  /** What a screen reader hears of its state, where that is not the tone's own word. */
  readonly said?: string | undefined;
  /** Something in it could not be stored as it is. */
  readonly problem?: boolean | undefined;
}

export interface GridColumn {
  /** What it is known by; no two are the same. */
  readonly name: string;
  /** What its header says, where that is not its name. */
  readonly title?: string | undefined;
  /** Small second line of the header; may be empty. */
  readonly type: string;
  readonly align: "left" | "right";
  /** CSS pixels. */
  readonly width: number;
  readonly badge?: "key" | "foreignKey" | "generated" | "failed" | undefined;
  /** What a screen reader hears beside name and type: "primary key", "refers to studios". */
  readonly said?: string | undefined;
  /** Rows are left out by what they hold here. */
  readonly filtered?: boolean | undefined;
  readonly sortable: boolean;
  readonly direction: "asc" | "desc" | null;
  /** 1-based place among several sort columns; 0 or absent when it is the only one. */
  readonly sortPlace?: number | undefined;
}

/** Blocks of the owner's between a row and the next (nested rows). What is here changes with its source. */
export interface RowsBelow {
  /** No row has a block: nothing is asked for rows then, whatever their number. */
  readonly isEmpty: boolean;
  /** Height of the block in CSS pixels, 0: none. `room`: what is in sight below one row; a higher block can be cut to it. */
  height(row: number, room: number): number;
  /** What a block is known by wherever its row goes; only asked where there is one. */
  key(row: number): string;
  /** Can it be opened, and is it? null: never, for this row. */
  state(row: number): "open" | "closed" | null;
}

/** What rows are known by, wherever they go. */
export interface RowKeys {
  /** Made of parts one of which is another whenever rows may have other places, or others are loaded. */
  readonly state: readonly unknown[];
  /** Grows whenever rows may have other places, loaded or not. */
  readonly reading: number;
  /** The first rows are being read: it is not known yet where any are. */
  readonly waiting: boolean;
  /** The key of the row at a place, and which reading has it there; undefined: not loaded, null: there is none. */
  at(row: number): { readonly key: string; readonly reading: number } | undefined | null;
  /** Places of the rows with these keys, as far as they are loaded and no two have the same. */
  find(keys: ReadonlySet<string>): ReadonlyMap<string, number>;
}

/** Rows by place. A stable object: what changes is told through `subscribe`. */
export interface GridSource {
  readonly rowCount: number;
  readonly columns: readonly GridColumn[];
  /** Height of all rows in CSS pixels, where it is another than usual. */
  readonly rowHeight?: number | undefined;
  /** How many of the first columns stay in sight while the others scroll. */
  readonly pinned?: number;
  /** What lies below rows; absent where nothing ever does. */
  readonly below?: RowsBelow | undefined;
  /** Absent where rows do not move: then the selection stays at its places. */
  readonly rowKeys?: RowKeys | undefined;
  /** undefined: not loaded yet. */
  cell(row: number, column: number): CellLook | undefined;
  row(row: number): RowLook;
  /** What is said of a column while the mouse rests on its header. */
  columnHint?(column: number): string;
  /** What is said of a row while the mouse rests on its number. */
  rowHint?(row: number): string;
  /** These rows (inclusive) are on screen; called again whenever the view moves, so it has to be cheap. */
  request(firstRow: number, lastRow: number): void;
  /** Calls back whenever anything above gives something else; gives the function that stops it. */
  subscribe(listener: () => void): () => void;
}

export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** A rectangle of cells; all four are inside the grid. */
export interface CellRange {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
  /** Whole rows (or all) were selected, by their heads or Shift+Space. */
  readonly wholeRows: boolean;
  readonly wholeColumns: boolean;
}

export interface GridSelection {
  /** The active cell; null when nothing is. */
  readonly cursor: CellPlace | null;
  /** What is selected: none of these overlap, and the active cell is in one of them. */
  readonly ranges: readonly CellRange[];
}

/** What the inline editor offers in its list: `text` is what the cell gets, `label` what is read, `note` stands behind it. */
export interface EditChoice {
  readonly text: string;
  readonly label: string;
  readonly note?: string | undefined;
}

/** A cell that stays the same one while rows move. */
export interface HeldPlace {
  /** Where it stands now; null when that is not known. */
  readonly place: CellPlace | null;
}

/** How the inline editor opens. */
export interface EditStart {
  readonly text: string;
  /** Offered in a list; other text may be typed too. */
  readonly choices?: readonly EditChoice[] | undefined;
  /** Choices for what was typed, instead of `choices`; "" when the editor was just opened. */
  readonly search?: ((text: string) => Promise<readonly EditChoice[]>) | undefined;
  /** Is the first choice meant when this text is committed? */
  readonly meansFirst?: ((text: string) => boolean) | undefined;
  /** The cell it is opened on, wherever its row goes; not given: it stays where it was opened. */
  readonly held?: HeldPlace | undefined;
}

/** What was right-clicked. `x` and `y` are window coordinates in CSS pixels. */
export interface GridMenuEvent {
  readonly target: "cell" | "row" | "column" | "corner";
  readonly row: number | null;
  readonly column: number | null;
  readonly x: number;
  readonly y: number;
}

/** What a grid's owner is told. Each may be absent: then the gesture does nothing. */
export interface GridCallbacks {
  /** Asked when a cell is about to be edited in place; null when it cannot be: then `onOpen` is called instead. */
  editStart?: ((cell: CellPlace) => EditStart | null) | undefined;
  /** The editor that began with `start` was left with another text. Gives whether that was taken. */
  onCommitEdit?: ((cell: CellPlace, text: string, start: EditStart) => Promise<boolean>) | undefined;
  /** Ctrl+Enter in the editor: its text is for all selected cells. Gives whether that was taken. */
  onCommitAll?: ((cell: CellPlace, text: string, selection: GridSelection) => Promise<boolean>) | undefined;
  /** Enter, F2 or a double click on a cell that is not edited in place; Shift+Enter on any. */
  onOpen?: ((cell: CellPlace) => void) | undefined;
  /** A header was clicked; `add` with Shift: beside the columns that sort already. */
  onSort?: ((column: number, add: boolean) => void) | undefined;
  /** A column was dragged to a width, or double-clicked at its edge to fit what is on screen. */
  onResize?: ((column: number, width: number) => void) | undefined;
  /** A header was dragged to the place `to`, among the columns without it. */
  onMoveColumn?: ((from: number, to: number) => void) | undefined;
  onMenu?: ((event: GridMenuEvent) => void) | undefined;
  onSelect?: ((selection: GridSelection) => void) | undefined;
  /** Delete: whole rows are to be deleted, or cells to be cleared. */
  onDelete?: ((selection: GridSelection) => void) | undefined;
  /** A cell with a label was clicked with Ctrl, or its arrow was; `apart` with the middle button, or the arrow with Ctrl. */
  onFollow?: ((cell: CellPlace, apart: boolean) => void) | undefined;
  /** Something was typed over a cell that is not edited in place. */
  onLocked?: ((cell: CellPlace) => void) | undefined;
  /** Space on a check box. */
  onToggle?: ((cell: CellPlace) => void) | undefined;
  /** Ctrl+': the cells are to take the value above them. */
  onCopyAbove?: ((selection: GridSelection) => void) | undefined;
  /** The triangle of a row was clicked. */
  onFold?: ((row: number) => void) | undefined;
  /** The view came to rest after it was scrolled. */
  onRest?: (() => void) | undefined;
  /** The first rows that are there are on screen. */
  onPainted?: (() => void) | undefined;
}

/** What a grid's owner can make it do. */
export interface GridHandle {
  focus(): void;
  /** Selects one cell and brings it into view. */
  goTo(cell: CellPlace): void;
  /** Selects a cell with row `top` (and column `left`) as the first on screen: a place that was left, as it was. */
  showAt(cell: CellPlace, top: number, left?: number): void;
  /** Scrolls so that these are the first on screen; selects nothing. */
  scrollTo(top: number, left: number): void;
  /** Selects these ranges, none of which overlap; `active` is the active cell, which is one of theirs. */
  select(ranges: readonly CellRange[], active: CellPlace): void;
  /** Scrolls to the first row; what is selected stays with its rows. */
  toTop(): void;
  /** Puts the focus into the field below a column's header, if there are such fields. */
  focusHeadField(column: number): void;
  /** Brings the active cell back into view, for example after the grid became smaller. */
  reveal(): void;
  /** Scrolls so that the block below a row is in sight with it, as far as there is room. */
  revealBelow(row: number): void;
  /**
   * Puts the focus into the first grid of the block below a row (`anything`: or else into what takes the focus there). False:
   * there is none on screen.
   */
  focusBelow(row: number, anything?: boolean): boolean;
  /** Opens the editor; with `text`, as if that had been typed over the value; with `start`, as it was opened before. */
  edit(cell: CellPlace, text?: string, start?: EditStart): void;
  selection(): GridSelection;
  selectAll(): void;
  /** Makes columns as wide as what is on screen needs; all of them without a list. */
  fit(columns?: readonly number[]): void;
  /** It has been on screen: places in it are known. */
  isMeasured(): boolean;
  /** Rows on screen now, inclusive. */
  visibleRows(): { readonly first: number; readonly last: number };
  /** Where a column stands in the window, in CSS pixels; null: not on screen. */
  columnPlace(column: number): { readonly left: number; readonly top: number; readonly width: number } | null;
  /** The first column on screen beside the pinned ones. */
  firstColumn(): number;
  /** Is a cell being edited in place? */
  isEditing(): boolean;
}
