/** Pending changes in the real app: choose what is committed, see what it will do, undo it, hand it over as a file. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import Database from "better-sqlite3";
import { makeDatabase, readDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { copyOf, type JoineryApp, temporaryFolder } from "./harness.ts";
import { sharedApp } from "./shared-app.ts";

const studios = `
  CREATE TABLE studio(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, founded INTEGER CHECK (founded > 1800));
  CREATE TABLE movie(id INTEGER PRIMARY KEY, title TEXT, studio INTEGER REFERENCES studio(id) ON DELETE CASCADE);
  CREATE TABLE credit(id INTEGER PRIMARY KEY, movie INTEGER NOT NULL REFERENCES movie(id) ON DELETE CASCADE, who TEXT);
  CREATE TABLE poster(id INTEGER PRIMARY KEY, movie INTEGER REFERENCES movie(id) ON DELETE SET NULL);
  CREATE TABLE loan(id INTEGER PRIMARY KEY, studio INTEGER REFERENCES studio(id) ON DELETE RESTRICT);
  CREATE TRIGGER no_remakes BEFORE UPDATE OF title ON movie WHEN new.title = 'Remake'
    BEGIN SELECT raise(ABORT, 'no remakes here'); END;
  INSERT INTO studio VALUES (1, 'Ufa', 1917), (2, 'Mosfilm', 1923), (3, 'Toho', 1932);
  INSERT INTO movie VALUES (1, 'Metropolis', 1), (2, 'M', 1), (3, 'Stalker', 2), (4, 'Ikiru', 3);
  INSERT INTO credit(movie, who) VALUES (1, 'Lang'), (1, 'Helm'), (2, 'Lang'), (2, 'Lorre'), (3, 'Tarkovsky');
  INSERT INTO poster VALUES (1, 1), (2, 4);
  INSERT INTO loan VALUES (1, 2);
`;

const app = sharedApp();
let joinery: JoineryApp;
let page: Page;
let path: string;
test.beforeEach(async () => {
  path = makeDatabase(studios);
  joinery = await app.open({ files: [path] });
  page = joinery.page;
});

const panel = () => page.getByTestId("pending-changes");
const heading = () => panel().locator("header h2");
const pending = () => page.getByRole("group", { name: "Pending changes" });
/** Nothing of the panel breaks a rule of accessibility that a machine can see. */
async function expectAccessible(): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .include("[data-testid=pending-changes]")
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}
const values = (sql: string) => readDatabase(path, sql);
/** Another program. */
function elsewhere(sql: string): void {
  const other = new Database(path);
  other.exec(sql);
  other.close();
}

test("some of the changes are chosen: the SQL and the commit are about those, the rest stays staged", async () => {
  const grid = await GridOnPage.open(page, "studio");
  await grid.type(0, "name", "Universum");
  await grid.type(2, "name", "Toho Co.");
  await (await GridOnPage.open(page, "movie")).type(0, "title", "Metropolis (1927)");
  await joinery.command("view.pending");
  await panel().getByRole("checkbox", { name: "Commit id 3" }).uncheck();
  await expect(heading()).toHaveText("2 of 3 changes in 2 tables");
  await expect(panel().getByRole("checkbox", { name: "Commit all of studio" })).toBeChecked({ indeterminate: true });
  await panel().getByRole("checkbox", { name: "Commit all of movie" }).uncheck();
  await panel().getByRole("button", { name: "SQL" }).click();
  const sql = panel().getByTestId("preview-sql");
  // At first as it is saved: guarded, all or nothing.
  await expect(sql).toContainText("is 'Ufa'");
  await expect(sql).toContainText("COMMIT;");
  await expectAccessible();
  await joinery.screenshot("sql");
  await panel().getByRole("checkbox", { name: "Show guards" }).uncheck();
  await expect(sql).toHaveText(`update "studio" set "name" = 'Universum' where "id" = 1;`);
  await page.getByRole("button", { name: "Commit 1 of 3" }).click();
  await expect(heading()).toHaveText("2 changes in 2 tables");
  expect(values("SELECT name FROM studio ORDER BY id")).toEqual([["Universum"], ["Mosfilm"], ["Toho"]]);
  await page.getByRole("button", { name: "Commit", exact: true }).click();
  await expect(pending()).toBeHidden();
  expect(values("SELECT name, title FROM studio, movie WHERE studio.id = 3 AND movie.id = 1")).toEqual([
    ["Toho Co.", "Metropolis (1927)"],
  ]);
});

test("F8 walks through the changes, table by table and round", async () => {
  let grid = await GridOnPage.open(page, "movie");
  await grid.type(3, "title", "To Live");
  grid = await GridOnPage.open(page, "studio");
  await grid.type(1, "founded", "1924");
  await grid.press("F8");
  await expect(page.getByRole("grid", { name: "movie", exact: true })).toBeVisible();
  await expect.poll(() => grid.active()).toBe("3,1");
  await grid.press("F8");
  await expect(page.getByRole("grid", { name: "studio", exact: true })).toBeVisible();
  await expect.poll(() => grid.active()).toBe("1,2");
  await grid.press("Shift+F8");
  await expect(page.getByRole("grid", { name: "movie", exact: true })).toBeVisible();
});

