/** Several tabs of one table: opened every way there is, told apart, each with its own rows, and back after a kill. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { makeDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { isRunning, type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";

const sql = `
  CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE orders(id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer, total REAL);
  CREATE INDEX orders_customer ON orders(customer_id);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
    INSERT INTO customer SELECT i, 'name ' || i FROM n;
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
    INSERT INTO orders SELECT i, 1 + i % 500, i * 1.5 FROM n;
`;

let joinery: JoineryApp;
let page: Page;
let grid: GridOnPage;

const all = () => page.getByTestId("tabs").getByRole("tab");
const front = () => page.getByTestId("tabs").locator("[role=tab][aria-selected=true]");
const inTree = (name: string) =>
  page.getByTestId("schema-tree").getByRole("row", { name: new RegExp(`^${name}, table`) });
const filterBy = async (text: string, rows: RegExp) => {
  await page.getByLabel("Filter total").filter({ visible: true }).fill(text);
  await expect(grid.total()).toHaveText(rows);
};

const userData = temporaryFolder();
let file: string;

test.describe.configure({ mode: "serial" });
test.afterAll(async () => {
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
});

test("a table in one more tab from the tree: by mouse, key and menu; gone to by place, duplicated", async () => {
  file = makeDatabase(sql, "several.db");
  joinery = await launchJoinery({ userData, files: [file] });
  page = joinery.page;
  grid = await GridOnPage.open(page, "orders");
  await expect(all()).toHaveText(["customer", "orders"]);
  await filterBy(">1500", /^1,000 of [\d,]+ rows$/);

  // From the tree: the middle button, Ctrl with a click or Enter, the menu.
  await inTree("orders").click({ button: "middle" });
  await expect(all()).toHaveText(["customer", "orderstotal > 1500", "orders"]);
  await expect(grid.total()).toHaveText("2,000 rows");
  await expect(page.getByRole("grid", { name: "orders" }).filter({ visible: true })).toBeFocused();
  await inTree("orders").click({ modifiers: ["Control"] });
  await expect(all()).toHaveText(["customer", "orderstotal > 1500", "orders", "orders·2"]);
  await page.keyboard.press("Control+w");
  await inTree("customer").click();
  await page.keyboard.press("Control+Enter");
  await expect(all()).toHaveText(["customer", "orderstotal > 1500", "orders", "customer·2"]);
  await expect(page.getByRole("grid", { name: "customer" }).filter({ visible: true })).toBeFocused();
  await page.keyboard.press("Control+w");
  await page.keyboard.press("Control+p");
  await page.keyboard.type("customer");
  await page.keyboard.press("Control+Enter");
  await expect(all()).toHaveText(["customer", "orderstotal > 1500", "orders", "customer·2"]);
  await page.keyboard.press("Control+w");
  const offered = await joinery.chooseInContextMenu(
    () => inTree("customer").click({ button: "right" }),
    "Open in New Tab",
  );
  expect(offered.slice(0, 2)).toEqual(["Open", "Open in New Tab"]);
  await expect(all()).toHaveCount(4);

  // By their places, and by their menu.
  await page.keyboard.press("Control+2");
  await expect(front()).toHaveText("orderstotal > 1500");
  await expect(grid.total()).toHaveText(/^1,000 of [≈\d,+ ]+ rows$/);
  await expect(front()).toHaveAttribute("title", "orders\nRows where total > 1500");
  await grid.click(grid.cell(5, "total"));
  await page.keyboard.press("Control+9");
  await expect(front()).toHaveText("customer·2");
  const menu = await joinery.chooseInContextMenu(() => all().nth(1).click({ button: "right" }), "Duplicate Tab");
  expect(menu).toEqual([
    "Close",
    "Close Others",
    "Close to the Right",
    "",
    "Duplicate Tab",
    "Move to the Right Side",
    "Move to the Bottom",
    "",
    "Reopen Closed Tab",
  ]);
  await expect(front()).toHaveText("orderstotal > 1500 ·2");
  await expect.poll(() => grid.active()).toBe("5,2");
  await filterBy("<30", /^19 of [\d,]+ rows$/);
  await joinery.screenshot("several-tabs");
});

test("a link in a new tab leaves this one as it is, and each tab has its own way back", async () => {
  await grid.click(grid.cell(3, "customer_id"));
  await page.keyboard.press("Shift+F4");
  await expect(front()).toHaveText("customer·3");
  await expect.poll(() => grid.active()).toBe("4,0");
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(front()).toHaveText("orderstotal < 30");
  await expect.poll(() => grid.active()).toBe("3,1");
  await grid.click(grid.cell(6, "customer_id"), { button: "middle" });
  await expect(front()).toHaveText("customer·4");
  await expect.poll(() => grid.active()).toBe("7,0");
  await expect(all()).toHaveCount(7);
  await page.keyboard.press("Control+1");
  // Nothing led here.
  await expect(page.getByRole("button", { name: "Back" }).filter({ visible: true })).toHaveCount(0);
  await grid.click(grid.cell(0, "name"));
  await joinery.chooseInContextMenu(() => grid.click(grid.cell(0, "name"), { button: "right" }), "orders (4)");
  await expect(front()).toHaveText(/orderscustomer_id = 1$/);
  await expect(grid.total()).toHaveText(/^4 of [≈\d,+ ]+ rows$/);

  // Closed with the middle button and had back with what it showed.
  await front().click({ button: "middle" });
  await page.keyboard.press("Control+Shift+T");
  await expect(front()).toHaveText(/orderscustomer_id = 1$/);
  await expect(grid.total()).toHaveText(/^4 of [≈\d,+ ]+ rows$/);

  // Staged changes mark every tab of the table.
  await grid.type(0, "total", "1.25");
  await expect(all().filter({ has: page.getByLabel("has pending changes") })).toHaveCount(3);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include("[data-testid=tabs]").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`)).toEqual([]);
});

test("after kill -9 each tab is there in its state; many tabs keep their width", async () => {
  const titles = await all().allTextContents();
  await page.waitForTimeout(1000);
  expect(joinery.pageErrors).toEqual([]);
  const pids = await joinery.electron.evaluate(({ app }) => app.getAppMetrics().map(({ pid }) => pid));
  for (const pid of pids) if (isRunning(pid)) process.kill(pid, "SIGKILL");
  await expect.poll(() => pids.filter(isRunning)).toEqual([]);
  joinery = await launchJoinery({ userData, files: [file] });
  page = joinery.page;
  grid = new GridOnPage(page);
  await expect(all()).toHaveText(titles);
  await expect(front()).toHaveText(/orderscustomer_id = 1$/);
  await expect(grid.total()).toHaveText(/^4 of [≈\d,+ ]+ rows$/);
  await page.keyboard.press("Control+2");
  await expect(grid.total()).toHaveText(/^1,000 of [≈\d,+ ]+ rows$/);
  await expect.poll(() => grid.active()).toBe("5,2");

  // More tabs than there is room for: none is squeezed, the one in front is in sight, the others are in a list.
  for (let i = 0; i < 12; i++) await inTree("orders").click({ button: "middle" });
  await expect(all()).toHaveCount(titles.length + 12);
  const widths = await all().evaluateAll((tabs) => tabs.map((tab) => tab.getBoundingClientRect().width));
  expect(Math.min(...widths)).toBeGreaterThan(70);
  await expect(front()).toBeInViewport();
  await joinery.screenshot("many-tabs");
  await page.getByRole("button", { name: /^All tabs/ }).click();
  await joinery.screenshot("list-of-tabs");
  await page.getByRole("menuitemradio", { name: /total > 1500/ }).click();
  await expect(grid.total()).toHaveText(/^1,000 of [≈\d,+ ]+ rows$/);
  await joinery.chooseInContextMenu(() => front().click({ button: "right" }), "Close Others");
  await expect(all()).toHaveText(["orders"]);

  // Side by side, each tab shows its own way.
  await grid.click(grid.cell(0, "customer_id"));
  await page.keyboard.press("F4");
  await expect(all()).toHaveText(["orders", "customer"]);
  const back = page.getByRole("button", { name: "Back", exact: true }).filter({ visible: true });
  await expect(back).toHaveCount(1);
  await joinery.chooseInContextMenu(() => all().first().click({ button: "right" }), "Move to the Right Side");
  await expect(page.getByTestId("tabs").getByRole("tablist")).toHaveCount(2);
  await expect(page.getByTestId("grid-mirror").filter({ visible: true })).toHaveCount(2);
  await expect(back).toHaveCount(1);
  await joinery.screenshot("side-by-side");
});
