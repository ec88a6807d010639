import { existsSync, readdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { RunReport } from "../../../src-shared/model/console.ts";
import { type ConsoleFixture, errorOf, openConsole, states } from "./console-fixture.ts";

let c: ConsoleFixture;
beforeEach(() => {
  c = openConsole();
});
afterEach(() => c.close());

const numbers = (rows: number) =>
  `WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c LIMIT ${rows}) SELECT i, 'row ' || i AS name, i * 0.5, CASE i % 2 WHEN 0 THEN x'0102' END FROM c`;
const ENDLESS = "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c) SELECT i FROM c";

const start = (runId: string, sql: string) => Promise.resolve(c.handlers["console.run"]({ runId, sql }));
const read = async (runId: string, offset: number, limit: number, statement = 0) =>
  (await c.handlers["console.readRows"]({ runId, statement, offset, limit })).rows;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
/** When a run tells of rows of a statement, and what else is asked for is so. */
const rowsCome = (runId: string, more: () => boolean = () => true) =>
  c.when(
    (event) =>
      event.name === "console.progress" && event.data.runId === runId && event.data.statement.rows > 0 && more(),
  );
const spilled = () => (existsSync(c.scratchFolder) ? readdirSync(c.scratchFolder) : []);

// As long as a busy machine takes for them.
describe("a million rows", { timeout: 90_000 }, () => {
  test("are readable while they come, in bounded memory, anywhere, and their file goes with the run", async () => {
    const before = process.memoryUsage().rss;
    const run = start("big", numbers(1_000_000));
    const seen: unknown[] = [];
    let peak = 0;
    const running = () => c.events.every(({ name }) => name !== "console.done");
    for (await pause(5); running(); await pause(5)) {
      seen.push((await read("big", 1, 1))[0]);
      peak = Math.max(peak, process.memoryUsage().rss);
    }
    const report = await run;
    expect(report.statements[0]).toMatchObject({ state: "done", rows: 1_000_000 });
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.at(-1)).toEqual([2n, "row 2", 1, Buffer.from([1, 2])]);
    // All rows as JavaScript values would take several hundred MB.
    expect(peak - before).toBeLessThan(120e6);
    expect(await read("big", 999_999, 5)).toEqual([[1_000_000n, "row 1000000", 500_000, Buffer.from([1, 2])]]);
    expect((await read("big", 654_320, 3)).map(([i]) => i)).toEqual([654_321n, 654_322n, 654_323n]);
    expect(await read("big", 1_000_000, 5)).toEqual([]);
    expect(spilled()).toHaveLength(1);
    await c.handlers["console.release"]({ runId: "big" });
    expect(spilled()).toEqual([]);
    await expect(read("big", 0, 1).catch((thrown) => toAppErrorData(thrown).code)).resolves.toBe("request.invalid");
  });

  test("every page is the right one across the border between file and memory", async () => {
    await start("pages", numbers(60_000));
    expect(spilled()).toHaveLength(1);
    for (let offset = 0; offset < 60_000; offset += 4_999) {
      const page = await read("pages", offset, 4_999);
      expect(page.map(([i]) => i)).toEqual(
        Array.from({ length: Math.min(4_999, 60_000 - offset) }, (_, i) => BigInt(offset + i + 1)),
      );
    }
  });

  test("progress comes at most about ten times a second", async () => {
    const began = performance.now();
    await start("told", numbers(500_000));
    const seconds = (performance.now() - began) / 1000;
    const told = c.events.filter(({ name }) => name === "console.progress");
    expect(told.length).toBeLessThanOrEqual(10 * seconds + 4);
  });
});

test("a result of 2,000 columns is spilled like any other", async () => {
  const columns = Array.from({ length: 2000 }, (_, i) => `i + ${i}`).join(", ");
  await start(
    "wide",
    `WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c LIMIT 100) SELECT ${columns} FROM c`,
  );
  expect(spilled()).toHaveLength(1);
  const [row = []] = await read("wide", 50, 1);
  expect([row.length, row[0], row[1999]]).toEqual([2000, 51n, 2050n]);
});

