/** The parts of a CREATE TABLE text, each with its place. */

/** UTF-16 offsets in the text. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** `Name` is a `CONSTRAINT name` that no constraint follows, which SQLite accepts. */
export type ClauseKind =
  | "PrimaryKey"
  | "NotNull"
  | "Null"
  | "Unique"
  | "Check"
  | "Default"
  | "Collate"
  | "ForeignKey"
  | "Defer"
  | "Generated"
  | "Name";

/** What a REFERENCES clause says. */
export interface Reference {
  readonly parentTable: string;
  /** As written; empty means the parent's primary key. */
  readonly parentColumns: readonly string[];
  readonly onDelete: string | null;
  readonly onUpdate: string | null;
  readonly match: string | null;
  /** `DEFERRABLE INITIALLY DEFERRED` and its other forms, as written; null when there is none. */
  readonly deferrable: string | null;
}

/** A term of the column list of PRIMARY KEY or UNIQUE: `a COLLATE nocase DESC`. Its place is without AUTOINCREMENT. */
export interface ListedColumn extends Place {
  /** The column; null when the term is no plain column. */
  readonly name: string | null;
  /** As written: null when it is the column's own. */
  readonly collation: string | null;
  readonly descending: boolean;
}

/** A clause of a column, or a constraint of the table. Its place begins at CONSTRAINT where it has a name. */
export interface Clause extends Place {
  readonly kind: ClauseKind;
  /** CONSTRAINT name; of several the last, which is the one that SQLite takes. */
  readonly name: string | null;
  readonly namePlace: Place | null;
  /** Where the clause begins after its CONSTRAINT name. */
  readonly body: number;
  /** Conflict clause (`REPLACE` …), in capitals. */
  readonly conflict: string | null;
  /** Expression of CHECK, DEFAULT (as written, brackets too) and generated columns, collation of COLLATE; else empty. */
  readonly expression: Place;
  /** Terms of PRIMARY KEY and UNIQUE, and the columns of FOREIGN KEY; empty for clauses of a column. */
  readonly listed: readonly ListedColumn[];
  readonly reference: Reference | null;
  /** Of a generated column. */
  readonly stored: boolean;
  readonly descending: boolean;
  readonly autoincrement: boolean;
}

/** A column definition; its place ends with its last clause. */
export interface ColumnPart extends Place {
  readonly name: string;
  readonly namePlace: Place;
  /** The declared type as SQLite stores it; null when there is none. */
  readonly type: Place | null;
  /** Where the words after the name end: `GENERATED ALWAYS` at the end of the type is not counted to the type by SQLite. */
  readonly typeWordsEnd: number;
  readonly clauses: readonly Clause[];
}

/** A CREATE TABLE text with a list of columns. Offsets are of `sql`. */
export interface TableParts {
  readonly sql: string;
  /** Schema and name as written. */
  readonly namePlace: Place;
  readonly name: string;
  /** From after the opening bracket to before the closing one. */
  readonly inside: Place;
  readonly columns: readonly ColumnPart[];
  readonly constraints: readonly Clause[];
  readonly strict: boolean;
  readonly withoutRowid: boolean;
}
