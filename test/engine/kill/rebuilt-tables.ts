/** A parent with children, an index, a trigger and a view, and the rebuilds that a kill interrupts. */
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";

/** The tables before any rebuild. What a rebuild must not touch is all the rest: the kill test compares it. */
export const SCHEMA = `
CREATE TABLE parent (code TEXT, words TEXT, amount NUMERIC);
CREATE TABLE child (id INTEGER PRIMARY KEY, parent INT REFERENCES parent(code) ON DELETE CASCADE);
CREATE UNIQUE INDEX parent_code ON parent(code);
CREATE TRIGGER parent_ad AFTER DELETE ON parent BEGIN DELETE FROM child WHERE parent = old.code; END;
CREATE VIEW big AS SELECT code, amount FROM parent WHERE amount > 1000;
CREATE TABLE checked (a INT, b INT, CHECK (checked.a <= checked.b));
CREATE TABLE numbered (id INTEGER PRIMARY KEY AUTOINCREMENT, words TEXT);
`;

export const ROWS = { parent: 12_000, child: 24_000, checked: 12_000, numbered: 12_000 } as const;

const N = (rows: number) => `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})`;
export const FILL = `
${N(ROWS.parent)} INSERT INTO parent(rowid, code, words, amount)
  SELECT i * 3, 'p' || i, printf('%.80c', 'x') || i, i / 3.0 FROM n;
${N(ROWS.child)} INSERT INTO child SELECT i, 'p' || (i % ${ROWS.parent} + 1) FROM n;
${N(ROWS.checked)} INSERT INTO checked SELECT i, i + 1 FROM n;
${N(ROWS.numbered)} INSERT INTO numbered SELECT i, 'w' || i FROM n;
DELETE FROM numbered WHERE id > ${ROWS.numbered - 10};
`;

interface Rebuild {
  readonly table: string;
  /** Leaves “joinery changed” in the table's text. */
  readonly there: readonly SchemaOperation[];
  readonly back: readonly SchemaOperation[];
}

const changeDefault = (table: string, column: string, to: string | null): SchemaOperation[] => [
  { op: "changeColumn", table, column, default: to },
];
const CHANGED = "'joinery changed'";

export const REBUILDS: readonly Rebuild[] = [
  { table: "parent", there: changeDefault("parent", "words", CHANGED), back: changeDefault("parent", "words", null) },
  // A CHECK that says the table's name takes the longer way, through a copy.
  { table: "checked", there: changeDefault("checked", "b", CHANGED), back: changeDefault("checked", "b", null) },
  {
    table: "numbered",
    there: changeDefault("numbered", "words", CHANGED),
    back: changeDefault("numbered", "words", null),
  },
];
