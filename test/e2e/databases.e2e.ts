/** Several databases in one window, and what happens to them from outside. */
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, type Page, test } from "@playwright/test";
import { type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";

/** A small database made by another program. */
function makeDatabase(name: string, ddl: string): string {
  const path = join(temporaryFolder(), name);
  const db = new Database(path);
  db.exec(ddl);
  db.close();
  return path;
}

let joinery: JoineryApp;
let page: Page;
let first: string;
let second: string;

const front = () => page.getByTestId("database").filter({ visible: true });
const row = (name: RegExp) => front().getByTestId("schema-tree").getByRole("row", { name });

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  first = makeDatabase(
    "first.db",
    "create table ants(id integer primary key, name text); insert into ants values (1, 'Ada')",
  );
  second = makeDatabase(
    "second.db",
    "create table bees(x); create table gone(y); create view broken as select y from gone; drop table gone",
  );
  joinery = await launchJoinery({ files: [first, second] });
  page = joinery.page;
  await expect(row(/^bees, table/)).toBeVisible();
});
test.afterAll(async () => {
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
});

test("the switcher shows all and brings one to the front, its tabs as they were left", async () => {
  await row(/^bees, table/).dblclick();
  await front().getByRole("button", { name: "second.db" }).click();
  await expect(page.getByRole("menuitem", { name: /^second\.db/ })).toBeVisible();
  await page.getByRole("menuitem", { name: /^first\.db/ }).click();
  await expect(row(/^ants, table/)).toBeVisible();
  await expect(front().getByTestId("grid-mirror").filter({ visible: true })).toContainText("Ada");
  await expect(row(/^bees, table/)).toHaveCount(0);
});

test("a change by another program is shown and said", async () => {
  const other = new Database(first);
  other.exec("insert into ants values (2, 'Bea'); create table aphids(z)");
  other.close();
  await expect(row(/^aphids, table/)).toBeVisible();
  await expect(front().getByTestId("status-bar")).toContainText("Changed by another program");
  await expect(front().getByTestId("grid-mirror").filter({ visible: true })).toContainText("Bea");
});

test("a table that is dropped under its tab says so, with the way out", async () => {
  const other = new Database(first);
  other.exec("drop table ants");
  other.close();
  await expect(front().getByText("There is no ants any more")).toBeVisible();
  await front().getByRole("button", { name: "Close the tab" }).click();
  await expect(front().getByRole("tab", { name: "ants" })).toHaveCount(0);
});

test("closing one leaves the other; a broken view says why, and all else works", async () => {
  await page.keyboard.press("Control+F4");
  await expect(row(/^bees, table/)).toBeVisible();
  await expect(row(/^broken, view, broken: no such table/)).toBeVisible();
  await row(/^broken, view/).dblclick();
  const error = front().getByTestId("error");
  await expect(error).toHaveAttribute("data-code", "object.unreadable");
  await expect(error).toContainText("no such table: main.gone");
  await error.getByRole("button", { name: "Show DDL" }).click();
  await expect(front().getByText("CREATE VIEW").first()).toBeVisible();
});

test("an engine that dies is told in a banner, and what it served goes on", async () => {
  await joinery.killEngine("read");
  await expect(page.getByTestId("banner")).toContainText("started again");
  await page.getByTestId("banner").getByRole("button", { name: "Dismiss" }).click();
  await expect(page.getByTestId("banner")).toHaveCount(0);
  await page.keyboard.press("Control+t");
  await page.keyboard.insertText("insert into bees values (1), (2), (3)");
  await page.keyboard.press("Control+Enter");
  // On a busy machine the count before took seconds, and the next one waits five times as long, up to ten of them.
  await expect(row(/^bees, table/)).toContainText("3", { timeout: 20_000 });
});

test("a file that cannot be opened does not disturb the one that is", async () => {
  await joinery.answerOpenDialog(temporaryFolder());
  await page.keyboard.press("Control+o");
  const dialog = page.getByRole("dialog", { name: "Could not open" });
  await expect(dialog.getByTestId("error")).toHaveAttribute("data-code", "file.directory");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(row(/^bees, table/)).toBeVisible();
});
