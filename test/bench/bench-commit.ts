/**
 * Staging and committing edits beside the same statements in one raw transaction: the very texts and values that the
 * preview tells, guards included, on a copy of the table, prepared once, with the same care for the disk and the same
 * settings. What is left is what Joinery does besides: planning, the journal, marks for a lost answer, history, the way
 * through the port.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { PlannedStatement, RowEdit } from "../../src-shared/model/session.ts";
import { joinEngine } from "../harness/port-pair.ts";
import { type Comparison, compare, median } from "./measure.ts";

const edits = 10_000;
const rounds = 15;
const rowsThere = edits * (rounds + 2);

const COLUMNS = "id INTEGER PRIMARY KEY, a TEXT, b INTEGER, c REAL";
const tables = {
  "a plain table": `CREATE TABLE t (${COLUMNS})`,
  "a table without rowid": `CREATE TABLE t (${COLUMNS}) WITHOUT ROWID`,
  "a table with 3 indexes": `CREATE TABLE t (${COLUMNS});
    CREATE INDEX i1 ON t (a); CREATE INDEX i2 ON t (b); CREATE INDEX i3 ON t (c, a)`,
  "a table with triggers": `CREATE TABLE t (${COLUMNS}); CREATE TABLE log (n INTEGER PRIMARY KEY, id, a);
    CREATE TRIGGER u AFTER UPDATE ON t BEGIN INSERT INTO log (id, a) VALUES (new.id, new.a); END;
    CREATE TRIGGER i AFTER INSERT ON t BEGIN INSERT INTO log (id, a) VALUES (new.id, new.a); END`,
};

function makeTable(path: string, ddl: string): void {
  const db = new Database(path);
  db.exec(ddl);
  db.prepare(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO t SELECT i, 'row ' || i, i, i / 2.0 FROM n",
  ).run(BigInt(rowsThere));
  db.close();
}

const table = { schema: "main", name: "t" };

function edit(i: number, from: string, to: string): RowEdit {
  return { op: "set", row: { table, key: [BigInt(i)] }, column: "a", base: from, value: to };
}

const before = (i: number, round: number) => (round === 0 ? `row ${i}` : `round ${round} of ${i}`);
const change = (i: number, round: number) => edit(i, before(i, round), before(i, round + 1));
const remove = (i: number): RowEdit => ({ op: "delete", row: { table, key: [BigInt(i)] } });
const add = (i: number, round: number): RowEdit => ({
  op: "insert",
  table,
  newId: `9b2e1c4a-5d3f-4c1e-8f00-${round}-${i}`,
  values: [
    { column: "a", value: `new ${i}` },
    { column: "b", value: BigInt(i) },
    { column: "c", value: i / 3 },
  ],
});

/** The edits of a round; no row is deleted twice, nor edited after it was deleted. */
const kinds: Record<string, (i: number, round: number) => RowEdit> = {
  edits: change,
  "new rows": add,
  deletions: (i, round) => remove(round * edits + i),
  "changes of all kinds": (i, round) =>
    i % 3 === 0 ? change(i, round) : i % 3 === 1 ? add(i, round) : remove(edits + round * edits + i),
};

const prepared = (db: Database.Database) => {
  const statements = new Map<string, Database.Statement>();
  return (sql: string) => {
    const known = statements.get(sql) ?? db.prepare(sql);
    statements.set(sql, known);
    return known;
  };
};

/** One kind of commit against raw, each on a table of its own. */
async function benchKind(folder: string, kind: string, made: keyof typeof tables): Promise<Comparison> {
  mkdirSync(folder);
  const ours = join(folder, "ours.db");
  const rawPath = join(folder, "raw.db");
  makeTable(ours, tables[made]);
  makeTable(rawPath, tables[made]);
  const raw = new Database(rawPath);
  // As Joinery opens a file in rollback mode (open-connection.ts).
  for (const setting of ["synchronous = EXTRA", "trusted_schema = OFF", "mmap_size = 0", "cell_size_check = ON"])
    raw.pragma(setting);
  const joined = joinEngine({ kind: "file", path: ours, readOnly: false }, folder);
  const statement = prepared(raw);
  let round = -1;
  let planned: PlannedStatement[] = [];
  const comparison = await compare(
    `commit of ${edits.toLocaleString("en")} ${kind}, ${made}`,
    rounds,
    () => joined.client.ask("session.commit", { only: null }),
    () => {
      raw.exec("BEGIN IMMEDIATE");
      let last = "";
      let run = statement(planned[0]?.sql ?? "");
      for (const { sql, parameters } of planned) {
        if (sql !== last) run = statement(sql);
        last = sql;
        if (run.reader) run.all(parameters);
        else if (run.run(parameters).changes !== 1) throw new Error("The raw side changed nothing");
      }
      raw.exec("COMMIT");
    },
    async () => {
      round++;
      const list = Array.from({ length: edits }, (_, i) => (kinds[kind] as typeof change)(i + 1, round));
      await joined.client.ask("session.stage", { label: "bench", edits: list });
      planned = await joined.client.ask("session.preview", { only: null });
    },
  );
  raw.close();
  joined.close();
  return comparison;
}

/** Staging one edit, beside the least that can be called durable: one row in a WAL database, synchronous = FULL. */
async function benchStaging(folder: string): Promise<Comparison> {
  mkdirSync(folder);
  const path = join(folder, "ours.db");
  makeTable(path, tables["a plain table"]);
  const joined = joinEngine({ kind: "file", path, readOnly: false }, folder);
  const times: number[] = [];
  for (let i = 1; i <= 300; i++) {
    const t = performance.now();
    await joined.client.ask("session.stage", { label: "one", edits: [edit(i, `row ${i}`, "x")] });
    times.push(performance.now() - t);
  }
  joined.close();
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
  const [a, b] = [median(times), median(least)];
  const minima = { oursLeast: Math.min(...times), rawLeast: Math.min(...least) };
  return { name: "staging one edit : one durable row", ours: a, raw: b, ratio: a / b, rounds: 300, ...minima };
}

/** The figures of issue 4: commits of 10,000 rows of each kind and into tables of each kind, and one staged edit. */
export async function benchCommit(folder: string): Promise<Comparison[]> {
  const results: Comparison[] = [];
  const one = async (kind: string, made: keyof typeof tables) =>
    results.push(await benchKind(join(folder, `commit-${results.length}`), kind, made));
  for (const kind of Object.keys(kinds)) await one(kind, "a plain table");
  for (const made of ["a table without rowid", "a table with 3 indexes", "a table with triggers"] as const)
    await one("edits", made);
  await one("new rows", "a table with triggers");
  results.push(await benchStaging(join(folder, "staging")));
  return results;
}
