/** One slow read holds up nothing else: the real client with real processes. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { PageCache } from "../../renderer/rows/page-cache.ts";
import { usualPatience } from "../../renderer/rpc/lane-pool.ts";
import { AppError } from "../../src-shared/errors/app-error.ts";
import type { RowPage, RowSource } from "../../src-shared/model/rows.ts";
import { makeDatabase } from "../fixtures/temp-database.ts";
import { processEngines, type ProcessEngines } from "../harness/process-engines.ts";

const ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) AS c FROM n";
const VIEWS = 8;
const schema = `
  CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INTEGER REFERENCES t);
  INSERT INTO t VALUES (1, 'one', NULL), (2, 'two', 1), (3, 'three', 1);
  CREATE VIEW never_ends AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n;
  ${Array.from({ length: VIEWS }, (_, i) => `CREATE VIEW endless${i} AS ${ENDLESS};`).join("\n")}`;

const sourceOf = (name: string): RowSource => ({ table: { schema: "main", name }, order: [], filter: [] });

/** A process takes its time to start on a busy machine. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 40_000 });

vi.setConfig({ testTimeout: 60_000 });

let engines: ProcessEngines;
afterEach(() => engines.close());

function open(sql = schema, patience?: Parameters<typeof processEngines>[1]): ProcessEngines {
  engines = processEngines(makeDatabase(sql), patience);
  return engines;
}

interface Asked {
  readonly answer: Promise<RowPage | AppError>;
  readonly abort: AbortController;
  front: boolean;
}

/** Asks for a first page, as a tab does. */
function page(name: string, front = false): Asked {
  const abort = new AbortController();
  const asked: Asked = {
    abort,
    front,
    answer: engines.client
      .ask(
        "rows.readPage",
        { source: sourceOf(name), offset: 0, limit: 200 },
        { signal: abort.signal, inFront: () => asked.front },
      )
      .catch((thrown: unknown) => thrown as AppError),
  };
  return asked;
}

/** Resolves to `waits` when there is no answer for now. */
const orWaits = <T>(answer: Promise<T>): Promise<T | "waits"> =>
  Promise.race([answer, new Promise<"waits">((resolve) => setTimeout(resolve, 300, "waits"))]);

describe("while reads that never end are being answered", () => {
  it("every other question of a tab is answered, and they go on", async () => {
    const { client } = open();
    const endless = [0, 1, 2].map((i) => page(`endless${i}`));
    const table = { schema: "main", name: "t" };
    const parent = { table, columns: ["id"], label: "a" };
    const source = sourceOf("t");
    const answers = await Promise.all([
      page("t", true).answer,
      client.ask("schema.read", undefined),
      client.ask("database.info", undefined),
      client.ask("rows.readCell", { table, key: [2n], column: "a", offset: 0, length: 10 }),
      client.ask("rows.labels", { parent, keys: [[1n]] }),
      client.ask("rows.countSome", { source, most: 10 }),
      client.ask("rows.readKeys", { table, keys: [[3n]] }),
    ]);
    expect(answers[0]).toMatchObject({ rows: [[1n, "one", null], expect.anything(), expect.anything()] });
    expect(answers[4]).toEqual({ labels: ["one"] });
    expect(answers[5]).toMatchObject({ rows: 3 });
    for (const { answer } of endless) expect(await orWaits(answer)).toBe("waits");
    expect(engines.counts.ended).toBe(0);
  });

  it("counts, sums and searches wait for no count that never ends either", async () => {
    const { client } = open();
    const counting = client.ask("rows.count", { source: sourceOf("never_ends") }).catch((thrown: unknown) => thrown);
    const source = sourceOf("t");
    expect(await client.ask("rows.count", { source })).toEqual({ rows: 3, quality: "exact" });
    const ranges = [{ firstRow: 0, lastRow: null, columns: ["id"] }];
    expect(await client.ask("rows.aggregate", { source, ranges })).toMatchObject({ sum: { value: 6n } });
    const order = [{ column: "a", direction: "asc" as const }];
    expect(await client.ask("rows.buildOrder", { source: { ...source, order }, view: "v" })).toMatchObject({
      kept: true,
    });
    expect(await orWaits(counting)).toBe("waits");
  });

  it("there are never more processes than the pool has; the oldest hidden read makes room, and is told", async () => {
    const most = 3;
    open(schema, { ...usualPatience, most });
    // The first one is looked at: not it but the second is what makes room.
    const endless = [page("endless0", true), ...Array.from({ length: most - 1 }, (_, i) => page(`endless${i + 1}`))];
    await eventually(() => engines.running("read").length).toBe(most);
    expect(await page("t", true).answer).toMatchObject({ rows: { length: 3 } });
    const parked = (await endless[1]?.answer) as AppError;
    expect(parked.data).toMatchObject({ code: "engine.stopped", message: expect.stringContaining("other tables") });
    for (const [i, { answer }] of endless.entries()) if (i !== 1) expect(await orWaits(answer)).toBe("waits");
    // All that is slow, and what one looks at as well: reading goes on.
    for (const one of endless) one.front = true;
    const more = page("endless7", true);
    expect(await page("t", true).answer).toMatchObject({ rows: { length: 3 } });
    expect(await orWaits(more.answer)).toBe("waits");
    expect(engines.counts.most).toBeLessThanOrEqual(most);
  });

  it("Stop ends the one that holds the question, and no other; it is not asked again", async () => {
    open();
    const [first, second] = [page("endless0"), page("endless1")];
    await page("t").answer;
    const before = engines.running("read");
    second.abort.abort();
    expect(await second.answer).toMatchObject({ data: { code: "engine.stopped" } });
    expect(engines.counts.ended).toBe(1);
    expect(engines.running("read")).toContain(before[0]);
    expect(await orWaits(first.answer)).toBe("waits");
    const { started } = engines.counts;
    expect(await page("t").answer).toMatchObject({ rows: { length: 3 } });
    expect(engines.counts.started).toBe(started);
  });

  it("a question that was given up while it waited is never asked", async () => {
    open();
    const endless = page("endless0");
    const waiting = page("endless1");
    waiting.abort.abort();
    expect(await waiting.answer).toMatchObject({ data: { code: "engine.stopped" } });
    expect(await page("t").answer).toMatchObject({ rows: { length: 3 } });
    expect(engines.running("read")).toHaveLength(2);
    expect(await orWaits(endless.answer)).toBe("waits");
  });
});

