/** Story S2: mend data while my program runs. */
import { copyFileSync, openSync, readSync, closeSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import Database from "better-sqlite3";
import { makeDatabase, readDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";
import { Writer } from "./writer.ts";

const schema = `
  CREATE TABLE heartbeat(id INTEGER PRIMARY KEY, beats INTEGER NOT NULL);
  INSERT INTO heartbeat VALUES (1, 0);
  CREATE TABLE reading(id INTEGER PRIMARY KEY, station TEXT NOT NULL DEFAULT 'new station', value REAL, note TEXT);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
  INSERT INTO reading SELECT i, 'station ' || i, i / 2.0, NULL FROM n;
`;
const all = "SELECT * FROM reading ORDER BY id";

let joinery: JoineryApp;
let writer: Writer;
test.afterEach(async () => {
  writer.stop();
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
});

/** How many transactions wrote this file (in rollback-journal mode): https://www.sqlite.org/fileformat2.html §1.3.9 */
function changeCounter(path: string): number {
  const bytes = Buffer.alloc(4);
  const file = openSync(path, "r");
  readSync(file, bytes, 0, 4, 24);
  closeSync(file);
  return bytes.readUInt32BE();
}

test("S2: edit a file that another program writes, see its change, settle the conflict, commit", async () => {
  const path = makeDatabase(schema, "live.db");
  writer = new Writer(path, 1000, "UPDATE heartbeat SET beats = beats + 1");
  joinery = await launchJoinery({ files: [path] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "reading");
  const panel = page.getByTestId("pending-changes");
  const goTo = async (row: number): Promise<void> => {
    await grid.press("Control+g");
    await page.keyboard.type(String(row));
    await grid.press("Enter");
    await expect(grid.cell(row - 1, "id")).toHaveText(String(row));
  };

  // Three cells, a deletion, two rows; two steps back, one forth.
  await grid.click(grid.cell(0, "station"));
  await goTo(1510);
  await grid.type(1499, "note", "mine");
  await grid.type(1500, "value", "7");
  await grid.type(1501, "station", "moved");
  await grid.click(grid.rowNumber(1502));
  await grid.press("Delete");
  for (const [row, text] of [
    [3000, "first new"],
    [3001, "second new"],
  ] as const) {
    await grid.press("Insert");
    // The new row comes into view with the cursor in it.
    await expect(grid.cell(row, "station")).toHaveAttribute("aria-selected", "true");
    await grid.type(row, "station", text);
  }
  const pending = page.getByRole("group", { name: "Pending changes" });
  await grid.press("Control+z", "Control+z");
  await expect(pending).toContainText("5 changes · 1 table");
  await grid.press("Control+y");
  await expect(pending).toContainText("6 changes · 1 table");

  // The rows from 1495 on are in view, wherever one comes from.
  await goTo(1495);
  // The program changes one of those cells and one beside: both show by themselves, and nothing else moves.
  await goTo(1510);
  const at = await grid.active();
  const first = await grid.mirror.locator("[data-row]").first().getAttribute("data-row");
  const before = await writer.tell();
  await writer.tell({
    sql: `UPDATE reading SET note = 'theirs' WHERE id = 1500; UPDATE reading SET station = 'theirs too' WHERE id = 1505`,
  });
  const since = Date.now();
  await expect(grid.cell(1504, "station")).toHaveText("theirs too", { timeout: 1000 });
  await expect(grid.cell(1504, "station")).toHaveAttribute("data-glow", "");
  console.log(`joinery: the other program's change was on screen ${Date.now() - since} ms after it was written.`);
  await joinery.screenshot("its-change");
  await expect(grid.cell(1499, "note")).toHaveAttribute("data-tone", "conflict");
  await expect(grid.cell(1499, "note")).toHaveText("mine");
  await expect(grid.cell(1500, "value")).toHaveAttribute("data-tone", "changed");
  expect(await grid.active()).toBe(at);
  expect(await grid.mirror.locator("[data-row]").first().getAttribute("data-row")).toBe(first);
  await expect(grid.cell(1504, "station")).not.toHaveAttribute("data-glow", "", { timeout: 2500 });
  const edited = await writer.tell();
  expect(edited.writes).toBeGreaterThan(before.writes);
  expect(edited.busy, "SQLITE_BUSY that the program saw while edits were staged").toBe(0);

  // The commit finds the conflict; mine is to stay. Then what the preview shows is what runs, in one transaction.
  await page.keyboard.press("Control+s");
  const conflict = panel.getByTestId("conflict");
  await expect(conflict).toHaveCount(1);
  await expect(conflict.getByRole("row").nth(1)).toHaveText(/note\s*NULL\s*mine\s*theirs/);
  expect(readDatabase(path, "SELECT note FROM reading WHERE note IS NOT NULL")).toEqual([["theirs"]]);
  await conflict.getByRole("button", { name: /^Keep yours/ }).click();
  await expect(conflict).toBeHidden();
  await writer.tell({ pause: true });
  await panel.getByRole("button", { name: "SQL" }).click();
  await expect(panel.getByTestId("preview-sql")).toContainText("'theirs'");
  const preview = await panel.getByTestId("preview-sql").innerText();
  const copy = join(temporaryFolder(), "copy.db");
  copyFileSync(path, copy);
  const byHand = new Database(copy);
  byHand.exec(preview);
  byHand.close();
  const counter = changeCounter(path);
  await page.getByRole("button", { name: "Commit", exact: true }).click();
  await expect(page.getByRole("group", { name: "Pending changes" })).toBeHidden();
  expect(changeCounter(path)).toBe(counter + 1);
  await writer.tell({ pause: false });

  expect(readDatabase(path, all)).toEqual(readDatabase(copy, all));
  expect(readDatabase(path, "SELECT count(*) FROM reading")).toEqual([[3001]]);
  expect(readDatabase(path, "SELECT * FROM reading WHERE id BETWEEN 1500 AND 1505 OR id > 3000 ORDER BY id")).toEqual([
    [1500, "station 1500", 750, "mine"],
    [1501, "station 1501", 7, null],
    [1502, "moved", 751, null],
    [1504, "station 1504", 752, null],
    [1505, "theirs too", 752.5, null],
    [3001, "first new", null, null],
    [3002, "new station", null, null],
  ]);
  expect(readDatabase(path, "PRAGMA integrity_check")).toEqual([["ok"]]);
});
