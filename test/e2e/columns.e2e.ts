/** Columns of a table: hidden, pinned, moved by drag and by the header's menu, remembered. */
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
  await expect.poll(order).toEqual(expect.arrayContaining(["CustomerId", "LastName", "Company"]));
  expect(await order()).not.toContain("FirstName");
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
});
