/** Columns of a table: hidden, pinned, moved by drag and by the header's menu, remembered. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { copyOfShared, type JoineryApp, launchJoinery } from "./harness.ts";
import { GridOnPage } from "./grid.ts";

let joinery: JoineryApp;
test.afterEach(async () => {
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
});

test("columns are hidden, pinned and moved, and stand so after a restart", async () => {
  const path = copyOfShared("chinook.db");
  joinery = await launchJoinery({ files: [path] });
  const { page, userData } = joinery;
  let grid = await GridOnPage.open(page, "Customer");
  const menuOf = (column: string, label: string | null) =>
    joinery.chooseInContextMenu(() => grid.click(grid.header(column), { button: "right" }), label);
  const order = async () => {
    const heads = grid.mirror.locator("[role=columnheader][data-column]");
    const found = await heads.evaluateAll((all) =>
      all.map((head) => [Number(head.getAttribute("aria-colindex")), head.getAttribute("data-column")] as const),
    );
    return found.sort((a, b) => a[0] - b[0]).map(([, name]) => name);
  };
  await menuOf("FirstName", "Hide Column");
  await expect.poll(order).not.toContain("FirstName");
  expect(await order()).toEqual(expect.arrayContaining(["CustomerId", "LastName", "Company"]));
  // A drag from the middle of one header to the left part of another.
  const from = await grid.middle(grid.header("Company"));
  const to = await grid.middle(grid.header("CustomerId"));
  await page.mouse.move(from.x, from.y - 8);
  await page.mouse.down();
  await page.mouse.move(from.x - 40, from.y - 8, { steps: 4 });
  await page.mouse.move(to.x - 15, to.y - 8, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => (await order()).slice(0, 3)).toEqual(["Company", "CustomerId", "LastName"]);
  await expect(grid.cell(0, "Company")).toHaveText(/Embraer/);
  await menuOf("LastName", "Pin to the Left");
  await expect.poll(async () => (await order()).slice(0, 3)).toEqual(["LastName", "Company", "CustomerId"]);
  // The pinned one stays in sight when the others scroll, and its cells are clicked where they are.
  await grid.click(grid.cell(2, "Company"));
  await grid.press("End");
  await expect(grid.cell(2, "SupportRepId")).toBeVisible();
  expect(await order()).toContain("LastName");
  expect(await order()).not.toContain("Company");
  await grid.click(grid.cell(4, "LastName"));
  await expect.poll(() => grid.active()).toBe("4,0");
  await page.waitForTimeout(1000);
  await joinery.close();

  joinery = await launchJoinery({ files: [path], userData });
  grid = await GridOnPage.open(joinery.page, "Customer");
  // Where one was, to the right; and back to the first column.
  await expect.poll(() => grid.active()).toBe("4,0");
  await grid.mirror.focus();
  await grid.press("Home");
  await expect.poll(async () => (await order()).slice(0, 3)).toEqual(["LastName", "Company", "CustomerId"]);
  await menuOf("Company", "FirstName");
  await expect.poll(async () => (await order()).slice(0, 4)).toContain("FirstName");

  // All of them as a list: found by name, hidden and shown by their boxes, gone to with Enter.
  await menuOf("Company", "Columns…");
  const list = joinery.page.getByRole("dialog", { name: "Columns" });
  await list.getByLabel("Find a column").fill("fax");
  await expect(list.getByRole("checkbox")).toHaveCount(1);
  await list.getByRole("checkbox", { name: "Fax" }).uncheck();
  await expect(list.getByRole("status")).toHaveText("12 of 13 columns");
  await joinery.screenshot("column-list");
  const { violations } = await new AxeBuilder({ page: joinery.page })
    .setLegacyMode(true)
    .include("[role=dialog]")
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(", ")}`)).toEqual([]);
  await list.getByLabel("Find a column").press("Enter");
  await expect(list).toBeHidden();
  await expect(grid.header("Fax")).toBeVisible();
  await expect(grid.cell(4, "Fax")).toBeVisible();
  // A drag far beyond its beginning makes a column narrow, and none before it; fitting makes it as wide as its values.
  const width = async (column: string) => Math.round((await grid.header(column).boundingBox())?.width ?? 0);
  const before = [await width("Phone"), await width("Fax")] as const;
  const { x, y } = await grid.middle(grid.header("Fax"));
  await joinery.page.mouse.move(x + before[1] / 2 - 1, y);
  await joinery.page.mouse.down();
  await joinery.page.mouse.move(x - before[1] / 2 - 60, y, { steps: 8 });
  await joinery.page.mouse.up();
  await expect.poll(() => width("Fax")).toBeLessThan(50);
  expect(await width("Phone")).toBe(before[0]);
  await menuOf("Fax", "Fit Width");
  await expect.poll(() => width("Fax")).toBeGreaterThan(90);
  // The same menu by keyboard: of the active cell's column, and of a column that is selected.
  await grid.mirror.focus();
  const labels = await joinery.chooseInContextMenu(() => grid.press("Alt+ArrowDown"), null);
  expect(labels).toEqual(expect.arrayContaining(["Sort Ascending", "Statistics…", "Hide Column"]));
  await grid.press("Control+ ");
  const ofColumn = await joinery.chooseInContextMenu(() => grid.mirror.dispatchEvent("contextmenu"), "Hide Column");
  expect(ofColumn).toEqual(labels);
  await expect(grid.header("Fax")).toBeHidden();
});
