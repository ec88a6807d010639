/** Looks that are computed: SQL of one's own, pictures, conditional formats; kept, and reached by keyboard. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { GridOnPage } from "./grid.ts";
import { copyOfSample, type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";

let joinery: JoineryApp;
test.afterEach(async () => {
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
});

test("a column shows what SQL makes of it, pictures, and grounds by conditions; all of it is kept", async () => {
  const path = await copyOfSample();
  const userData = temporaryFolder();
  joinery = await launchJoinery({ userData, files: [path] });
  let { page } = joinery;
  let grid = await GridOnPage.open(page, "movies");
  const menu = (column: string, item: string) =>
    joinery.chooseInContextMenu(() => grid.click(grid.header(column), { button: "right" }), item);
  const title = await grid.cell(0, "title").textContent();

  await menu("title", "Show as…");
  const own = page.getByRole("form", { name: "Custom SQL" });
  await own.getByLabel("SQL expression").fill("nope(title)");
  await page.keyboard.press("Enter");
  await expect(own.getByRole("alert")).toContainText("no such function: nope");
  await own.getByLabel("SQL expression").fill(`upper(title) || ' (' || year || ')'`);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(grid.cell(0, "title")).toHaveText(new RegExp(`^${title?.toUpperCase().slice(0, 8)}.* \\(\\d{4}\\)$`));

  await menu("year", "Conditional Formats…");
  const rule = page.getByRole("form", { name: "New conditional format" });
  await rule.getByLabel("Condition").fill(">1970");
  await rule.getByRole("radio", { name: "teal" }).click();
  await page.keyboard.press("Tab");
  await rule.getByRole("button", { name: "Add" }).click();
  await rule.getByLabel("Condition").fill("<1930");
  await rule.getByRole("radio", { name: "pink" }).click();
  await rule.getByLabel("Whole row").check();
  await rule.getByRole("button", { name: "Add" }).click();
  await joinery.screenshot("rules");
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include("[role=dialog]").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(", ")}`)).toEqual([]);
  await page.keyboard.press("Escape");

  const columns = await grid.mirror
    .getByRole("columnheader")
    .evaluateAll((all) => all.map((one) => one.getAttribute("data-column")));
  expect(columns).toContain("title");
  // To where the pictures are.
  await grid.click(grid.cell(0, "title"));
  await grid.press("End", "ArrowLeft", "ArrowLeft");
  await expect(grid.header("poster")).toBeVisible();
  await menu("poster", "Show as…");
  await page.getByRole("radio", { name: "Picture" }).check();
  await page.keyboard.press("Escape");
  await expect(grid.cell(0, "poster")).toHaveText(/^PNG /);
  // Rows with pictures are higher.
  await expect.poll(async () => (await grid.cell(0, "poster").boundingBox())?.height).toBe(64);
  await page.waitForTimeout(800);
  await joinery.screenshot("pictures");
  await grid.press("Control+Home");
  await page.waitForTimeout(300);
  await joinery.screenshot("looks-light");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForTimeout(300);
  await joinery.screenshot("looks-dark");
  await page.waitForTimeout(800);
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();

  joinery = await launchJoinery({ userData, files: [path] });
  ({ page } = joinery);
  await joinery.openTable("movies");
  grid = new GridOnPage(page);
  await expect(grid.cell(0, "title")).toHaveText(/\(\d{4}\)$/);
  await expect.poll(async () => (await grid.cell(0, "title").boundingBox())?.height).toBe(64);
  await menu("year", "Conditional Formats…");
  await expect(page.getByRole("dialog").locator("code")).toHaveText([">1970", "<1930"]);
  await page.keyboard.press("Escape");
});
