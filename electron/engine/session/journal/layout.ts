/**
 * The tables of a journal. Values are kept in columns without a type, so SQLite stores them with the class they have.
 * Few foreign keys: SQLite empties a table at once only when it has none.
 */

/** "JnrJ": tells a journal of Joinery from any other SQLite file. */
export const APPLICATION_ID = 0x4a6e724a;
/** Raised when the tables change; a journal with a higher one was written by a newer Joinery. */
export const JOURNAL_VERSION = 1;

/**
 * version       one state of one staged row; never changed, so undo is a change of pointers
 * version_cell  its key, witnesses and columns; `base_form` tells how `base` is to be read (cell-columns.ts)
 * staged        what is staged now, in the order it was staged
 * gesture       undo steps; those after `about.position` are the redo branch
 * commit_intent a commit, written down before it happens; `open` until it is known to be done. The versions from
 *               first_version to last_version are the rows it wrote (kept after it: the history of commits)
 * commit_mark   cells by which a later look at the file tells whether an open commit was done
 * workspace     what the page wants back: tabs, SQL texts, widths
 */
export const LAYOUT = `
CREATE TABLE about (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE version (
  id INTEGER PRIMARY KEY, staged TEXT NOT NULL, state TEXT NOT NULL,
  schema_name TEXT NOT NULL, table_name TEXT NOT NULL, new_id TEXT
);
CREATE TABLE version_cell (
  version INTEGER NOT NULL REFERENCES version ON DELETE CASCADE, place INTEGER NOT NULL,
  role TEXT NOT NULL, column_name TEXT NOT NULL, base_form TEXT, base, base_bytes INTEGER, has_value INTEGER NOT NULL, value,
  PRIMARY KEY (version, place)
) WITHOUT ROWID;
CREATE TABLE staged (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL);
CREATE INDEX staged_version ON staged (version);
CREATE TABLE gesture (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE gesture_change (
  gesture INTEGER NOT NULL, place INTEGER NOT NULL, staged TEXT NOT NULL, before INTEGER, after INTEGER,
  PRIMARY KEY (gesture, place)
) WITHOUT ROWID;
CREATE TABLE commit_intent (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('open', 'done')),
  inserted INTEGER NOT NULL, updated INTEGER NOT NULL, deleted INTEGER NOT NULL,
  first_version INTEGER, last_version INTEGER
);
CREATE TABLE commit_mark (
  intent INTEGER NOT NULL REFERENCES commit_intent ON DELETE CASCADE, place INTEGER NOT NULL, staged TEXT NOT NULL,
  role TEXT NOT NULL, column_name TEXT NOT NULL,
  base_form TEXT, base, base_bytes INTEGER, after_form TEXT, after, after_bytes INTEGER,
  PRIMARY KEY (intent, place)
) WITHOUT ROWID;
CREATE TABLE workspace (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;
