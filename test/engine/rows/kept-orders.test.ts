/** Orders that are kept: the same rows in the same order as SQLite gives them, and given up when nobody wants them. */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { openEngine } from "../../../electron/engine/engine.ts";
import { Builds } from "../../../electron/engine/rows/kept/builds.ts";
import { KeptOrders } from "../../../electron/engine/rows/kept/kept-orders.ts";
import { OrderReader, OrderWriter } from "../../../electron/engine/rows/kept/order-file.ts";
import { OrderFolder } from "../../../electron/engine/rows/kept/order-place.ts";
import { RowReader } from "../../../electron/engine/rows/row-reader.ts";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { OrderTerm, RowFilter, RowPage, RowSource } from "../../../src-shared/model/rows.ts";
import type { EngineEvent } from "../../../src-shared/rpc/engine-events.ts";
import { openRooms } from "../../fixtures/open-rooms.ts";
import { makeDatabase, tempFolder } from "../../fixtures/temp-database.ts";

const value: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constant(null),
  fc.bigInt({ min: -2n, max: 3n }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(-1.5, 0.5, 2, 1e300, Infinity),
  fc.constantFrom("", "a", "A", "b ", "b", "10", "é", "x\0y"),
  fc.constantFrom(new Uint8Array(), new Uint8Array([97])),
);
const columns = ["x", "n", "c", "r", "any"];
const tables = {
  rowid: (c: string) => `CREATE TABLE t(${c})`,
  "integer primary key": (c: string) => `CREATE TABLE t(id INTEGER PRIMARY KEY, ${c})`,
  "text key": (c: string) =>
    `CREATE TABLE t(id TEXT COLLATE NOCASE, ${c}, PRIMARY KEY(id DESC, "any" COLLATE RTRIM)) WITHOUT ROWID`,
} as const;
const ids = fc.uniqueArray(
  fc.oneof(fc.bigInt({ min: -5n, max: 60n }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  {
    minLength: 30,
    maxLength: 30,
  },
);

it("a built order has the keys that SQLite gives, whatever the table, the order and the filter", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...(Object.keys(tables) as (keyof typeof tables)[])),
      ids,
      fc.array(fc.tuple(value, value, value, value, value), { maxLength: 30 }),
      fc.array(
        fc.record({
          order: fc.array(
            fc.record({ column: fc.constantFrom(...columns), direction: fc.constantFrom("asc", "desc") }),
            {
              maxLength: 3,
            },
          ),
          filter: fc.constantFrom<RowFilter[]>([], [{ rawSql: "n > 0 OR x IS NULL" }], [{ anyColumn: "a" }]),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      async (kind, keys, rows, sources) => {
        const path = makeDatabase((db) => {
          db.exec(tables[kind](`x TEXT, n INTEGER, c TEXT COLLATE NOCASE, r TEXT COLLATE RTRIM, "any"`));
          const id = kind === "rowid" ? "rowid" : "id";
          const insert = db.prepare(
            `INSERT OR IGNORE INTO t(${id}, x, n, c, r, "any") VALUES (?, ?, ?, ?, ?, coalesce(?, 7))`,
          );
          rows.forEach((row, i) => insert.run(keys[i], ...row));
        });
        const { connections, schema } = openRooms(path);
        const folder = new OrderFolder(tempFolder());
        const builds = new Builds(connections, folder, () => {});
        const kept = new KeptOrders(connections, folder);
        const shape = new RowReader(connections).shape(schema.table({ schema: "main", name: "t" }));
        const oracle = new Database(path, { readonly: true });
        oracle.defaultSafeIntegers(true);
        for (const { order, filter } of sources) {
          const source: RowSource = { table: { schema: "main", name: "t" }, order: order as OrderTerm[], filter };
          const where = filter[0] && "rawSql" in filter[0] ? `WHERE ${filter[0].rawSql}` : "";
          const last = order.at(-1)?.direction;
          const keyTerms = kind === "text key" ? ["id", `"any"`] : [kind === "rowid" ? "rowid" : "id"];
          const stored = kind === "text key" ? ["id DESC", `"any" COLLATE RTRIM`] : keyTerms;
          const by = [
            ...order.map((o) => `"${o.column}" ${o.direction}`),
            ...(last ? keyTerms.map((k) => `${k} ${last}`) : stored),
          ];
          const expected =
            filter[0] && "anyColumn" in filter[0]
              ? null
              : oracle.prepare(`SELECT ${keyTerms.join()} FROM t ${where} ORDER BY ${by.join()}`).raw().all();
          const built = await builds.build(shape, source, "view");
          const found = kept.of(source);
          expect(built).toEqual({ kept: true, total: { rows: found?.state.rows, quality: "exact" } });
          const all = found?.keys(0, 1000);
          if (expected) expect(all).toEqual(expected);
          expect(found?.keys(3, 2)).toEqual(all?.slice(3, 5));
        }
        kept.close();
        oracle.close();
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

const ROWS = 40_000;
const makeLarge = (mode = "delete") =>
  makeDatabase((db) => {
    db.pragma(`journal_mode = ${mode}`);
    db.exec(`CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER, w TEXT); CREATE INDEX t_w ON t(w);
      INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
      SELECT i * 3, (i * 7919) % 10007, 'w' || (i % 100) FROM n`);
  });

function openLarge(path: string) {
  const rooms = openRooms(path);
  const order: OrderTerm[] = [{ column: "v", direction: "desc" }];
  const source = (change: Partial<RowSource> = {}): RowSource => ({
    table: { schema: "main", name: "t" },
    order,
    filter: [],
    ...change,
  });
  const page = (offset: number, asked = source(), limit = 200) =>
    rooms.rows["rows.readPage"]({ source: asked, offset, limit, view: "tab" }) as RowPage;
  const build = async (asked = source(), view = "tab") => rooms.rows["rows.buildOrder"]({ source: asked, view });
  return { ...rooms, source, page, build };
}

describe.each(["delete", "wal"])("pages of a view (%s)", (mode) => {
  it("are pending until the order is known, then exact at any place", async () => {
    const { page, build, source, events } = openLarge(makeLarge(mode));
    expect(page(0)).toMatchObject({ placement: "pending", rows: [], total: { rows: expect.any(Number) } });
    const done = build();
    // The first rows are there long before the end; nothing has been awaited but the first slices.
    while (page(0).placement === "pending") await new Promise((resolve) => setImmediate(resolve));
    const first = page(0).rows;
    expect(first).toHaveLength(200);
    expect(await done).toEqual({ kept: true, total: { rows: ROWS, quality: "exact" } });
    expect(page(0).rows).toEqual(first);
    expect(first[0]?.[1]).toBe(10006n);
    const last = page(ROWS - 100);
    expect(last).toMatchObject({ placement: "exact", total: { rows: ROWS, quality: "exact" } });
    expect(last.rows).toHaveLength(100);
    expect(last.rows.at(-1)).toEqual([30021n, 0n, "w7"]);
    expect(page(ROWS + 1000)).toMatchObject({ placement: "exact", rows: [] });
    const progress = events.filter((event) => event.name === "rows.orderProgress");
    expect(progress.at(-1)?.data).toEqual({
      view: "tab",
      table: { schema: "main", name: "t" },
      total: { rows: ROWS, quality: "exact" },
      complete: true,
    });
    // The same question again is answered by what is there.
    const told = events.length;
    expect(await build(source(), "another tab")).toMatchObject({ kept: true });
    expect(events.length).toBe(told);
  });

  it("follow what another program writes: the order is another one, and never mixed with the old", async () => {
    const path = makeLarge(mode);
    const { page, build } = openLarge(path);
    await build();
    const writer = new Database(path);
    writer.prepare("UPDATE t SET v = 999999 WHERE id = 300").run();
    expect(page(0).placement).toBe("pending");
    await build();
    expect(page(0).rows[0]).toEqual([300n, 999_999n, "w0"]);
    // Written in the middle of a build: it begins again.
    writer.prepare("DELETE FROM t WHERE id = 300").run();
    const done = build();
    await new Promise((resolve) => setImmediate(resolve));
    writer.prepare("INSERT INTO t VALUES (1, 5000000, 'new')").run();
    expect(await done).toEqual({ kept: true, total: { rows: ROWS, quality: "exact" } });
    expect(page(0).rows[0]).toEqual([1n, 5_000_000n, "new"]);
    writer.close();
  });
});

describe("a view", () => {
  it("that wants something else has its build given up, one that another wants too goes on", async () => {
    const { page, build, source } = openLarge(makeLarge());
    const other = source({ order: [{ column: "v", direction: "asc" }] });
    page(0);
    const given = build().catch((thrown: unknown) => thrown);
    page(0, other);
    expect(await given).toBeInstanceOf(AppError);
    expect(((await given) as AppError).data).toMatchObject({ code: "engine.stopped" });
    const shared = build(other);
    const also = build(other, "another tab");
    page(0, source());
    expect(await shared).toMatchObject({ kept: true });
    expect(await also).toMatchObject({ kept: true });
  });

  it("finds the first matches while the search goes on, and the total at its end", async () => {
    const { page, build, source } = openLarge(makeLarge());
    const rare = source({ order: [], filter: [{ column: "v", operator: "=", value: 77n }] });
    expect(page(0, rare).placement).toBe("pending");
    expect(await build(rare)).toEqual({ kept: true, total: { rows: 3, quality: "exact" } });
    expect(page(0, rare)).toMatchObject({ placement: "exact", total: { rows: 3, quality: "exact" } });
    expect(page(0, rare).rows.map((row) => row[1])).toEqual([77n, 77n, 77n]);
    const frequent = source({ order: [], filter: [{ column: "v", operator: ">", value: 100n }] });
    expect(page(0, frequent)).toMatchObject({ placement: "exact", total: { quality: "atLeast" } });
  });

  it("reads directly what an index gives", () => {
    const { page, source } = openLarge(makeLarge());
    expect(page(0, source({ order: [{ column: "w", direction: "desc" }] }))).toMatchObject({ placement: "exact" });
    const one = source({ order: [], filter: [{ column: "w", operator: "=", value: "w7" }] });
    expect(page(0, one)).toMatchObject({ placement: "exact" });
    expect(page(0, one).rows).toHaveLength(200);
  });

  it("of rows without a key reads directly, and is told that no order is kept", async () => {
    const path = makeLarge();
    new Database(path).exec("CREATE VIEW vw AS SELECT v, w FROM t").close();
    const { page, build, source } = openLarge(path);
    const asked = source({ table: { schema: "main", name: "vw" } });
    expect(page(0, asked)).toMatchObject({ placement: "exact", keys: null });
    expect(await build(asked)).toMatchObject({ kept: false });
  });

  it("whose regular expression never ends is told so, and the next order is built", async () => {
    const path = makeLarge();
    new Database(path).exec("UPDATE t SET w = printf('%.*c', 60, 'a') || 'b' WHERE id = 300").close();
    const { page, build, source } = openLarge(path);
    const endless = source({ filter: [{ column: "w", operator: "regex", value: "^(a+)+$" }] });
    expect(page(0, endless).placement).toBe("pending");
    await expect(build(endless)).rejects.toMatchObject({
      data: { code: "engine.stopped", message: expect.stringContaining("regular expression") },
    });
    expect(await build()).toMatchObject({ kept: true });
  });

  it("is told why rows cannot be put in order", async () => {
    const path = makeLarge();
    const { build, source } = openLarge(path);
    const missing = source({ order: [{ column: "nothing", direction: "asc" }] });
    await expect(build(missing)).rejects.toMatchObject({ data: { code: "object.missing" } });
    await expect(build(source({ filter: [{ rawSql: "nothing > 1" }] }))).rejects.toMatchObject({
      data: { code: "sql.syntax" },
    });
  });
});

it("keys of damaged text lead to no row: such pages are read directly", async () => {
  const path = makeDatabase(`CREATE TABLE t(k TEXT PRIMARY KEY, v) WITHOUT ROWID;
    INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 21000) SELECT 'k' || i, i FROM n;
    INSERT INTO t VALUES (CAST(x'6bff' AS TEXT), 99999)`);
  const { page, build, source } = openLarge(path);
  expect(await build(source())).toMatchObject({ kept: true });
  expect(page(0)).toMatchObject({ placement: "exact", total: { rows: 21_001 } });
  expect(page(0).rows[0]).toMatchObject([{ storage: "text", damaged: true }, 99_999n]);
});

it("no more than eight orders stay on disk", async () => {
  const { connections, schema } = openRooms(makeDatabase("CREATE TABLE t(a, b, c); INSERT INTO t VALUES (1, 2, 3)"));
  const place = tempFolder();
  const folder = new OrderFolder(place);
  const events: EngineEvent[] = [];
  const builds = new Builds(connections, folder, (event) => void events.push(event));
  const shape = new RowReader(connections).shape(schema.table({ schema: "main", name: "t" }));
  for (let i = 0; i < 12; i++) {
    const filter = [{ column: "a", operator: "<>" as const, value: BigInt(i + 10) }];
    await builds.build(shape, { table: { schema: "main", name: "t" }, order: [], filter }, "view");
  }
  expect(readdirSync(join(place)).filter((file) => file.endsWith(".order"))).toHaveLength(8);
});

it("any page of a view is what SQLite gives, before its order is built, while it grows, and after", async () => {
  const rows = 25_000;
  const path = makeDatabase((db) => {
    db.exec(`CREATE TABLE t(id INTEGER PRIMARY KEY, a, b TEXT COLLATE NOCASE, c REAL); CREATE INDEX t_b ON t(b);
      INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
      SELECT i * 2 - 9000, CASE i % 7 WHEN 0 THEN NULL WHEN 1 THEN 'x' || i % 50 WHEN 2 THEN x'00' ELSE i * 7919 % 1000 END,
        substr('aAbBcC', 1 + i % 6, 1), i * 31 % 997 / 3.0 FROM n`);
  });
  const { rows: questions } = openRooms(path);
  const oracle = new Database(path, { readonly: true });
  oracle.defaultSafeIntegers(true);
  onTestFinished(() => void oracle.close());
  const columns = ["a", "b", "c", "id"];
  const where = ["", "a > 10", "b = 'a'", "c < 1", "a IS NULL AND b > 'A'", "id = 77 OR id = 1000"];
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ column: fc.constantFrom(...columns), direction: fc.constantFrom("asc" as const, "desc" as const) }),
        {
          maxLength: 2,
        },
      ),
      fc.constantFrom(...where),
      fc.array(fc.nat(rows + 300), { minLength: 3, maxLength: 3 }),
      async (order, condition, offsets) => {
        const filter: RowFilter[] = condition === "" ? [] : [{ rawSql: condition }];
        const source: RowSource = { table: { schema: "main", name: "t" }, order, filter };
        const by = [...order.map((o) => `${o.column} ${o.direction}`), `id ${order.at(-1)?.direction ?? "asc"}`];
        const keys = oracle
          .prepare(`SELECT id FROM t ${condition && `WHERE ${condition}`} ORDER BY ${by.join()}`)
          .pluck()
          .all();
        const check = (offset: number, mayWait: boolean) => {
          const page = questions["rows.readPage"]({ source, offset, limit: 100, view: "tab" }) as RowPage;
          if (page.placement === "pending") expect(mayWait).toBe(true);
          if (page.placement !== "exact") return;
          const found = page.keys?.map(([id]) => id);
          const expected = keys.slice(offset, offset + 100);
          // While a filter searches, a page may not be full yet.
          expect(mayWait ? expected.slice(0, found?.length) : expected).toEqual(found);
          if (page.total.quality === "exact") expect(page.total.rows).toBe(keys.length);
        };
        for (const offset of [0, ...offsets]) check(offset, true);
        const building = new Set(["tab"]);
        const built = Promise.resolve(questions["rows.buildOrder"]({ source, view: "tab" })).finally(() =>
          building.clear(),
        );
        while (building.size > 0) {
          for (const offset of [0, ...offsets, rows - 100]) check(offset, true);
          await new Promise((resolve) => setImmediate(resolve));
        }
        expect(await built).toEqual({ kept: true, total: { rows: keys.length, quality: "exact" } });
        const plain = order.length === 0 && condition === "";
        for (const offset of [0, ...offsets, Math.max(0, keys.length - 50)]) check(offset, plain);
      },
    ),
    { numRuns: 12 },
  );
}, 60_000);

describe("two processes", { timeout: 120_000 }, () => {
  const place = (path: string) => {
    const sharedFolder = tempFolder();
    const engine = openEngine({
      source: { kind: "file", path, readOnly: false },
      journalFolder: null,
      scratchFolder: sharedFolder,
      sharedFolder,
      emit: () => {},
    });
    onTestFinished(() => engine.close());
    const order: OrderTerm[] = [{ column: "v", direction: "desc" }];
    const source: RowSource = { table: { schema: "main", name: "t" }, order, filter: [] };
    const page = async (offset: number) =>
      engine.handlers["rows.readPage"]({ source, offset, limit: 200, view: "tab" });
    const start = () => {
      const worker = fileURLToPath(new URL("build-in-process.ts", import.meta.url));
      const child = spawn(process.execPath, [worker, path, sharedFolder], { stdio: ["ignore", "pipe", "inherit"] });
      let said = "";
      child.stdout.on("data", (data) => (said += String(data)));
      const ended = new Promise<string>((resolve) => child.once("close", () => resolve(said)));
      // However long a busy machine takes to start it: it says so, or it ends.
      const says = (word: string) =>
        new Promise<void>((resolve, reject) => {
          const look = () => {
            if (said.includes(word)) resolve();
          };
          child.stdout.on("data", look);
          void ended.then(() => reject(new Error(`It ended without ${word}: ${said}`)));
          look();
        });
      return { child, ended, says };
    };
    return { page, start };
  };
  const expected = (path: string) => {
    const db = new Database(path, { readonly: true });
    const keys = db.prepare("SELECT id FROM t ORDER BY v DESC, id DESC").pluck().safeIntegers(true).all();
    db.close();
    return keys;
  };

  it("agree: one builds, the other answers pages, while it grows and after", async () => {
    const path = makeLarge();
    const { page, start } = place(path);
    expect((await page(0)).placement).toBe("pending");
    const builder = start();
    await builder.says("progress");
    expect((await builder.ended).trim().endsWith("kept")).toBe(true);
    const keys = expected(path);
    for (const offset of [0, 900, 20_000, ROWS - 150]) {
      const { placement, keys: found } = await page(offset);
      expect(placement).toBe("exact");
      expect(found?.map(([id]) => id)).toEqual(keys.slice(offset, offset + 200));
    }
  });

  it("one killed at any moment leaves nothing that is wrong, and the next one builds it", async () => {
    const path = makeLarge();
    const { page, start } = place(path);
    const keys = expected(path);
    const right = async (offset: number) => {
      const { placement, keys: found } = await page(offset);
      if (placement === "exact") expect(found?.map(([id]) => id)).toEqual(keys.slice(offset, offset + 200));
      return placement;
    };
    for (let kill = 0; kill < 6; kill++) {
      const builder = start();
      await builder.says("ready");
      await new Promise((resolve) => setTimeout(resolve, kill * 12));
      builder.child.kill("SIGKILL");
      await builder.ended;
      await right(0);
      await right(20_000);
    }
    expect((await start().ended).trim().endsWith("kept")).toBe(true);
    expect([await right(0), await right(20_000), await right(ROWS - 200)]).toEqual(["exact", "exact", "exact"]);
  });
});

it("two processes that build one order at the same time take nothing from each other: the last one's counts", () => {
  const path = join(tempFolder(), "one.order");
  const meta = { digest: "d", stamp: "s", byRowid: false };
  const [first, second] = [new OrderWriter(path, meta), new OrderWriter(path, meta)];
  for (const [writer, key] of [
    [first, "a"],
    [second, "b"],
  ] as const) {
    writer.addKey([key, 1n]);
    writer.publish({ seen: 1, seenAll: true, complete: true });
  }
  first.discard();
  second.close();
  const reader = OrderReader.open(path);
  expect(reader?.read(0, 1)).toEqual([["b", 1n]]);
  reader?.close();
});
