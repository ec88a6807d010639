/**
 * What a person waits for in the real app with ten million rows: from the click or key in the page until the rows are in
 * the grid, beside the raw better-sqlite3 read of the same rows. Times of the app include the grid's pause of 60 ms before
 * it tells its mirror (which is what can be observed) and the virtual display's software painting.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, type Page, test } from "@playwright/test";
import { bareLaunch, launchJoinery, temporaryFolder } from "../e2e/harness.ts";
import { GridOnPage } from "../e2e/grid.ts";
import { bigTablePath, makeBigTable } from "./big-table.ts";
import { type Comparison, median, report } from "./measure.ts";
import { timeWords, untilDrawn } from "./page-probes.ts";

const rows = Number(process.env.BENCH_ROWS ?? 10_000_000);
const key = (offset: number) => BigInt(offset + Math.floor(offset / 6) + 1);
const SELECT = "SELECT id, at, kind, amount, customer, note FROM events";

/** Milliseconds from the first `event` in the page after `gesture` began until the cell of `row` and `id` is shown. */
async function until(page: Page, event: string, row: number, gesture: () => Promise<unknown>): Promise<number> {
  const id = new Intl.NumberFormat("en", { useGrouping: false }).format(key(row));
  await page.evaluate(
    ({ event, row, id }) => {
      const shown = new Promise<number>((resolve) => {
        let from = Number.NaN;
        const look = () => {
          const cell = document.querySelector(`[data-testid=grid-mirror] [data-row="${row}"] [data-column="id"]`);
          if (cell?.textContent?.includes(id)) resolve(performance.now() - from);
          else requestAnimationFrame(look);
        };
        const begin = () => {
          from = performance.now();
          requestAnimationFrame(look);
        };
        addEventListener(event, begin, { once: true, capture: true });
      });
      Object.assign(globalThis, { shown });
    },
    { event, row, id },
  );
  await gesture();
  return page.evaluate(() => (globalThis as unknown as { shown: Promise<number> }).shown);
}

test("from the start of Joinery to the first rows of ten million", async () => {
  makeBigTable(bigTablePath(rows), rows);
  const { executable, args, env } = await bareLaunch();
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const userData = temporaryFolder();
    const words = [...args, `--user-data-dir=${userData}`, "--readonly", "-t", "events", bigTablePath(rows)];
    const joinery = spawn(executable, words, { env, stdio: "ignore" });
    const log = join(userData, "logs/main.log");
    const said = (): string | undefined =>
      existsSync(log) ? / (\d+) ms from Joinery's start/.exec(readFileSync(log, "utf8"))?.[1] : undefined;
    await expect.poll(said, { timeout: 30_000 }).toBeDefined();
    times.push(Number(said()));
    joinery.kill();
    await once(joinery, "exit");
  }
  console.log(`\n${timeWords("from the start to the first rows (joinery big.db -t events)", times)}`);
});

test("ten million rows in the window", async () => {
  makeBigTable(bigTablePath(rows), rows);
  const raw = new Database(bigTablePath(rows), { readonly: true });
  const time = (sql: string, ...parameters: bigint[]): number => {
    const statement = raw.prepare(sql).raw(true);
    const times = [0, 1, 2, 3, 4].map(() => {
      const from = performance.now();
      statement.all(...parameters);
      return performance.now() - from;
    });
    return median(times);
  };
  const joinery = await launchJoinery({ files: [bigTablePath(rows)], args: ["--readonly"] });
  const { page } = joinery;
  const tree = page.getByRole("treegrid").getByRole("row", { name: "events", exact: false }).first();
  await expect(tree).toBeVisible();
  const grid = new GridOnPage(page);
  const figures: Comparison[] = [];
  const drawn = await untilDrawn(page, "dblclick", String(key(0)), () => tree.dblclick());
  const close = async () => {
    // A table that is opened again shows the place one left.
    await grid.press("Control+Home");
    await expect(grid.cell(0, "id")).toBeVisible();
    await joinery.command("tab.close");
  };
  await grid.click(grid.cell(0, "id"));
  await close();
  const note = (name: string, ours: number[], rawMs: number) =>
    figures.push({ name, ours: median(ours), raw: rawMs, ratio: median(ours) / rawMs, rounds: ours.length });

  const first: number[] = [];
  const end: number[] = [];
  const middle: number[] = [];
  const down: number[] = [];
  for (let round = 0; round < 5; round++) {
    first.push(await until(page, "dblclick", 0, () => tree.dblclick()));
    await grid.click(grid.cell(0, "id"));
    end.push(await until(page, "keydown", rows - 1, () => page.keyboard.press("Control+End")));
    const place = Math.floor(rows / 2) + round * 12_345;
    await joinery.command("view.goToRow");
    await page.getByLabel("Row number").fill(String(place + 1));
    middle.push(await until(page, "keydown", place, () => page.keyboard.press("Enter")));
    // A page down lands where the view's height says; the row below the present one is there at the latest.
    down.push(await until(page, "keydown", place + 40, () => page.keyboard.press("PageDown")));
    await close();
  }
  note("first rows after a double click", first, time(`${SELECT} ORDER BY id LIMIT 200`));
  note("jump to the last row (Ctrl+End)", end, time(`${SELECT} ORDER BY id DESC LIMIT 200`));
  note("jump to the middle (go to row)", middle, time(`${SELECT} WHERE id > ? ORDER BY id LIMIT 200`, key(rows / 2)));
  note("a page down", down, time(`${SELECT} WHERE id > ? ORDER BY id LIMIT 200`, key(rows / 2)));
  await joinery.close();
  raw.close();
  console.log(
    `\n${report(figures)}\nfirst rows painted, from a double click on a table that was never opened: ${drawn.toFixed(0)} ms`,
  );
  expect(figures.every((figure) => Number.isFinite(figure.ours))).toBe(true);
});
