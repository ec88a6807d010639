/**
 * Sorted, filtered and searched pages of the large table, with a process for long work of its own, as in the app; each beside
 * the least that better-sqlite3 alone must do to answer it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { openEngine } from "../../electron/engine/engine.ts";
import type { RowPage, RowSource } from "../../src-shared/model/rows.ts";
import { type Comparison, median } from "./measure.ts";
import { Worker } from "./worker.ts";

const LIMIT = 200;
const COLUMNS = '"id", "at", "kind", "amount", "customer", "note"';
/** How often each cold measurement is repeated; it takes seconds. */
const ROUNDS = 3;

export async function benchOrders(path: string, rows: number): Promise<Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), "joinery-bench-"));
  const reading = openEngine({
    source: { kind: "file", path, readOnly: true },
    journalFolder: null,
    scratchFolder: folder,
    sharedFolder: folder,
    emit: () => {},
  });
  const worker = new Worker(path, folder);
  await worker.ready;
  const raw = new Database(path, { readonly: true });
  raw.defaultSafeIntegers(true);
  const results: Comparison[] = [];
  let view = 0;

  const page = async (source: RowSource, offset: number): Promise<RowPage> =>
    reading.handlers["rows.readPage"]({ source, offset, limit: LIMIT, view: `view ${view}` });
  /** As a view does: asks, has the order built when told so, and asks again whenever more is known. */
  const pageWhenKnown = async (source: RowSource, offset: number): Promise<RowPage> => {
    const first = await page(source, offset);
    if (first.placement !== "pending") return first;
    return new Promise((resolve, reject) => {
      const again = () => {
        page(source, offset).then((answer) => {
          if (answer.placement === "pending") return;
          worker.onEvent = () => {};
          resolve(answer);
        }, reject);
      };
      worker.onEvent = again;
      worker.ask("rows.buildOrder", { source, view: `view ${view}` }).then(again, (thrown: unknown) => {
        // Given up by the next measurement, when this one has what it wanted.
        if ((thrown as Error).message.includes("given up")) return;
        reject(thrown as Error);
      });
    });
  };
  /** Each round is another source, so that no order is there already. */
  const cold = async (
    name: string,
    source: (round: number) => RowSource,
    ours: (source: RowSource) => Promise<unknown>,
    rawWork: () => unknown,
    rounds = ROUNDS,
    pause = 500,
  ) => {
    const [a, b]: [number[], number[]] = [[], []];
    view++;
    for (let round = 0; round < rounds; round++) {
      const t0 = performance.now();
      await ours(source(round));
      const t1 = performance.now();
      await reading.handlers["rows.leaveOrder"]({ view: `view ${view}` });
      await new Promise((resolve) => setTimeout(resolve, pause));
      const t2 = performance.now();
      rawWork();
      b.push(performance.now() - t2);
      a.push(t1 - t0);
    }
    results.push({ name, ours: median(a), raw: median(b), ratio: median(a) / median(b), rounds });
    console.log(name, median(a).toFixed(1), median(b).toFixed(1));
  };

  const table = { schema: "main", name: "events" };
  const where = (filter: RowSource["filter"]): RowSource => ({ table, order: [], filter });
  /** A condition that all rows fulfil and that makes a source another one. */
  const other = (round: number) => ({ rawSql: `${round} = ${round}` });
  const sorted = (round: number): RowSource => ({
    table,
    order: [{ column: "amount", direction: "asc" }],
    filter: round < 0 ? [] : [other(round)],
  });
  const select = (rest: string) => raw.prepare(`SELECT ${COLUMNS} FROM events ${rest} LIMIT ${LIMIT}`).raw(true);
  const count = (condition: string) => raw.prepare(`SELECT count(*) FROM events WHERE ${condition}`).raw(true);

  // Warm: the file is in memory for both sides.
  count("amount > 1").all();

  let distinct = 0;
  const half = () => where([{ column: "amount", operator: ">", value: 5000 + distinct++ / 1000 }]);
  const fewest = (round: number) => where([{ column: "customer", operator: "=", value: BigInt(77 + round) }]);
  const anywhere = (round: number) => where([{ anyColumn: `event ${rows - 10 + round} of` }]);
  const complete = async (source: RowSource) => worker.ask("rows.buildOrder", { source, view: `view ${view}` });

  const first = (source: RowSource) => pageWhenKnown(source, 0);
  await cold("filter, first page (half of the rows)", half, first, () =>
    select("WHERE amount > 5000 ORDER BY id").all(),
  );
  await cold("filter, first page (40 rows in all)", fewest, complete, () =>
    select("WHERE customer = 77 ORDER BY id").all(),
  );
  const counted = (source: RowSource) => worker.ask("rows.count", { source });
  await cold("filter, full count (half of the rows)", half, counted, () => count("amount > 5000").all());
  await cold("filter, every place known : raw count", half, complete, () => count("amount > 5000").all());
  const search = ["id", "at", "kind", "amount", "customer", "note"].map(
    (c) => `instr(lower("${c}"), 'event 12345 of') > 0`,
  );
  await cold("any column, all matches", anywhere, complete, () => count(search.join(" OR ")).all());
  await cold("sort, first page", sorted, first, () => select("ORDER BY amount, id").all());
  await cold(
    "sort, last page",
    (round) => sorted(round + ROUNDS),
    (source) => pageWhenKnown(source, rows - LIMIT),
    () => select("ORDER BY amount DESC, id DESC").all(),
  );

  // While a sort runs, other pages are read as ever.
  const natural = where([]);
  const waits: number[] = [];
  const running = new Set([sorted]);
  const built = complete(sorted(-1)).then(() => running.clear());
  const alone: number[] = [];
  while (running.size > 0) {
    const began = performance.now();
    await page(natural, 0);
    waits.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await built;
  for (let i = 0; i < 200; i++) {
    const began = performance.now();
    select("ORDER BY id").all();
    alone.push(performance.now() - began);
  }
  results.push(line("first page of another tab while a sort runs, median", median(waits), median(alone), waits.length));
  results.push(line("… the slowest of them", Math.max(...waits), Math.max(...alone), waits.length));

  const keys = raw.prepare("SELECT id FROM events ORDER BY amount, id LIMIT 200000").pluck().all() as bigint[];
  const byKey = raw.prepare(`SELECT ${COLUMNS} FROM events WHERE id = ?`).raw(true);
  const [jumps, gets]: [number[], number[]] = [[], []];
  for (let round = 0; round < 200; round++) {
    const offset = Math.floor(((round * 7919) % 200) * (rows / 200));
    const t0 = performance.now();
    const answer = await page(sorted(-1), offset);
    const t1 = performance.now();
    if (answer.placement !== "exact" || answer.rows.length === 0) throw new Error(`No rows at ${offset}`);
    for (let i = 0; i < LIMIT; i++) byKey.get(keys[(round * LIMIT + i * 997) % keys.length]);
    gets.push(performance.now() - t1);
    jumps.push(t1 - t0);
  }
  results.push(line("jump in a built order : raw 200 rows by known keys", median(jumps), median(gets), 200));
  results.push(line("… the slowest of them", Math.max(...jumps), Math.max(...gets), 200));
  console.log(
    `Memory: reading process ${mb(process.memoryUsage().rss)}, long work at most ${mb(await worker.memory())} (sort of ${rows.toLocaleString("en")} rows)`,
  );
  worker.end();
  reading.close();
  raw.close();
  rmSync(folder, { recursive: true, force: true });
  return results;
}

function line(name: string, ours: number, raw: number, rounds: number): Comparison {
  return { name, ours, raw, ratio: ours / raw, rounds };
}

function mb(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}
