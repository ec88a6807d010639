/** The welcome screen, and what it says when a file cannot be opened. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "@playwright/test";
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
    await expect(page.getByRole("button", { name: /Open… Ctrl\+O/ })).toBeEnabled();
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
    await expect(row).toContainText(`not found in ${dirname(path)}`);
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
