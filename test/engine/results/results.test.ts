import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import { resultColumnNames, resultOfTable, resultTable } from "../../../src-shared/model/result-table.ts";
import type { RowSource } from "../../../src-shared/model/rows.ts";
import { type JoinedEngine, joinEngine } from "../../harness/port-pair.ts";
import { tempFolder } from "../../fixtures/temp-database.ts";

let joined: JoinedEngine;
beforeEach(() => {
  joined = joinEngine({ kind: "file", path: `${tempFolder()}/a.db`, readOnly: false, create: true });
  onTestFinished(() => joined.close());
});

const numbers = (rows: number) => `WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c LIMIT ${rows})`;
const ask: JoinedEngine["client"]["ask"] = (...args) => joined.client.ask(...args);
const run = (sql: string, runId = "r") => ask("console.run", { runId, sql });
const share = (statement = 0, runId = "r") => ask("console.shareRows", { runId, statement });
const source = (more: Partial<RowSource> = {}, statement = 0): RowSource => ({
  table: resultTable({ runId: "r", statement }),
  order: [],
  filter: [],
  ...more,
});
const code = (thrown: unknown) => toAppErrorData(thrown).code;

describe("a result is a table", () => {
  test("sorted and filtered by its own columns, of one name too, without running the statement again", async () => {
    await run("CREATE TABLE t (n); INSERT INTO t VALUES (3), (1), (2); SELECT n, -n AS n, 'x' || n AS N FROM t", "r");
    await run("DELETE FROM t", "later");
    expect(await share(2)).toEqual({ rows: 3 });
    const page = await ask("rows.readPage", {
      source: source({ order: [{ column: "n:1", direction: "asc" }] }, 2),
      offset: 0,
      limit: 10,
      view: "v",
    });
    expect(page.columns).toEqual(["n", "n:1", "N:2"]);
    expect(page.rows).toEqual([
      [3n, -3n, "x3"],
      [2n, -2n, "x2"],
      [1n, -1n, "x1"],
    ]);
    const filtered = await ask("rows.readPage", {
      source: source({ filter: [{ rawSql: "n > 1 AND \"N:2\" <> 'x3'" }] }, 2),
      offset: 0,
      limit: 10,
      view: "v",
    });
    expect(filtered.rows).toEqual([[2n, -2n, "x2"]]);
  });

  test("of many rows: any place by its number, an order that is built beside, figures", async () => {
    await run(`${numbers(60_000)} SELECT i, (i * 7919) % 60000 AS shuffled, 'row ' || i AS name FROM c`);
    await share();
    const keys = [[59_999n], [60_000n]];
    const last = await ask("rows.readKeys", { table: source().table, keys });
    expect(last.rows.map(([i]) => i)).toEqual([59_999n, 60_000n]);
    const sorted = source({ order: [{ column: "shuffled", direction: "desc" }] });
    expect(await ask("rows.buildOrder", { source: sorted, view: "w" })).toEqual({
      kept: true,
      total: { rows: 60_000, quality: "exact" },
    });
    const middle = await ask("rows.readPage", { source: sorted, offset: 29_999, limit: 2, view: "w" });
    expect(middle.placement).toBe("exact");
    expect(middle.rows.map((row) => row[1])).toEqual([30_000n, 29_999n]);
    const statistics = await ask("rows.statistics", { source: source(), column: "i" });
    expect(statistics.summary).toMatchObject({ cells: 60_000, min: 1n, max: 60_000n });
  });

  test("keeps every storage class, large values and a name that SQLite keeps for itself", async () => {
    await run(
      "SELECT 1 AS rowid, 1.0 AS oid, NULL AS _rowid_, x'00ff' AS b, replace(hex(zeroblob(70000)), '0', 'y') AS big, '' AS \"\"",
    );
    await share();
    const { columns, rows } = await ask("rows.readKeys", { table: source().table, keys: [[1n]] });
    expect(columns).toEqual(["rowid", "oid", "_rowid_:1", "b", "big", ""]);
    expect(rows[0]?.slice(0, 4)).toEqual([1n, 1, null, new Uint8Array([0, 255])]);
    expect(rows[0]?.[4]).toMatchObject({ storage: "text", bytes: 140_000 });
    const piece = await ask("rows.readCell", {
      table: source().table,
      key: [1n],
      column: "big",
      offset: 139_998,
      length: 10,
    });
    expect(Buffer.from(piece.data).toString()).toBe("yy");
  });

  test("without rows, and with 2,000 columns", async () => {
    const many = Array.from({ length: 2000 }, (_, i) => `${i} AS c`).join(", ");
    await run(`SELECT 1 AS a WHERE 0; SELECT ${many}`);
    expect(await share(0)).toEqual({ rows: 0 });
    expect(await share(1)).toEqual({ rows: 1 });
    const empty = await ask("rows.readPage", { source: source({}, 0), offset: 0, limit: 5, view: "v" });
    expect([empty.rows, empty.total]).toEqual([[], { rows: 0, quality: "exact" }]);
    const wide = await ask("rows.readKeys", { table: source({}, 1).table, keys: [[1n]] });
    expect(wide.rows[0]?.[1999]).toBe(1999n);
    expect(wide.columns[1999]).toBe("c:1999");
  });

  test("is gone when it is released, also by a process that never had it", async () => {
    await run("SELECT 1");
    await share();
    await ask("rows.readKeys", { table: source().table, keys: [[1n]] });
    await ask("console.release", { runId: "r" });
    const again = await ask("rows.readPage", { source: source({}, 1), offset: 0, limit: 1 }).catch(code);
    expect(again).toBe("object.missing");
    const beside = joinEngine({ kind: "file", path: `${tempFolder()}/b.db`, readOnly: false, create: true });
    onTestFinished(() => beside.close());
    await beside.client.ask("console.release", { runId: "unknown" });
    await expect(share().catch(code)).resolves.toBe("request.invalid");
  });

  test("is no table of the database, and is not read by a name that is none of ours", async () => {
    const schema = await ask("schema.read", undefined);
    expect(schema.tables.filter(({ kind }) => kind !== "system")).toEqual([]);
    for (const name of ["../../etc/passwd-0", "r", "r-0/../x-1"]) {
      const table = { ...resultTable({ runId: "r", statement: 0 }), name };
      expect(resultOfTable(table)?.runId ?? null).toBe(null);
      await expect(ask("rows.readKeys", { table, keys: [[1n]] }).catch(code)).resolves.toBe("object.missing");
    }
    const bad = await ask("console.run", { runId: "../x", sql: "SELECT 1" }).catch(code);
    expect(bad).toBe("request.invalid");
  });
});

test("names of columns are told apart as SQLite does", () => {
  expect(resultColumnNames(["id", "ID", "id:1", "id"])).toEqual(["id", "ID:2", "id:1", "id:3"]);
  expect(resultColumnNames(["é", "É", "e"])).toEqual(["é", "É", "e"]);
  expect(resultColumnNames(["rowid", "OID", "_rowid_"])).toEqual(["rowid", "OID", "_rowid_:1"]);
});
