/** Views that never give a row: other tables are there as if they were not, Stop ends them, and they wait to be wanted. */
import { expect, type Page, test } from "@playwright/test";
import { makeDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";

const endless = (name: string) =>
  `CREATE VIEW ${name} AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) AS c FROM n;`;
const schema = `
  CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);
  INSERT INTO people (name) VALUES ('Ada'), ('Grace'), ('Edsger');
  CREATE TABLE pairs AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 30000) SELECT x, x % 7 AS k FROM n;
  CREATE VIEW joined AS SELECT a.k, count(*) FROM pairs a JOIN pairs b ON a.k <= b.k GROUP BY a.k;
  CREATE VIEW zeros AS SELECT hex(zeroblob(250000000)) AS a, hex(zeroblob(250000000)) AS b;
  ${endless("endless_a")} ${endless("endless_b")}`;

const reading = (page: Page) => page.getByTestId("reading").filter({ visible: true });
const stopped = (page: Page) => page.getByText("Reading these rows was stopped").filter({ visible: true });
const tab = (page: Page, name: string) => page.getByRole("tab", { name });

/** Opens a view that does not answer, and waits until the page says so. */
async function openSlow(joinery: JoineryApp, name: string): Promise<void> {
  await joinery.page.getByRole("treegrid").getByRole("row", { name }).first().dblclick();
  await expect(tab(joinery.page, name)).toHaveAttribute("aria-selected", "true");
  await expect(reading(joinery.page)).toBeVisible();
}

test("three tabs wait for rows for ever: other tables open, Stop ends each, nothing is asked again by itself", async () => {
  test.setTimeout(180_000);
  const userData = temporaryFolder();
  const path = makeDatabase(schema, "slow.db");
  const joinery = await launchJoinery({ userData, files: [path], args: ["--table=people"] });
  const { page } = joinery;
  const ada = new GridOnPage(page, "people");
  await expect(ada.cell(0, "name")).toHaveText("Ada");
  for (const name of ["endless_a", "endless_b", "joined"]) await openSlow(joinery, name);
  await GridOnPage.open(page, "pairs");
  await expect(page.getByTestId("row-total").filter({ visible: true })).toContainText("30,000 rows");
  // Another table, filtered: reads and long work alike.
  await tab(page, "people").click();
  await expect(ada.cell(0, "name")).toHaveText("Ada");

  for (const name of ["endless_a", "endless_b", "joined"]) {
    await tab(page, name).click();
    await reading(page).getByRole("button", { name: "Stop" }).click();
    await expect(stopped(page)).toBeVisible();
  }
  const served = () => [...joinery.log().matchAll(/serves read\./g)].length;
  const before = served();
  await joinery.killEngine("session");
  await expect(page.getByTestId("banner").filter({ visible: true })).toContainText("Pending changes are safe");
  await expect(stopped(page)).toBeVisible();
  await expect(reading(page)).toHaveCount(0);
  expect(served()).toBe(before);
  await page.getByRole("button", { name: "Read Again" }).filter({ visible: true }).click();
  await expect(reading(page)).toBeVisible();
  expect(joinery.pageErrors).toEqual([]);

  // Killed with that unanswered, which is on disk within a second after it counts as slow: the next start does not begin it again.
  await page.waitForTimeout(2500);
  joinery.electron.process().kill("SIGKILL");
  await new Promise((resolve) => joinery.electron.process().once("exit", resolve));
  const second = await launchJoinery({ userData });
  await expect(tab(second.page, "joined")).toHaveAttribute("aria-selected", "true");
  await expect(second.page.getByText("had not come when it was left").filter({ visible: true })).toBeVisible();
  await expect(reading(second.page)).toHaveCount(0);
  await tab(second.page, "people").click();
  await expect(new GridOnPage(second.page, "people").cell(0, "name")).toHaveText("Ada");
  await tab(second.page, "joined").click();
  await second.page.getByRole("button", { name: "Read Again" }).filter({ visible: true }).click();
  await expect(reading(second.page)).toBeVisible();
  await second.close();
});
