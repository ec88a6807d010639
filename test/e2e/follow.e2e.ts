/** Story S7 in one go: names beside keys, there and back, children within children, and a relation nobody declared. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { makeDatabase, readDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";

const sql = `
  CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT, email TEXT);
  CREATE TABLE orders(id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer, total REAL);
  CREATE INDEX orders_customer ON orders(customer_id);
  CREATE TABLE line(id INTEGER PRIMARY KEY, orders_id INTEGER, article TEXT);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
    INSERT INTO customer SELECT i, 'name ' || i, 'mail' || i || '@x.org' FROM n;
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
    INSERT INTO orders SELECT i, 1 + i % 500, i * 1.5 FROM n;
  INSERT INTO line SELECT id, 1 + id % 2000, 'article ' || id FROM orders;
`;

let joinery: JoineryApp;
test.afterEach(async () => {
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
});

async function objections(page: Page, within: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include(within).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(", ")}`);
}

/** Opens a table where it was left. */
async function show(name: string): Promise<GridOnPage> {
  await joinery.openTable(name);
  await isShown(joinery.page, name);
  return new GridOnPage(joinery.page);
}

const label = (grid: GridOnPage, row: number, column: string) => grid.cell(row, column).locator("[data-label]");
const isShown = (page: Page, table: string) =>
  expect(page.getByRole("grid", { name: table, exact: true })).toBeVisible();

test("S7: orders by the names of customers, their orders and lines, Back twice, a key by a name, a relation of one's own", async () => {
  const path = makeDatabase(sql);
  const userData = temporaryFolder();
  joinery = await launchJoinery({ userData, files: [path] });
  let { page } = joinery;
  let grid = await GridOnPage.open(page, "orders");

  // 1, 2: the name beside the id; through to the customer from a place that is worth coming back to.
  await expect(label(grid, 0, "customer_id")).toHaveText(", name 2");
  await page.getByLabel("Filter total").fill(">1500");
  await expect(grid.total()).toHaveText(/^1,000 of [≈\d,+ ]+ rows$/);
  await grid.mirror.focus();
  await grid.press("Control+g");
  await page.getByLabel("Row number").fill("700");
  await grid.press("Enter");
  await expect.poll(() => grid.active()).toMatch(/^699,/);
  const id = await grid.cell(699, "id").textContent();
  await grid.click(grid.cell(699, "customer_id"));
  const top = await grid.mirror.locator("[data-row]").first().getAttribute("data-row");
  await grid.press("F4");
  await isShown(page, "customer");
  await grid.press("Control+i");
  await page.getByRole("button", { name: "Children", exact: true }).click();
  const children = page.getByTestId("child-rows");
  // The relation with the most rows is unfolded by itself.
  await expect(children.getByRole("button", { name: "orders", exact: true })).toHaveAttribute("aria-expanded", "true");
  await expect(children.getByRole("button", { name: "Show all 4" })).toBeVisible();

  await children.getByRole("button", { name: "Show all 4" }).click();
  await isShown(page, "orders");
  await expect(grid.total()).toHaveText(/^4 of [≈\d,+ ]+ rows$/);

  // 3: Back, Back: same row, scroll and filter.
  await page.getByRole("button", { name: "Back" }).filter({ visible: true }).click();
  await isShown(page, "customer");
  await page.getByRole("button", { name: "Back" }).filter({ visible: true }).click();
  await isShown(page, "orders");
  await expect(grid.total()).toHaveText(/^1,000 of [≈\d,+ ]+ rows$/);
  await expect.poll(() => grid.active()).toBe("699,1");
  await expect(grid.cell(699, "id")).toHaveText(id ?? "");
  await expect(grid.mirror.locator("[data-row]").first()).toHaveAttribute("data-row", top ?? "");

  // 4: a key by part of a name.
  await grid.click(grid.cell(699, "customer_id"));
  await page.keyboard.type("name 321");
  await expect(page.getByRole("option").first()).toContainText("name 321");
  await grid.press("Enter");
  await expect(label(grid, 699, "customer_id")).toHaveText(", name 321");
  await grid.press("Control+s");
  await expect.poll(() => readDatabase(path, `SELECT customer_id FROM orders WHERE id = ${id}`)).toEqual([[321]]);
  await joinery.chooseInContextMenu(() => grid.click(grid.header("customer_id"), { button: "right" }), "email");
  await expect(label(grid, 699, "customer_id")).toHaveText(", mail321@x.org");

  // A relation that the database does not know: lines refer to orders.
  let lines = await GridOnPage.open(page, "line");
  await joinery.chooseInContextMenu(() => lines.click(lines.header("orders_id"), { button: "right" }), "Refers to…");
  const form = page.getByRole("form", { name: "A relation of your own" });
  await expect(form.getByLabel("Table")).toHaveValue("orders");
  await joinery.screenshot("relation-form");
  expect(await objections(page, "form[aria-label='A relation of your own']")).toEqual([]);
  await form.getByRole("button", { name: "Add the Relation" }).click();
  await lines.click(lines.cell(0, "orders_id"));
  await lines.press("F4");
  await isShown(page, "orders");
  // Children within children, and unfolded with every row from now on.
  await show("customer");
  await children.getByRole("button", { name: "Rows that refer to row 1 of orders" }).click();
  await children.getByRole("button", { name: "line", exact: true }).click();
  await expect(children.getByRole("group", { name: "Rows of line" })).toContainText("article");
  await children.getByRole("button", { name: "Always unfold orders" }).click();
  await joinery.screenshot("children");
  expect(await objections(page, "[data-testid=child-rows]")).toEqual([]);
  await page.waitForTimeout(1000);
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();

  // Tomorrow: label, relation, and what is always unfolded.
  joinery = await launchJoinery({ userData, files: [path] });
  ({ page } = joinery);
  grid = await show("orders");
  await expect(grid.mirror.locator("[data-column=customer_id] [data-label]").first()).toHaveText(/, mail\d+@x\.org/);
  lines = await show("line");
  await lines.click(lines.cell(0, "orders_id"));
  const offered = await joinery.chooseInContextMenu(
    () => lines.click(lines.header("orders_id"), { button: "right" }),
    "Forget That This Refers to orders",
  );
  expect(offered).toContain("Show of orders");
  await show("customer");
  await page.getByRole("button", { name: "Children", exact: true }).filter({ visible: true }).click();
  await expect(page.getByTestId("child-rows").getByRole("button", { name: /^Show all \d/ })).toBeVisible();
});
