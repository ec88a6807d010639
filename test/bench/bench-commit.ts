/**
 * Staging and committing edits beside the same statements in one raw transaction: the very texts and values that the
 * preview tells, guards included, on a copy of the table, with the same care for the disk. What is left is what Joinery does
 * besides: planning, the journal, marks for a lost answer, history, the way through the port.
 */
import { join } from "node:path";
import Database from "better-sqlite3";
import type { PlannedStatement, RowEdit } from "../../src-shared/model/session.ts";
import { joinEngine } from "../harness/port-pair.ts";
import { type Comparison, compare, median } from "./measure.ts";

const edits = 10_000;

function makeTable(path: string): void {
  const db = new Database(path);
  db.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INTEGER, c REAL)");
  db.prepare(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO t SELECT i, 'row ' || i, i, i / 2.0 FROM n",
  ).run(BigInt(edits * 2));
  db.close();
}

const table = { schema: "main", name: "t" };

function edit(i: number, from: string, to: string): RowEdit {
  return { op: "set", row: { table, key: [BigInt(i)] }, column: "a", base: from, value: to };
}

/** Gives the two figures of issue 4: commit of 10,000 edits, and one staged edit. */
export async function benchCommit(folder: string): Promise<Comparison[]> {
  const ours = join(folder, "ours.db");
  const rawPath = join(folder, "raw.db");
  makeTable(ours);
  makeTable(rawPath);
  const raw = new Database(rawPath);
  // As Joinery opens a file in rollback mode (open-connection.ts).
  raw.pragma("synchronous = EXTRA");
  const joined = joinEngine({ kind: "file", path: ours, readOnly: false }, folder);
  const statements = new Map<string, Database.Statement>();
  const statement = (sql: string) => {
    const known = statements.get(sql) ?? raw.prepare(sql);
    statements.set(sql, known);
    return known;
  };

  let generation = 0;
  let planned: PlannedStatement[] = [];
  const before = (i: number, g: number) => (g === 0 ? `row ${i}` : `round ${g} of ${i}`);
  const commit = await compare(
    `commit of ${edits.toLocaleString("en")} edits`,
    15,
    () => joined.client.ask("session.commit", { only: null }),
    () => {
      raw.exec("BEGIN IMMEDIATE");
      for (const { sql, parameters } of planned) {
        if (statement(sql).run(...parameters).changes !== 1) throw new Error("The raw side changed nothing");
      }
      raw.exec("COMMIT");
    },
    async () => {
      generation++;
      const list: RowEdit[] = [];
      for (let i = 1; i <= edits; i++) list.push(edit(i, before(i, generation - 1), before(i, generation)));
      await joined.client.ask("session.stage", { label: "bench", edits: list });
      planned = await joined.client.ask("session.preview", { only: null });
    },
  );

  const times: number[] = [];
  for (let i = 1; i <= 300; i++) {
    const t = performance.now();
    const row = edits + i;
    await joined.client.ask("session.stage", { label: "one", edits: [edit(row, `row ${row}`, "x")] });
    times.push(performance.now() - t);
  }
  // The least that can be called durable: one row written to a WAL database of our own, synchronous = FULL.
  const journal = new Database(join(folder, "least.db"));
  journal.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE j (x)");
  const insert = journal.prepare("INSERT INTO j VALUES (?)");
  const least: number[] = [];
  for (let i = 0; i < 300; i++) {
    const t = performance.now();
    insert.run("x".repeat(200));
    least.push(performance.now() - t);
  }
  journal.close();
  raw.close();
  joined.close();
  const [a, b] = [median(times), median(least)];
  return [commit, { name: "staging one edit : one durable row", ours: a, raw: b, ratio: a / b, rounds: 300 }];
}
