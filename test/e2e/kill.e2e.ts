/** `kill -9` of the engines and of everything: the app says what happened, goes on, and what was staged is there. */
import { readFileSync, renameSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { makeDatabase, readDatabase } from "./databases.ts";
import { isRunning, type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";

/** `slow` takes a few seconds to update: long enough to be killed in the middle. */
const schema = `
  CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);
  INSERT INTO people (name) VALUES ('Ada'), ('Grace'), ('Edsger');
  CREATE TABLE slow (id INTEGER PRIMARY KEY, name TEXT, work INTEGER);
  INSERT INTO slow (name, work) VALUES ('before', 0);
  CREATE TRIGGER slowly AFTER UPDATE OF name ON slow BEGIN
    UPDATE slow SET work = (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 8000000)
                            SELECT count(*) FROM n) WHERE id = new.id;
  END;`;

const endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
const hungry = `PRAGMA temp_store = MEMORY; CREATE TEMP TABLE eaten AS
  WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT randomblob(4000000) FROM n`;

const grid = (page: Page) => page.getByTestId("grid-mirror").filter({ visible: true });
const pending = (page: Page) => page.getByRole("group", { name: "Pending changes" }).filter({ visible: true });
const banner = (page: Page) => page.getByTestId("banner").filter({ visible: true });

/** Types over the second column of the first row. */
async function editName(page: Page, name: string): Promise<void> {
  await grid(page).focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
}

async function runSql(joinery: JoineryApp, sql: string): Promise<void> {
  await joinery.command("console.new");
  await joinery.page
    .getByRole("textbox", { name: /SQL of/ })
    .filter({ visible: true })
    .click();
  await joinery.page.keyboard.insertText(sql);
  await joinery.page.getByRole("button", { name: "Run", exact: true }).filter({ visible: true }).click();
}

test.describe("an engine is killed", () => {
  let joinery: JoineryApp;
  let page: Page;
  let path: string;

  test.beforeAll(async () => {
    path = makeDatabase(schema, "work.db");
    joinery = await launchJoinery({ files: [path], args: ["--table=people"] });
    page = joinery.page;
    await expect(grid(page).getByRole("gridcell", { name: "Ada" })).toBeAttached();
  });
  test.afterAll(() => joinery.close());

  test("while it reads: said, and read again", async () => {
    await joinery.killEngine("read");
    await expect(banner(page)).toContainText("ended unexpectedly");
    await page.keyboard.press("F5");
    await joinery.openTable("slow");
    await expect(grid(page).getByRole("gridcell", { name: "before" })).toBeAttached();
    await banner(page).getByRole("button", { name: "Dismiss" }).click();
  });

  test("during an edit: what was staged is there, and undo too", async () => {
    await joinery.openTable("people");
    await editName(page, "Augusta");
    await expect(pending(page)).toContainText("1 change");
    await joinery.killEngine("session");
    await expect(banner(page)).toContainText("Pending changes are safe");
    await expect(pending(page)).toContainText("1 change");
    await editName(page, "Countess");
    await joinery.command("session.undo");
    await expect(grid(page).getByRole("gridcell", { name: "Augusta" })).toBeAttached();
    expect(readDatabase(path, "SELECT name FROM people WHERE id = 1")).toEqual([["Ada"]]);
    await joinery.command("session.rollback");
    await expect(pending(page)).toHaveCount(0);
    await banner(page).getByRole("button", { name: "Dismiss" }).click();
  });

  test("during a commit: nothing of it is in the file, all of it is staged, and it can be committed", async () => {
    await joinery.openTable("slow");
    await editName(page, "after");
    await expect(pending(page)).toContainText("1 change");
    await joinery.command("session.commit");
    await expect(pending(page)).toContainText("Committing");
    await page.waitForTimeout(300);
    await joinery.killEngine("session");
    await expect(banner(page)).toContainText("ended unexpectedly");
    await expect(pending(page)).toContainText("1 change");
    expect(readDatabase(path, "SELECT name, work FROM slow")).toEqual([["before", 0]]);
    await joinery.command("session.commit");
    await expect(pending(page)).toHaveCount(0, { timeout: 30_000 });
    expect(readDatabase(path, "SELECT name, work FROM slow")).toEqual([["after", 8000000]]);
    expect(readDatabase(path, "PRAGMA integrity_check")).toEqual([["ok"]]);
    await banner(page).getByRole("button", { name: "Dismiss" }).click();
  });

  test("during a runaway query: said, the tables go on, the next query runs", async () => {
    await runSql(joinery, endless);
    const first = await joinery.enginePid("console");
    await joinery.openTable("people");
    await expect(grid(page).getByRole("gridcell", { name: "Grace" })).toBeAttached();
    await joinery.killEngine("console");
    await expect(banner(page)).toContainText("ended unexpectedly");
    await runSql(joinery, "SELECT 'usable again' AS word");
    await expect(grid(page).getByRole("gridcell", { name: "usable again" })).toBeAttached();
    expect(await joinery.enginePid("console")).not.toBe(first);
    expect(isRunning(first)).toBe(false);
    await banner(page).getByRole("button", { name: "Dismiss" }).click();
  });

  test("Stop ends a query that does not listen, without a warning about crashes", async () => {
    await runSql(joinery, endless);
    await page.getByRole("button", { name: "Stop" }).click();
    await expect(page.getByRole("button", { name: "Run", exact: true }).filter({ visible: true })).toBeEnabled();
    await expect(page.getByTestId("messages").filter({ visible: true })).toContainText("Stopped after");
    await expect(banner(page)).toHaveCount(0);
  });

  test("a query that eats the memory is ended before the machine is", async () => {
    await runSql(joinery, hungry);
    await expect(banner(page)).toContainText("more than 2 GB of memory", { timeout: 40_000 });
    await expect(page.getByTestId("messages").filter({ visible: true })).toContainText("more than 2 GB of memory");
  });

  test("the page's own crash: it comes back with its databases", async () => {
    await joinery.openTable("people");
    await editName(page, "Survivor");
    await expect(pending(page)).toContainText("1 change");
    // Playwright's page is gone with the crash, so what follows is asked through Electron.
    await joinery.electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
    });
    const shown = () =>
      joinery.electron.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        // A page that is just being taken down never answers.
        const late = new Promise<string>((resolve) => setTimeout(resolve, 500, ""));
        const text = window?.webContents.executeJavaScript("document.body.innerText") as Promise<string>;
        return Promise.race([text, late]).then((words) => ({ words, title: window?.getTitle() }));
      });
    await expect.poll(async () => (await shown()).words).toContain("1 change");
    expect((await shown()).title).toBe("work.db");
  });
});

