/**
 * A result of ten million rows in the real app (issue 6): how soon its first rows are there, what memory page and engines take,
 * and how long the end, an order and a filter are waited for. Memory is the resident set of each process, every half second; the page and the
 * engine that keeps the rows are the two that grow with a result.
 */
import { expect, type Page, test } from "@playwright/test";
import { copyOfSample, type JoineryApp, launchJoinery } from "../e2e/harness.ts";
import { GridOnPage } from "../e2e/grid.ts";

const rows = Number(process.env.BENCH_ROWS ?? 10_000_000);
const patience = 10_000 + rows / 200;
const QUERY = `WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c LIMIT ${rows})
  SELECT i, (i * 7919) % ${rows + 1} AS shuffled, 'row number ' || i AS name, i * 0.25 AS amount FROM c`;

/** Resident memory in MB: the page's, that of all engines together, of the largest engine. */
async function memory(joinery: JoineryApp): Promise<{ page: number; engines: number; largest: number }> {
  const metrics = await joinery.electron.evaluate(({ app }) =>
    app.getAppMetrics().map(({ type, serviceName, memory }) => ({ type, serviceName, kb: memory.workingSetSize })),
  );
  const engines = metrics.filter(({ type, serviceName }) => type === "Utility" && serviceName?.includes("node"));
  const page = metrics.filter(({ type }) => type === "Tab").reduce((sum, { kb }) => sum + kb, 0);
  const sum = engines.reduce((total, { kb }) => total + kb, 0);
  return { page: page / 1024, engines: sum / 1024, largest: Math.max(0, ...engines.map(({ kb }) => kb)) / 1024 };
}

/** Milliseconds of `gesture` until the cell shows the text. */
async function until(page: Page, row: number, column: string, text: string, gesture: () => Promise<unknown>) {
  const began = performance.now();
  await gesture();
  const cell = new GridOnPage(page).cell(row, column);
  await expect(cell).toHaveText(text, { timeout: patience });
  return performance.now() - began;
}

test("ten million rows of a statement", async () => {
  const joinery = await launchJoinery({ files: [await copyOfSample()] });
  const { page } = joinery;
  await expect(page.getByTestId("schema-tree").getByRole("row", { name: /^movies, table/ })).toBeVisible();
  await page.keyboard.press("Control+t");
  const editor = page.getByRole("textbox", { name: /^SQL of / });
  await expect(editor).toBeFocused();
  await page.keyboard.insertText(QUERY);
  const before = await memory(joinery);
  const peak = { page: 0, engines: 0, largest: 0 };
  const watch = async () => {
    const now = await memory(joinery).catch(() => peak);
    for (const key of ["page", "engines", "largest"] as const) peak[key] = Math.max(peak[key], now[key]);
  };
  const timer = setInterval(() => void watch(), 500);
  const figures: Record<string, number> = {};
  const grid = new GridOnPage(page);
  const began = performance.now();
  figures["first rows"] = await until(page, 0, "name", "row number 1", () => page.keyboard.press("Control+Enter"));
  figures["a page down while rows come"] = await until(page, 20, "i", "21", async () => {
    await grid.click(grid.cell(0, "i"));
    await page.keyboard.press("PageDown");
  });
  await expect(page.getByTestId("row-total")).toHaveText(`${rows.toLocaleString("en-US")} rows`, { timeout: patience });
  figures["all rows"] = performance.now() - began;
  figures["to the end (Ctrl+End)"] = await until(page, rows - 1, "i", String(rows), () =>
    page.keyboard.press("Control+End"),
  );
  figures["to the middle"] = await until(page, rows / 2, "i", String(rows / 2 + 1), async () => {
    await joinery.command("view.goToRow");
    await page.getByLabel("Row number").fill(String(rows / 2 + 1));
    await page.keyboard.press("Enter");
  });
  const box = await grid.header("shuffled").boundingBox();
  const sort = () => page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 8);
  figures["first rows in order"] = await until(page, 0, "shuffled", "1", sort);
  const sorted = performance.now();
  await expect(page.getByTestId("reading")).toHaveCount(0, { timeout: patience });
  figures["the whole order"] = performance.now() - sorted + (figures["first rows in order"] ?? 0);
  figures["to the end in order"] = await until(page, rows - 1, "shuffled", String(rows), () =>
    page.keyboard.press("Control+End"),
  );
  figures["first rows of a filter"] = await until(page, 0, "i", "123456", () =>
    page.getByRole("textbox", { name: "Filter name" }).fill("=row number 123456"),
  );
  clearInterval(timer);
  await watch();
  const words = Object.entries(figures).map(([name, ms]) => `${name.padEnd(32)} ${ms.toFixed(0).padStart(8)} ms`);
  const mb = (name: string, value: typeof peak) =>
    `${name.padEnd(32)} page ${value.page.toFixed(0)} MB, engines ${value.engines.toFixed(0)} MB (largest ${value.largest.toFixed(0)} MB)`;
  console.log(`\n${rows.toLocaleString("en")} rows\n${words.join("\n")}\n${mb("before", before)}\n${mb("peak", peak)}`);
  await joinery.close();
  expect(Object.values(figures).every(Number.isFinite)).toBe(true);
});