it("a process that crashes takes only its own question with it, which is asked once more", async () => {
  open();
  const endless = page("endless0");
  await eventually(() => engines.running("read").length).toBe(2);
  const [busy] = engines.running("read");
  if (busy) engines.crash(busy);
  expect(await page("t").answer).toMatchObject({ rows: { length: 3 } });
  await eventually(() => engines.running("read").length).toBe(2);
  const [again] = engines.running("read");
  expect(again).not.toBe(busy);
  if (again) engines.crash(again);
  expect(await endless.answer).toMatchObject({ data: { code: "engine.crashed" } });
  expect(engines.counts.ended).toBe(0);
});

it("processes that are not needed any more go, the first one stays", async () => {
  open(schema, { slow: 60, ready: 100, grace: 50, idle: 400 });
  const endless = page("endless0");
  expect(await page("t").answer).toMatchObject({ rows: { length: 3 } });
  endless.abort.abort();
  await endless.answer;
  await Promise.all([page("t").answer, page("t").answer]);
  await eventually(() => engines.running("read").length).toBe(1);
  expect(await page("t").answer).toMatchObject({ rows: { length: 3 } });
});

it("what another process of the pool writes down for a view counts for all", async () => {
  const rows = 60_000;
  const sql = `${schema} CREATE TABLE large(id INTEGER PRIMARY KEY, n); INSERT INTO large
    WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i WHERE x < ${rows}) SELECT x, x * 7919 % 60007 FROM i;`;
  const { client } = open(sql);
  const by = (direction: "asc" | "desc") => ({ ...sourceOf("large"), order: [{ column: "n", direction }] });
  const read = (direction: "asc" | "desc") =>
    client.ask("rows.readPage", { source: by(direction), offset: 0, limit: 10, view: "v" });
  // One process hears of the first order, another one of the second, the first one of the first again.
  await read("asc");
  const endless = page("endless0");
  await read("desc");
  endless.abort.abort();
  await endless.answer;
  await read("asc");
  expect(await client.ask("rows.buildOrder", { source: by("asc"), view: "v" })).toMatchObject({ kept: true });
  expect((await read("asc")).placement).toBe("exact");
});

describe("a view whose rows never come", () => {
  const cacheOf = (name: string): { cache: PageCache; asked: () => number } => {
    let asked = 0;
    const cache: PageCache = new PageCache({
      read: (source, offset, limit, signal) => {
        asked++;
        const inFront = () => !cache.rests;
        return engines.client.ask("rows.readPage", { source, offset, limit }, { signal, inFront });
      },
      source: sourceOf(name),
      changed: () => {},
    });
    return { cache, asked: () => asked };
  };

  it("is asked once, however often something changes, and not again when it was ended", async () => {
    const { counts } = open();
    const { cache, asked } = cacheOf("endless0");
    cache.request(0, 30);
    await eventually(() => engines.running("read").length).toBe(2);
    for (let i = 0; i < 5; i++) cache.invalidate();
    expect(asked()).toBe(1);
    cache.stop();
    await eventually(() => counts.ended).toBe(1);
    cache.invalidate();
    cache.request(0, 60);
    cache.rests = true;
    cache.rests = false;
    cache.orderReady({ rows: 5, quality: "exact" });
    expect(asked()).toBe(1);
    expect(cache.error?.code).toBe("engine.stopped");
    cache.retry();
    expect(asked()).toBe(2);
    cache.close();
  });

  it("is not asked again by itself when it was parked or its process went twice", async () => {
    open();
    const { cache, asked } = cacheOf("endless0");
    cache.request(0, 30);
    for (let crash = 0; crash < 2; crash++) {
      await eventually(() => engines.running("read").length).toBe(2);
      const [busy] = engines.running("read");
      if (busy) engines.crash(busy);
      await eventually(() => engines.running("read")).not.toContain(busy);
    }
    await eventually(() => cache.error?.code).toBe("engine.crashed");
    cache.invalidate();
    expect(cache.ended).toBe(true);
    expect(asked()).toBe(1);
    cache.close();
  });
});

it("a commit that an endless read would keep out ends that read, and is done", async () => {
  const { client } = open();
  const endless = page("endless0");
  await page("t").answer;
  const row = { table: { schema: "main", name: "t" }, key: [1n] };
  const edits = [{ op: "set" as const, row, column: "a", value: "new", base: "one" }];
  await client.ask("session.stage", { label: "Edit", edits });
  expect(await client.ask("session.commit", { only: null })).toMatchObject({ updated: 1 });
  expect(await endless.answer).toMatchObject({ data: { message: expect.stringContaining("from being written") } });
  expect(await page("t").answer).toMatchObject({ rows: [[1n, "new", null], expect.anything(), expect.anything()] });
});
