/**
 * `npm run bench [-- --rows 10000000] [--json out.json]`: reads of a large table through the whole path (page client →
 * MessagePort → serve → engine) beside the same reads made with better-sqlite3 alone, as ratios of medians in one run.
 * Also the cost of staging and committing, and of changes of the schema, beside the same statements in one raw transaction;
 * and gestures of the model editor over a large schema beside a small one.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import Database from "better-sqlite3";
import type { RowPage, RowSource } from "../../src-shared/model/rows.ts";
import { joinEngine } from "../harness/port-pair.ts";
import { bigTablePath, makeBigTable } from "./big-table.ts";
import { benchCommit } from "./bench-commit.ts";
import { benchModels } from "./bench-models.ts";
import { benchOrders } from "./bench-orders.ts";
import { benchSchema } from "./bench-schema.ts";
import { type Comparison, compare, report } from "./measure.ts";
import { rawPort } from "./raw-port.ts";

const { values: args } = parseArgs({
  options: { rows: { type: "string", default: "10000000" }, json: { type: "string" } },
});
const rows = Number(args.rows);
const limit = 200;
const path = bigTablePath(rows);
console.log(`Making ${rows.toLocaleString("en")} rows in ${path} unless they are there…`);
makeBigTable(path, rows);

const source: RowSource = { table: { schema: "main", name: "events" }, order: [], filter: [] };
const results: Comparison[] = [];

const raw = new Database(path, { readonly: true });
raw.defaultSafeIntegers(true);
const columns = '"id", "at", "kind", "amount", "customer", "note"';
const fromStart = raw.prepare(`SELECT ${columns} FROM events ORDER BY id LIMIT ?`).raw(true);
const fromEnd = raw.prepare(`SELECT ${columns} FROM events ORDER BY id DESC LIMIT ?`).raw(true);
const fromKey = raw.prepare(`SELECT ${columns} FROM events WHERE id > ? ORDER BY id LIMIT ?`).raw(true);

const joined = joinEngine({ kind: "file", path, readOnly: true });
const page = (offset: number): Promise<RowPage> => joined.client.ask("rows.readPage", { source, offset, limit });

// A cold start opens the file for every measured call; so does the raw side.
results.push(
  await compare(
    "open, schema, first page",
    20,
    async () => {
      const cold = joinEngine({ kind: "file", path, readOnly: true });
      await cold.client.ask("schema.read", undefined);
      await cold.client.ask("rows.readPage", { source, offset: 0, limit });
      cold.close();
    },
    () => {
      const db = new Database(path, { readonly: true });
      db.defaultSafeIntegers(true);
      db.prepare("SELECT * FROM sqlite_schema").all();
      db.prepare(`SELECT ${columns} FROM events ORDER BY id LIMIT ?`).raw(true).all(limit);
      db.close();
    },
  ),
);

results.push(
  await compare(
    "jump to the end, nothing built",
    20,
    async () => {
      const cold = joinEngine({ kind: "file", path, readOnly: true });
      const t = await cold.client.ask("rows.readPage", { source, offset: rows - limit, limit });
      if (t.rows.length === 0) throw new Error("The end gave no rows");
      cold.close();
    },
    () => {
      const db = new Database(path, { readonly: true });
      db.prepare(`SELECT ${columns} FROM events ORDER BY id DESC LIMIT ?`).raw(true).all(limit);
      db.close();
    },
  ),
);

const builtFrom = performance.now();
let last = await page(rows - limit);
while (last.placement !== "exact" || last.total.quality !== "exact") {
  await new Promise((resolve) => setTimeout(resolve, 20));
  last = await page(rows - limit);
}
const built = performance.now() - builtFrom;
const countFrom = performance.now();
const count = Number(raw.prepare("SELECT count(*) FROM events").pluck().get());
const counted = performance.now() - countFrom;
results.push({
  name: "order built (background) : count(*)",
  ours: built,
  raw: counted,
  ratio: built / counted,
  rounds: 1,
});
if (last.total.rows !== count) throw new Error(`Total ${last.total.rows}, but the table holds ${count}`);

results.push(
  await compare(
    "first page, opened file",
    300,
    () => page(0),
    () => fromStart.all(limit),
  ),
);

const key = (offset: number) => BigInt(offset + Math.floor(offset / 6));
const expectRow = (p: RowPage, offset: number) => {
  if (p.rows[0]?.[0] !== key(offset) + 1n) throw new Error(`Row ${offset} is another row`);
};
results.push(
  await compare(
    "jump to the end",
    100,
    () => page(rows - limit),
    () => fromEnd.all(limit),
  ),
);
results.push(
  await compare(
    "jump to the middle : raw seek by a known key",
    100,
    async (round) => {
      const offset = (rows >> 1) + round * 777;
      expectRow(await page(offset), offset);
    },
    (round) => fromKey.all(key((rows >> 1) + round * 777), limit),
  ),
);
const byOffset = raw.prepare(`SELECT ${columns} FROM events ORDER BY id LIMIT ? OFFSET ?`).raw(true);
results.push(
  await compare(
    "jump to the middle : raw OFFSET",
    5,
    () => page(rows >> 1),
    () => byOffset.all(limit, rows >> 1),
  ),
);
results.push(
  await compare(
    "page down in the middle",
    100,
    (round) => page((rows >> 1) + round * limit),
    (round) => fromKey.all(key((rows >> 1) + round * limit), limit),
  ),
);
/** The same against raw rows that have come through a port as well. */
const port = rawPort((from: bigint | "start" | "end") =>
  from === "start" ? fromStart.all(limit) : from === "end" ? fromEnd.all(limit) : fromKey.all(from, limit),
);
const middle = (round: number) => (rows >> 1) + round * limit;
const throughPort = async (
  name: string,
  ours: (round: number) => number,
  from: (round: number) => bigint | "start" | "end",
) =>
  results.push(
    await compare(
      `${name} : raw through a port`,
      300,
      (round) => page(ours(round)),
      (round) => port.ask(from(round)),
    ),
  );
await throughPort(
  "first page",
  () => 0,
  () => "start",
);
await throughPort(
  "jump to the end",
  () => rows - limit,
  () => "end",
);
await throughPort("page down in the middle", middle, (round) => key(middle(round)));
port.close();
joined.close();
raw.close();

results.push(...(await benchOrders(path, rows)));

const folder = mkdtempSync(join(tmpdir(), "joinery-bench-"));
results.push(...(await benchCommit(folder)));
results.push(...(await benchSchema(folder)));
results.push(...(await benchModels(folder)));
rmSync(folder, { recursive: true, force: true });

console.log(report(results));
if (args.json) writeFileSync(args.json, JSON.stringify({ rows, results }, null, 2));
