/**
 * Changes of the schema of a table of a million rows beside the same statements run by better-sqlite3 alone on a copy: what is
 * left is planning, looking at the rows, and proving that nothing was lost.
 */
import { join } from "node:path";
import Database from "better-sqlite3";
import type { SchemaOperation } from "../../src-shared/model/schema-change.ts";
import { joinEngine } from "../harness/port-pair.ts";
import { type Comparison, compare } from "./measure.ts";

const ROWS = 1_000_000;

function makeTable(path: string): void {
  const db = new Database(path);
  db.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b INTEGER, c REAL, d TEXT);
    CREATE TABLE child (id INTEGER PRIMARY KEY, t INTEGER REFERENCES t(id) ON DELETE CASCADE);
    CREATE INDEX t_b ON t(b); CREATE INDEX t_a ON t(a);
    CREATE TRIGGER t_ai AFTER INSERT ON t BEGIN SELECT 1; END;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
      INSERT INTO t SELECT i, 'row ' || i, i * 7, i / 2.0, printf('%.60c', 'x') FROM n;
    INSERT INTO child SELECT id, id FROM t WHERE id % 10 = 0`);
  db.close();
}

type There = readonly [string, SchemaOperation, SchemaOperation];

/** Each with its way back, so that a round finds what the one before found. */
const NATIVE: readonly There[] = [
  [
    "add a column",
    { op: "addColumn", table: "t", sql: "extra TEXT DEFAULT 'x'" },
    { op: "dropColumn", table: "t", column: "extra" },
  ],
  [
    "rename a column",
    { op: "renameColumn", table: "t", column: "d", to: "dd" },
    { op: "renameColumn", table: "t", column: "dd", to: "d" },
  ],
  [
    "add a CHECK",
    { op: "addCheck", table: "t", name: "positive", expression: "b > 0" },
    { op: "dropConstraint", table: "t", name: "positive" },
  ],
  [
    "set NOT NULL",
    { op: "changeColumn", table: "t", column: "b", notNull: true },
    { op: "changeColumn", table: "t", column: "b", notNull: false },
  ],
];
const REBUILDS: readonly There[] = [
  [
    "rebuild: another default",
    { op: "changeColumn", table: "t", column: "d", default: "'new'" },
    { op: "changeColumn", table: "t", column: "d", default: null },
  ],
  [
    "rebuild: another type",
    { op: "changeColumn", table: "t", column: "b", type: "BIGINT" },
    { op: "changeColumn", table: "t", column: "b", type: "INTEGER" },
  ],
];

/** Gives the figures of issue 5. */
export async function benchSchema(folder: string): Promise<Comparison[]> {
  const ours = join(folder, "schema-ours.db");
  const rawPath = join(folder, "schema-raw.db");
  makeTable(ours);
  makeTable(rawPath);
  const joined = joinEngine({ kind: "file", path: ours, readOnly: false }, folder);
  const raw = new Database(rawPath);
  raw.pragma("synchronous = EXTRA");
  const apply = (operation: SchemaOperation) =>
    joined.client.ask("models.apply", { operations: [operation], schemaVersion: null });
  const runRaw = (statements: readonly string[]) => {
    raw.pragma("foreign_keys = OFF");
    raw.exec("BEGIN IMMEDIATE");
    for (const sql of statements) raw.exec(sql);
    raw.exec("COMMIT");
    raw.pragma("foreign_keys = ON");
  };
  const results: Comparison[] = [];
  const plan = async (operation: SchemaOperation) =>
    (await joined.client.ask("models.plan", { operations: [operation] })).steps.flatMap(({ sql }) => sql);
  const measure = async ([name, there, back]: There, rounds: number): Promise<void> => {
    const statements = await plan(there);
    await apply(there);
    const behind = await plan(back);
    await apply(back);
    let changed = false;
    const goBack = async () => {
      if (!changed) return;
      changed = false;
      await apply(back);
      runRaw(behind);
    };
    const ours = async () => {
      await apply(there);
      changed = true;
    };
    results.push(await compare(`schema: ${name}`, rounds, ours, () => runRaw(statements), goBack));
    await goBack();
  };
  for (const change of NATIVE) await measure(change, 5);
  for (const change of REBUILDS) await measure(change, 5);
  raw.close();
  joined.close();
  return results;
}
