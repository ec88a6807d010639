/**
 * The tables of a journal. Values are kept in columns without a type, so SQLite stores them with the class they have.
 * Few foreign keys: SQLite empties a table at once only when it has none.
 */

/** "JnrJ": tells a journal of Joinery from any other SQLite file. */
export const APPLICATION_ID = 0x4a6e724a;
/** Raised when the tables change; a journal with a higher one was written by a newer Joinery. */
export const JOURNAL_VERSION = 4;

/**
 * version       one state of one staged row; never changed, so undo is a change of pointers
 * version_cell  its key, witnesses, columns and links; `base_form` tells how `base` is to be read (cell-columns.ts)
 * staged        what is staged now, in the order it was staged
 * gesture       undo steps; those after `about.position` are the redo branch; `tied`: rows in it became other rows
 * commit_intent a commit, written down before it happens; `open` until it is known to be done, then its history
 * commit_mark   cells by which a later look at the file tells whether an open commit was done
 * workspace     what the page wants back: tabs, SQL texts, widths
 * commit_row    the versions that a commit wrote (`staged`), and rows that its cascades changed (`cascade`): `version` to `last`,
 *               because what is staged together has numbers that follow each other
 * commit_cell   of such a row: its new key, whole values it replaced, values it has now; only where the version does not tell
 * commit_table  figures of a commit, kept when its rows are not any more
 */
const HISTORY = `
CREATE TABLE commit_row (
  version INTEGER PRIMARY KEY, intent INTEGER NOT NULL REFERENCES commit_intent ON DELETE CASCADE, role TEXT NOT NULL
);
CREATE INDEX commit_row_intent ON commit_row (intent);
CREATE TABLE commit_cell (
  intent INTEGER NOT NULL REFERENCES commit_intent ON DELETE CASCADE, version INTEGER NOT NULL, place INTEGER NOT NULL,
  role TEXT NOT NULL, column_name TEXT NOT NULL, form TEXT, value, bytes INTEGER, PRIMARY KEY (intent, version, place)
) WITHOUT ROWID;
CREATE TABLE commit_table (
  intent INTEGER NOT NULL REFERENCES commit_intent ON DELETE CASCADE, schema_name TEXT NOT NULL, table_name TEXT NOT NULL,
  inserted INTEGER NOT NULL, updated INTEGER NOT NULL, deleted INTEGER NOT NULL,
  PRIMARY KEY (intent, schema_name, table_name)
) WITHOUT ROWID;
`;

const RANGES = `
ALTER TABLE commit_row ADD COLUMN last INTEGER NOT NULL DEFAULT 0;
UPDATE commit_row SET last = version;
`;

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
CREATE TABLE gesture (
  id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL, at TEXT NOT NULL, tied INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE gesture_change (
  gesture INTEGER NOT NULL, place INTEGER NOT NULL, staged TEXT NOT NULL, before INTEGER, after INTEGER,
  PRIMARY KEY (gesture, place)
) WITHOUT ROWID;
CREATE TABLE commit_intent (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('open', 'done')),
  inserted INTEGER NOT NULL, updated INTEGER NOT NULL, deleted INTEGER NOT NULL,
  label TEXT NOT NULL DEFAULT '', cascaded INTEGER NOT NULL DEFAULT 0, others INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE commit_mark (
  intent INTEGER NOT NULL REFERENCES commit_intent ON DELETE CASCADE, place INTEGER NOT NULL, staged TEXT NOT NULL,
  role TEXT NOT NULL, column_name TEXT NOT NULL,
  base_form TEXT, base, base_bytes INTEGER, after_form TEXT, after, after_bytes INTEGER,
  PRIMARY KEY (intent, place)
) WITHOUT ROWID;
CREATE TABLE workspace (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
${HISTORY}${RANGES}`;

/**
 * From each older version to the next, by the version it starts from. 1: a commit took everything, and its rows were a
 * range of versions that told too little to undo it; what is staged, undo steps and an open commit stay. 2: there were no links.
 * 3: a commit had a row for each version.
 */
export const UPGRADES: Readonly<Record<number, string>> = {
  1: `
ALTER TABLE gesture ADD COLUMN tied INTEGER NOT NULL DEFAULT 0;
ALTER TABLE commit_intent ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE commit_intent ADD COLUMN cascaded INTEGER NOT NULL DEFAULT 0;
ALTER TABLE commit_intent ADD COLUMN others INTEGER NOT NULL DEFAULT 0;
${HISTORY}
DELETE FROM version WHERE id <= (SELECT max(last_version) FROM commit_intent) AND id NOT IN (SELECT version FROM staged);
ALTER TABLE commit_intent DROP COLUMN first_version;
ALTER TABLE commit_intent DROP COLUMN last_version;
INSERT INTO commit_row (version, intent, role)
  SELECT version, (SELECT max(id) FROM commit_intent WHERE state = 'open'), 'staged' FROM staged
  WHERE EXISTS (SELECT 1 FROM commit_intent WHERE state = 'open');
`,
  2: "",
  3: RANGES,
};