test("the end of a transaction asked for from outside, while one script runs in its own, is refused", async () => {
  await c.run("CREATE TABLE t(a UNIQUE)");
  const come = c.when(({ name, data }) => name === "console.progress" && data.statement.rows > 0);
  const run = start("alone", `INSERT INTO t VALUES (1); ${ENDLESS}; INSERT INTO t VALUES (1)`);
  await come;
  const end = Promise.resolve().then(() => c.handlers["console.endTransaction"]({ action: "commit" }));
  await expect(end.catch((thrown: unknown) => toAppErrorData(thrown).message)).resolves.toBe(
    "A script is still running.",
  );
  await c.handlers["console.stop"]({ runId: "alone" });
  expect(states(await run)).toEqual(["done", "failed", "skipped"]);
  expect(c.ask("SELECT count(*) FROM t")).toEqual([[0n]]);
});

describe("stop", () => {
  test("ends an endless query at its next row; the connection and an open transaction go on", async () => {
    await c.run("CREATE TABLE t(a); BEGIN; INSERT INTO t VALUES (1)");
    const come = rowsCome("endless");
    const run = start("endless", `${ENDLESS}; SELECT 2`);
    await come;
    const asked = performance.now();
    await c.handlers["console.stop"]({ runId: "endless" });
    const report = await run;
    expect(performance.now() - asked).toBeLessThan(300);
    expect(states(report)).toEqual(["failed", "skipped"]);
    expect(errorOf(report).code).toBe("engine.stopped");
    // What came is still there to be looked at.
    expect((await read("endless", 0, 1))[0]).toEqual([1n]);
    expect(report.transactionOpen).toBe(true);
    await c.run("SELECT a FROM t");
    expect(await c.rows()).toEqual([[1n]]);
  });

  test("takes back what the script wrote, RETURNING too", async () => {
    await c.run("CREATE TABLE t(a)");
    const come = c.when(({ name, data }) => name === "console.progress" && data.statement.index === 1);
    const run = start("writes", `INSERT INTO t VALUES (1) RETURNING a; ${ENDLESS}`);
    await come;
    await c.handlers["console.stop"]({ runId: "writes" });
    expect(errorOf(await run).next).toContain("nothing of this script was stored");
    expect(c.ask("SELECT count(*) FROM t")).toEqual([[0n]]);
  });

  test("between two statements as well", async () => {
    await c.run("CREATE TABLE t(a)");
    const begun = c.when(({ name, data }) => name === "console.progress" && data.statement.index > 10);
    const run = start("many", "INSERT INTO t VALUES (1);".repeat(200_000));
    await begun;
    await c.handlers["console.stop"]({ runId: "many" });
    const report: RunReport = await run;
    expect(states(report)).toContain("skipped");
    expect(report.transactionOpen).toBe(false);
    expect(c.ask("SELECT count(*) FROM t")).toEqual([[0n]]);
  });

  test("a run that waits for another can be stopped before it begins", async () => {
    const come = rowsCome("first");
    const first = start("first", ENDLESS);
    const second = start("second", "SELECT 1");
    await come;
    await c.handlers["console.stop"]({ runId: "second" });
    const end = async () => c.handlers["console.endTransaction"]({ action: "commit" });
    await expect(end().catch((thrown) => toAppErrorData(thrown).message)).resolves.toBe("A script is still running.");
    await c.handlers["console.stop"]({ runId: "first" });
    expect(states(await first)).toEqual(["failed"]);
    expect(errorOf(await second).code).toBe("engine.stopped");
  });
});

test("closing in the middle of a run lets go of the file and leaves no scratch file", async () => {
  // Told while the run stands still: nothing is gone before it is closed.
  const come = rowsCome("cut", () => spilled().length === 1);
  const run = start("cut", ENDLESS);
  await come;
  expect(spilled()).toHaveLength(1);
  const folder = c.scratchFolder;
  c.close();
  expect(existsSync(folder)).toBe(false);
  expect(states(await run)).toEqual(["failed"]);
  c = openConsole();
});

test("releasing a run that is still going stops it and removes its file", async () => {
  const come = rowsCome("released", () => spilled().length === 1);
  const run = start("released", ENDLESS);
  await come;
  await c.handlers["console.release"]({ runId: "released" });
  await run;
  expect(spilled()).toEqual([]);
});