test("kill -9 of everything: the next start has the database, its tabs and what was staged", async () => {
  const path = makeDatabase(schema, "work.db");
  const before = readFileSync(path);
  const userData = temporaryFolder();
  const first = await launchJoinery({ userData, files: [path], args: ["--table=people"] });
  await expect(grid(first.page).getByRole("gridcell", { name: "Ada" })).toBeAttached();
  await editName(first.page, "Kept");
  await expect(pending(first.page)).toContainText("1 change");
  const engines = [await first.enginePid("read"), await first.enginePid("session")];
  first.electron.process().kill("SIGKILL");
  // Engines do not outlive the app: nothing holds the file.
  await expect.poll(() => engines.filter(isRunning), { timeout: 5000 }).toEqual([]);

  const second = await launchJoinery({ userData });
  await expect(pending(second.page)).toContainText("1 change");
  await expect(grid(second.page).getByRole("gridcell", { name: "Kept" })).toBeAttached();
  expect(readFileSync(path)).toEqual(before);
  await second.close();
});

test("an in-memory database with staged edits outlives a crash; an empty one does not", async () => {
  const userData = temporaryFolder();
  const first = await launchJoinery({ userData, files: [":memory:"] });
  await expect(first.page.getByRole("treegrid")).toBeVisible();
  await runSql(
    first,
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO notes (text) VALUES ('one')",
  );
  await first.openTable("notes");
  await editName(first.page, "staged");
  await expect(pending(first.page)).toContainText("1 change");
  first.electron.process().kill("SIGKILL");
  await new Promise((resolve) => first.electron.process().once("exit", resolve));

  const second = await launchJoinery({ userData });
  await expect(pending(second.page)).toContainText("1 change");
  await second.command("session.rollback");
  await expect(pending(second.page)).toHaveCount(0);
  second.electron.process().kill("SIGKILL");
  await new Promise((resolve) => second.electron.process().once("exit", resolve));

  const third = await launchJoinery({ userData });
  await expect(third.page.getByTestId("welcome")).toBeVisible();
  await third.close();
});

for (const wait of [0, 60]) {
  test(`a page that is loaded again ${wait} ms after it was there gets its databases and engines`, async () => {
    const joinery = await launchJoinery({ files: [makeDatabase(schema, "one.db"), makeDatabase(schema, "two.db")] });
    await joinery.page.waitForTimeout(wait);
    await joinery.page.reload();
    await expect(joinery.page.getByTestId("database")).toHaveCount(2);
    await expect(grid(joinery.page).getByRole("gridcell", { name: "Ada" })).toBeAttached();
    await joinery.close();
  });
}

test("an engine that cannot be started again says why, and is once it can", async () => {
  const path = makeDatabase(schema, "work.db");
  const joinery = await launchJoinery({ files: [path], args: ["--table=people"] });
  const { page } = joinery;
  await expect(grid(page).getByRole("gridcell", { name: "Ada" })).toBeAttached();
  renameSync(path, `${path}.away`);
  await joinery.killEngine("read");
  await expect(banner(page).first()).toContainText("work.db");
  renameSync(`${path}.away`, path);
  await page.keyboard.press("F5");
  await joinery.openTable("slow");
  await expect(grid(page).getByRole("gridcell", { name: "before" })).toBeAttached();
  await joinery.close();
});
