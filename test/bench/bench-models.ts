/**
 * Gestures of the model editor over 600 tables of 15 columns beside the same over three tables: a gesture costs by what it touches,
 * so that the ratio stays small however large a schema is.
 */
import { join } from "node:path";
import Database from "better-sqlite3";
import type { SchemaOperation } from "../../src-shared/model/schema-change.ts";
import { joinEngine } from "../harness/port-pair.ts";
import { type Comparison, compare } from "./measure.ts";

const TYPES = ["TEXT", "INTEGER", "REAL", "BOOLEAN NOT NULL DEFAULT 0", "TEXT DEFAULT 'x'"];

/** Each table refers to two others; some have views and triggers over them. */
function makeTables(path: string, tables: number): void {
  const db = new Database(path);
  db.pragma("foreign_keys = OFF");
  db.exec("BEGIN");
  for (let t = 0; t < tables; t++) {
    const columns = Array.from({ length: 12 }, (_, c) => `c${c} ${TYPES[c % TYPES.length]}`);
    db.exec(`CREATE TABLE t${t} (id INTEGER PRIMARY KEY, ${columns.join(", ")},
      up_id INTEGER REFERENCES t${t >> 1}(id), side_id INTEGER REFERENCES t${(t * 7) % tables}(id));
      CREATE INDEX t${t}_up ON t${t}(up_id);
      INSERT INTO t${t}(c0) VALUES ('x')`);
    if (t % 20 === 1) db.exec(`CREATE VIEW v${t} AS SELECT a.c1, b.c2 FROM t${t} a JOIN t${t - 1} b ON b.id = a.up_id`);
    if (t % 20 === 2)
      db.exec(`CREATE TRIGGER tr${t} AFTER UPDATE OF c0 ON t${t} BEGIN UPDATE t${t - 1} SET c2 = new.c0; END`);
  }
  db.exec("COMMIT");
  db.close();
}

const GESTURES: readonly (readonly [string, SchemaOperation])[] = [
  ["a check box", { op: "changeColumn", table: "t1", column: "c0", notNull: true }],
  ["another type", { op: "changeColumn", table: "t1", column: "c1", type: "BIGINT" }],
  ["a new column", { op: "addColumn", table: "t1", sql: "extra TEXT" }],
  ["a table renamed", { op: "renameTable", table: "t1", to: "renamed" }],
  ["a column dropped", { op: "dropColumn", table: "t1", column: "c4" }],
  ["a new table", { op: "createTable", sql: "CREATE TABLE made (id INTEGER PRIMARY KEY, t INT REFERENCES t1)" }],
];

/** Gives ratios of a large schema to a small one: of what the engine answers, through the port. */
export async function benchModels(folder: string): Promise<Comparison[]> {
  const open = (name: string, tables: number) => {
    const path = join(folder, name);
    makeTables(path, tables);
    return joinEngine({ kind: "file", path, readOnly: false }, folder);
  };
  const [large, small] = [open("tables-600.db", 600), open("tables-3.db", 3)];
  const results: Comparison[] = [];
  for (const [name, operation] of GESTURES) {
    const draft = ({ client }: typeof large) => client.ask("models.draft", { operations: [operation] });
    results.push(
      await compare(
        `model editor: ${name}, 600 : 3 tables`,
        20,
        () => draft(large),
        () => draft(small),
      ),
    );
  }
  const plan = ({ client }: typeof large) =>
    client.ask("models.plan", { operations: [GESTURES[0]?.[1] as SchemaOperation] });
  results.push(
    await compare(
      "model editor: preview, 600 : 3 tables",
      20,
      () => plan(large),
      () => plan(small),
    ),
  );
  large.close();
  small.close();
  return results;
}