test("a deletion's cascade is counted before, asked about when other tables lose rows, and undone with the commit", async () => {
  const grid = await GridOnPage.open(page, "studio");
  await grid.click(grid.rowNumber(0));
  await grid.press("Delete");
  await joinery.command("view.pending");
  // What is deleted is named by its key and its label, with all that it held.
  await expect(panel().locator('li[data-state="deleted"]')).toContainText(/id 1\s*Ufa.*name\s*Ufa/s);
  await expect(panel().getByTestId("cascade")).toHaveText(
    "Deleting 1 row of studio also deletes 2 rows of movie and 4 rows of credit and sets movie of 1 row of poster to NULL.",
  );
  await expectAccessible();
  await joinery.screenshot("cascade");
  await joinery.answerQuestions(1);
  await grid.press("Control+s");
  await expect.poll(() => joinery.askedQuestions()).toEqual(["Committing also deletes 6 rows of 2 other tables."]);
  expect(values("SELECT count(*) FROM studio")).toEqual([[3]]);
  await joinery.answerQuestions(0);
  // The answer to the first question may still be on its way; until then another Ctrl+S means the same commit.
  await expect(async () => {
    await grid.press("Control+s");
    await expect(pending()).toBeHidden({ timeout: 1000 });
  }).toPass();
  expect(values("SELECT count(*) FROM movie")).toEqual([[2]]);

  await panel().getByRole("button", { name: "History" }).click();
  const commit = panel().getByTestId("history").getByRole("listitem").first();
  await expect(commit).toContainText("studio: 1 deleted · 7 rows more by foreign keys");
  await expectAccessible();
  await joinery.screenshot("history");
  await commit.getByRole("button", { name: /Undo this commit/ }).click();
  await expect(heading()).toHaveText("8 changes in 4 tables");
  await page.getByRole("button", { name: "Commit", exact: true }).click();
  await expect(pending()).toBeHidden();
  expect(values("SELECT (SELECT group_concat(who) FROM credit), (SELECT movie FROM poster WHERE id = 1)")).toEqual([
    ["Lang,Helm,Lang,Lorre,Tarkovsky", 1],
  ]);
  // The last one is undone by its command; what forbids a deletion is named.
  await joinery.command("session.undoLastCommit");
  await expect(heading()).toHaveText(/8 changes/);
  await joinery.command("session.rollback");
  await grid.click(grid.rowNumber(1));
  await grid.press("Delete");
  await expect(panel().getByTestId("cascade")).toContainText(
    "1 row of loan still refers to studio by studio (RESTRICT): the commit will be refused.",
  );
});

test("changes go into an SQL script and a patch file, and the patch into a copy with its conflicts", async () => {
  const other = copyOf(path);
  const grid = await GridOnPage.open(page, "movie");
  await grid.type(0, "title", "Metropolis (1927)");
  await grid.type(2, "title", "The Stalker");
  const folder = temporaryFolder();
  await joinery.answerSaveDialog(join(folder, "changes.sql"));
  await joinery.command("session.exportSql");
  await expect(page.getByText("Saved changes.sql")).toBeVisible();
  const byHand = new Database(copyOf(path));
  byHand.exec(readFileSync(join(folder, "changes.sql"), "utf8"));
  expect(byHand.prepare("SELECT title FROM movie WHERE id IN (1, 3)").pluck().all()).toEqual([
    "Metropolis (1927)",
    "The Stalker",
  ]);
  byHand.close();
  const patch = join(folder, "changes.json");
  await joinery.answerSaveDialog(patch);
  await joinery.command("session.exportPatch");
  await expect(page.getByText("Saved changes.json")).toBeVisible();

  const there = new Database(other);
  there.exec("UPDATE movie SET title = 'Stalker (director''s cut)' WHERE id = 3");
  there.close();
  path = other;
  joinery = await app.open({ files: [other] });
  page = joinery.page;
  await expect(page.getByRole("treegrid")).toBeVisible();
  await joinery.answerOpenDialog(patch);
  await joinery.command("session.importPatch");
  await expect(heading()).toHaveText("2 changes in 1 table");
  const conflict = panel().getByTestId("conflict");
  await expect(conflict.getByRole("row").nth(1)).toContainText("Stalker");
  await expect(conflict.getByRole("row").nth(1)).toContainText("director's cut");
  await joinery.screenshot("patch");
  await conflict.getByRole("button", { name: /^Keep yours/ }).click();
  await joinery.command("session.commit");
  await expect(pending()).toBeHidden();
  expect(values("SELECT title FROM movie WHERE id IN (1, 3)")).toEqual([["Metropolis (1927)"], ["The Stalker"]]);
  // Applied again, its rows are what they should become by now: said, row by row.
  await joinery.command("session.importPatch");
  await expect(panel().getByTestId("conflict")).toHaveCount(2);
  await joinery.command("session.rollback");
  await expect(pending()).toBeHidden();

  writeFileSync(patch, "no patch at all");
  await joinery.command("session.importPatch");
  await expect(page.getByText("This patch cannot be applied: it is no JSON text.").first()).toBeVisible();
});

