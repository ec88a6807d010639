/** The console as the page sees it: real client, real port, real server. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type JoinedEngine, joinEngine } from "../../harness/port-pair.ts";

let folder: string;
let joined: JoinedEngine;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "joinery-port-"));
  joined = joinEngine({ kind: "file", path: join(folder, "test.db"), readOnly: false, create: true });
});
afterEach(() => {
  joined.close();
  rmSync(folder, { recursive: true, force: true });
});

const ENDLESS =
  "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c) SELECT i, x'00ff', zeroblob(70000) FROM c";

test("rows of an endless query are read and the run is stopped while it goes on", async () => {
  const { client } = joined;
  // The harness tells every event once a lane.
  const seen = new Set<string>();
  client.on("console.progress", ({ statement }) => seen.add(`${statement.index} ${statement.state}`));
  const run = client.ask("console.run", {
    runId: "r",
    sql: `SELECT 9223372036854775807 AS a, 2 AS a;\n${ENDLESS};\nSELECT 3`,
  });
  let rows: unknown[][] = [];
  while (rows.length < 50)
    ({ rows } = await client.ask("console.readRows", { runId: "r", statement: 1, offset: 0, limit: 50 }));
  expect(rows[49]).toEqual([
    50n,
    new Uint8Array([0, 255]),
    { storage: "blob", head: new Uint8Array(1024), bytes: 70_000 },
  ]);
  await client.ask("console.stop", { runId: "r" });
  const report = await run;
  expect(report.statements.map(({ state }) => state)).toEqual(["done", "failed", "skipped"]);
  expect(report.statements[0]?.columns.map(({ name }) => name)).toEqual(["a", "a"]);
  const { rows: first } = await client.ask("console.readRows", { runId: "r", statement: 0, offset: 0, limit: 5 });
  expect(first).toEqual([[9223372036854775807n, 2n]]);
  const cell = { runId: "r", statement: 1, row: 0, column: 2, offset: 69_990, length: 100 };
  expect((await client.ask("console.readCell", cell)).data).toEqual(new Uint8Array(10));
  expect([...seen]).toEqual(["0 running", "0 done", "1 running", "1 failed"]);
});

test("an error of a run that cannot begin is an answer with data", async () => {
  const asked = joined.client.ask("console.run", { runId: "r", sql: "SELECT 1;\0" });
  await expect(asked).rejects.toMatchObject({ data: { code: "sql.syntax", place: { offset: 9 } } });
});
