/** The welcome screen, and what it says when a file cannot be opened. */
import { mkdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "@playwright/test";
import { makeDatabase } from "./databases.ts";
import { copyOfSample, type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";

let joinery: JoineryApp;

test.describe("the welcome screen", () => {
  test.describe.configure({ mode: "serial" });
  test.beforeAll(async () => {
    joinery = await launchJoinery();
  });
  test.afterAll(async () => {
    expect(joinery.pageErrors).toEqual([]);
    await joinery.close();
  });

  test("offers to make, open and look at a sample, with their keys", async () => {
    const { page } = joinery;
    await expect(page.getByTestId("welcome")).toBeVisible();
    await expect(page.getByRole("button", { name: /New database… Ctrl\+N/ })).toBeEnabled();
    await expect(page.getByRole("button", { name: /Open read-only… Ctrl\+Shift\+O/ })).toBeEnabled();
    // Without recent files, Enter asks for one.
    await expect(page.getByRole("button", { name: /Open… Ctrl\+O/ })).toBeFocused();
    await expect(page.getByRole("button", { name: "Sample: a film club" })).toBeEnabled();
  });

  const folder = temporaryFolder();
  const bad: [what: string, path: () => string, code: string][] = [
    ["a file that is not there", () => join(folder, "missing.db"), "file.missing"],
    ["a folder", () => folder, "file.directory"],
    [
      "a text file",
      () => {
        writeFileSync(join(folder, "notes.txt"), "Not a database at all. ".repeat(50));
        return join(folder, "notes.txt");
      },
      "file.notDatabase",
    ],
    ["another kind of database", () => "postgresql://localhost/app", "file.badName"],
  ];
  for (const [what, path, code] of bad) {
    test(`says why ${what} cannot be opened, and what to do, in place`, async () => {
      const { page } = joinery;
      await page.getByLabel("Path or URL").fill(path());
      await page.keyboard.press("Enter");
      const error = page.getByTestId("error");
      await expect(error).toHaveAttribute("data-code", code);
      await expect(error.getByRole("paragraph")).toHaveCount(2);
      await expect(page.getByTestId("welcome")).toBeVisible();
    });
  }

  test("opens a SQLAlchemy URL by keyboard alone, and lists it as recent after it was closed", async () => {
    const { page } = joinery;
    const path = await copyOfSample();
    await page.getByLabel("Path or URL").fill(`sqlite:///${path}`);
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("schema-tree").getByRole("row", { name: /^movies, table/ })).toBeVisible();
    await page.keyboard.press("Control+F4");
    const recent = page.getByRole("grid", { name: "Recent databases" });
    await expect(recent.getByRole("row", { name: "film-club.db" })).toBeVisible();
    await recent.getByRole("row", { name: "film-club.db" }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("schema-tree")).toBeVisible();
    await page.keyboard.press("Control+F4");

    // Moved away: greyed with a reason, and removed by Delete.
    const elsewhere = join(temporaryFolder(), "moved");
    mkdirSync(elsewhere);
    renameSync(path, join(elsewhere, "film-club.db"));
    await page.reload();
    const row = page.getByRole("row", { name: "film-club.db" });
    await expect(row).toContainText("not found");
    await expect(row.getByTitle(dirname(path))).toBeVisible();
    await row.focus();
    await page.keyboard.press("Delete");
    await expect(row).toHaveCount(0);
  });

  test("makes an in-memory database that invites to a console", async () => {
    const { page } = joinery;
    await page.getByRole("button", { name: "In-memory database" }).click();
    await expect(page.getByText("This database is empty")).toBeVisible();
    await expect(page.getByTestId("status-bar")).toContainText("in memory");
    await page
      .getByRole("main")
      .or(page.getByTestId("database"))
      .getByRole("button", { name: "New SQL console" })
      .last()
      .click();
    await expect(page.getByRole("textbox", { name: "SQL of Query 1" })).toBeFocused();
    await page.keyboard.type("create table t(x); insert into t values (1)");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+Enter");
    await expect(page.getByTestId("schema-tree").getByRole("row", { name: /^t, table/ })).toContainText("1");
    await page.keyboard.press("Control+F4");
    await expect(page.getByTestId("welcome")).toBeVisible();
  });
});

/** A data folder whose settings know these files, the first one opened last. */
function dataWith(paths: readonly string[]): string {
  const userData = temporaryFolder();
  const recent = paths.map((path, at) => ({ id: `r${at}`, path, openedAt: Date.now() - at * 3_600_000 * 7 }));
  writeFileSync(join(userData, "settings.json"), JSON.stringify({ recent }));
  return userData;
}

test.describe("recent files", () => {
  let running: JoineryApp;
  test.afterEach(async () => {
    expect(running.pageErrors).toEqual([]);
    await running.close();
  });
  const list = () => running.page.getByRole("grid", { name: "Recent databases" });

  test("each with its size, its place and when it was open; Enter opens the first", async () => {
    const first = makeDatabase("CREATE TABLE a(x)", "first.db");
    const gone = join(homedir(), "data", "gone.db");
    running = await launchJoinery({ userData: dataWith([first, gone, makeDatabase("CREATE TABLE b(x)", "third.db")]) });
    const { page } = running;
    await expect(list().getByRole("row")).toHaveCount(3);
    await expect(list().getByRole("row").first()).toContainText(`${statSync(first).size / 1024}.0 KB`);
    await expect(list().getByRole("row").first()).toContainText("just now");
    await expect(list().getByRole("row").nth(1)).toContainText(/~.data.*not found/s);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await running.screenshot(`three-${colorScheme}`);
    }
    await expect(list().getByRole("row").first()).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("schema-tree").getByRole("row", { name: /^a, table/ })).toBeVisible();
    await page.keyboard.press("Control+F4");
    // What was open last is the first now, and has the focus again.
    await expect(list().getByRole("row").first()).toBeFocused();
  });

  test("thirty of them scroll in their own place; all ways to open stay in sight", async () => {
    const folder = dirname(makeDatabase("CREATE TABLE a(x)", "0.db"));
    running = await launchJoinery({
      userData: dataWith(Array.from({ length: 30 }, (_, at) => join(folder, `${at}.db`))),
    });
    const { page } = running;
    await expect(list().getByRole("row")).toHaveCount(30);
    await expect(list().getByRole("row").first()).toBeFocused();
    await page.keyboard.press("End");
    await expect(list().getByRole("row").last()).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole("button", { name: /^Open… / })).toBeInViewport({ ratio: 1 });
    await expect(page.getByLabel("Path or URL")).toBeInViewport({ ratio: 1 });
    await running.screenshot("thirty");
    const window = await running.electron.browserWindow(page);
    await window.evaluate((shown) => shown.setContentSize(700, 600));
    await expect(page.getByRole("button", { name: /^Open… / })).toBeVisible();
    await running.screenshot("thirty-narrow");
  });
});