test("conflicts: per cell, edited, all of a side; a row that is gone, a key that is taken", async () => {
  const grid = await GridOnPage.open(page, "studio");
  await grid.type(0, "name", "Universum");
  await grid.type(0, "founded", "1918");
  await grid.type(1, "name", "Mosfilm Studios");
  await grid.type(2, "founded", "1933");
  await grid.press("Insert");
  await grid.type(3, "id", "9");
  await grid.type(3, "name", "Ealing");
  elsewhere(`UPDATE studio SET name = 'UFA', founded = 1919 WHERE id = 1; UPDATE studio SET name = 'Mos' WHERE id = 2;
    DELETE FROM studio WHERE id = 3; INSERT INTO studio VALUES (9, 'Hammer', 1934)`);
  await grid.press("Control+s");
  const conflict = (name: string) =>
    panel()
      .getByRole("listitem")
      .filter({ has: page.getByRole("button", { name, exact: true }) });
  await expect(panel().getByTestId("all-conflicts")).toContainText("4 rows in conflict");
  await expect(conflict("id 3")).toContainText("no longer in the file");
  await expect(conflict("new row")).toContainText("A row of the file has this key (UNIQUE).");
  await expectAccessible();
  await joinery.screenshot("conflicts");
  await conflict("id 1").getByRole("button", { name: "Use the file’s founded" }).click();
  await expect(conflict("id 1").getByRole("row")).toHaveCount(2);
  // Another value than both: edited where the cell is, then kept.
  await conflict("id 1").getByRole("button", { name: "Edit name" }).click();
  await expect.poll(() => grid.active()).toBe("0,1");
  await grid.type(0, "name", "UFA Film");
  await expect(conflict("id 1").getByRole("row").nth(1)).toContainText("UFA Film");
  await conflict("id 1")
    .getByRole("button", { name: /^Keep yours/ })
    .click();
  // What is settled leaves the list, and the others move up.
  await expect(panel().getByTestId("all-conflicts")).toContainText("3 rows in conflict");
  await conflict("new row").getByRole("button", { name: "Drop your row" }).click();
  await expect(panel().getByTestId("all-conflicts")).toContainText("2 rows in conflict");
  await panel().getByRole("button", { name: "Keep all of yours" }).click();
  await expect(panel().getByTestId("conflict")).toHaveCount(0);
  await grid.mirror.focus();
  await grid.press("Control+s");
  // The row that was gone is a new one now, and lacks what only the file knew: a rule says so at that row.
  await expect(panel().getByTestId("error")).toContainText("NOT NULL");
  await expect(panel().getByRole("listitem").filter({ hasText: "refused by the commit" })).toContainText("1933");
  await panel().getByRole("button", { name: "Revert new row" }).click();
  await expect(heading()).toHaveText("2 changes in 1 table");
  await grid.mirror.focus();
  await grid.press("Control+s");
  await expect(pending()).toBeHidden();
  expect(values("SELECT * FROM studio")).toEqual([
    [1, "UFA Film", 1919],
    [2, "Mosfilm Studios", 1923],
    [9, "Hammer", 1934],
  ]);
});

test("a rule that refuses is named at its row: UNIQUE, CHECK, a foreign key, a trigger; the others stay staged", async () => {
  let grid = await GridOnPage.open(page, "movie");
  await grid.type(3, "title", "To Live");
  const refused = async (row: string, ...words: string[]): Promise<void> => {
    await page.keyboard.press("Control+s");
    for (const word of words) await expect(panel().getByTestId("error")).toContainText(word);
    await expect(panel().getByRole("listitem").filter({ hasText: "refused by the commit" })).toContainText(row);
    await expect(panel().getByRole("listitem").filter({ hasText: "To Live" })).toBeVisible();
    await page.keyboard.press("Control+z");
    await expect(panel().getByTestId("error")).toBeHidden();
  };
  await grid.type(1, "title", "Remake");
  await refused("id 2", "no remakes here");
  await grid.type(2, "studio", "99");
  await refused("id 3", "FOREIGN KEY");
  grid = await GridOnPage.open(page, "studio");
  await grid.type(0, "name", "Toho");
  await refused("id 1", "UNIQUE");
  await grid.type(0, "founded", "1066");
  await refused("id 1", "CHECK");
  await expectAccessible();
  await joinery.screenshot("rules");
  await page.keyboard.press("Control+s");
  await expect(pending()).toBeHidden();
  expect(values("SELECT title FROM movie WHERE id = 4")).toEqual([["To Live"]]);
});
