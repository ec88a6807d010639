/** Foreign keys in the grid: labels, following there and back, children, setting a key by part of a name (story S7). */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import Database from "better-sqlite3";
import { copyOfShared, type JoineryApp } from "./harness.ts";
import { sharedApp } from "./shared-app.ts";
import { makeDatabase, readDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";

const app = sharedApp();
let joinery: JoineryApp;

async function openChinook(): Promise<{ path: string; page: Page }> {
  const path = copyOfShared("chinook.db");
  joinery = await app.open({ files: [path] });
  return { path, page: joinery.page };
}

const onlyGrid = (page: Page) => new GridOnPage(page);

test("a key shows its parent's name; F4 goes there; Back and Forward restore row, order, filter and scroll", async () => {
  const { page } = await openChinook();
  const grid = await GridOnPage.open(page, "Album");
  await expect(grid.cell(0, "ArtistId").locator("[data-label]")).toHaveText(", AC/DC");
  await grid.click(grid.header("Title"));
  await expect(grid.cell(0, "Title")).toHaveText("...And Justice For All");
  await grid.press("Control+g");
  await page.getByLabel("Row number").fill("200");
  await grid.press("Enter");
  await expect.poll(() => grid.active()).toMatch(/^199,/);
  const title = await grid.cell(199, "Title").textContent();
  const artist = await grid.cell(199, "ArtistId").locator("[data-label]").textContent();
  await grid.click(grid.cell(199, "ArtistId"));
  await grid.press("F4");
  await expect(page.getByRole("grid", { name: "Artist", exact: true })).toBeVisible();
  await expect
    .poll(async () => {
      const [row] = ((await grid.active()) ?? "").split(",");
      return row ? `, ${await grid.cell(Number(row), "Name").textContent({ timeout: 1000 })}` : "";
    })
    .toBe(artist);

  await grid.press("Alt+ArrowLeft");
  await expect(page.getByRole("grid", { name: "Album", exact: true })).toBeVisible();
  await expect.poll(() => grid.active()).toBe("199,2");
  await expect(grid.cell(199, "Title")).toHaveText(title ?? "");
  await grid.press("Alt+ArrowRight");
  await expect(page.getByRole("grid", { name: "Artist", exact: true })).toBeVisible();
});

test("the rows that refer to a row, with their number; a place in one table comes back after another filter", async () => {
  const { page } = await openChinook();
  let grid = await GridOnPage.open(page, "Artist");
  await grid.click(grid.cell(1, "Name"));
  const labels = await joinery.chooseInContextMenu(
    () => grid.click(grid.cell(1, "Name"), { button: "right" }),
    "Album (2)",
  );
  expect(labels).toContain("Rows That Refer to This");
  grid = onlyGrid(page);
  await expect(page.getByRole("grid", { name: "Album", exact: true })).toBeVisible();
  await expect(grid.total()).toContainText("2 ");
  await expect(grid.cell(0, "Title")).toHaveText("Balls to the Wall");
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page.getByRole("grid", { name: "Artist", exact: true })).toBeVisible();
  await expect.poll(() => grid.active()).toBe("1,1");

  // Within one table: who reports to whom.
  grid = await GridOnPage.open(page, "Employee");
  await expect(grid.cell(1, "ReportsTo").locator("[data-label]")).toHaveText(", Adams");
  await joinery.chooseInContextMenu(
    () => grid.click(grid.cell(1, "LastName"), { button: "right" }),
    "Employee by ReportsTo (3)",
  );
  await expect(grid.cell(0, "LastName")).toHaveText("Peacock");
  await grid.press("Alt+ArrowLeft");
  await expect(grid.cell(0, "LastName")).toHaveText("Adams");
  await expect.poll(() => grid.active()).toBe("1,1");
});

test("the column shown of a parent is chosen in the header's menu and remembered", async () => {
  const { path, page } = await openChinook();
  let grid = await GridOnPage.open(page, "Invoice");
  await expect(grid.cell(0, "CustomerId").locator("[data-label]")).toHaveText(", Köhler");
  await joinery.chooseInContextMenu(() => grid.click(grid.header("CustomerId"), { button: "right" }), "Email");
  await expect(grid.cell(0, "CustomerId").locator("[data-label]")).toHaveText(", leonekohler@surfeu.de");
  // What is kept is on disk within a second.
  await page.waitForTimeout(1000);
  joinery = await app.restart({ files: [path] });
  grid = await GridOnPage.open(joinery.page, "Invoice");
  await expect(grid.cell(0, "CustomerId").locator("[data-label]")).toHaveText(", leonekohler@surfeu.de");
});

test("a foreign key is set by typing part of the parent's name, or chosen in the list; what fits nothing says so", async () => {
  const { path, page } = await openChinook();
  const grid = await GridOnPage.open(page, "Album");
  await grid.click(grid.cell(0, "ArtistId"));
  await page.keyboard.type("deep pur");
  await expect(page.getByRole("option").first()).toContainText("Deep Purple 58");
  await grid.press("Enter");
  await expect(grid.cell(0, "ArtistId").locator("[data-label]")).toHaveText(", Deep Purple");
  await grid.click(grid.cell(1, "ArtistId"));
  await page.keyboard.type("metal");
  await page.getByRole("option", { name: "Metallica" }).click();
  await expect(grid.cell(1, "ArtistId")).toContainText("50");
  await grid.click(grid.cell(2, "ArtistId"));
  await page.keyboard.type("nobody at all");
  await grid.press("Enter");
  await expect(page.getByTestId("error")).toContainText("No row of “Artist”");
  await expect(grid.editor()).toHaveValue("nobody at all");
  await grid.press("Escape");
  await grid.mirror.focus();
  await grid.press("Control+s");
  await expect
    .poll(() => readDatabase(path, "SELECT ArtistId FROM Album WHERE AlbumId IN (1, 2) ORDER BY 1"))
    .toEqual([[50], [58]]);
});

test("a key of two columns leads to its parent, also where rows are not kept by rowid; the arrow and Ctrl+click do", async () => {
  const path = makeDatabase(`
    CREATE TABLE place(country TEXT, zip TEXT, name TEXT, PRIMARY KEY(country, zip)) WITHOUT ROWID;
    WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n LIMIT 20000)
      INSERT INTO place SELECT 'DE', printf('%05d', i), 'Place ' || i FROM n;
    CREATE TABLE bill(nr INTEGER PRIMARY KEY, country TEXT, zip TEXT, FOREIGN KEY(country, zip) REFERENCES place);
    INSERT INTO bill VALUES (1, 'DE', '15000'), (2, 'DE', NULL);
  `);
  joinery = await app.open({ files: [path] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "bill");
  await expect(grid.cell(0, "zip").locator("[data-label]")).toHaveText(", Place 15000");
  await expect(grid.cell(0, "country").locator("[data-label]")).toHaveCount(0);
  await grid.click(grid.cell(1, "zip"));
  await grid.press("F4");
  await expect(page.getByTestId("error")).toContainText("refers to no row");
  await page.keyboard.down("Control");
  await grid.click(grid.cell(0, "zip"));
  await page.keyboard.up("Control");
  await expect(page.getByRole("grid", { name: "place", exact: true })).toBeVisible();
  await expect.poll(() => grid.active()).toBe("14999,0");
  await grid.press("Alt+ArrowLeft");
  await expect(page.getByRole("grid", { name: "bill", exact: true })).toBeVisible();
  const box = await grid.cell(0, "zip").boundingBox();
  if (!box) throw new Error("not on screen");
  await page.mouse.click(box.x + box.width - 8, box.y + box.height / 2);
  await expect(page.getByRole("grid", { name: "place", exact: true })).toBeVisible();
});

test("the rows that refer to a row stand beside it, and follow the row; all of them are one click away", async () => {
  const { page } = await openChinook();
  const grid = await GridOnPage.open(page, "Customer");
  await grid.click(grid.cell(0, "CustomerId"));
  await grid.press("Control+i");
  await page.getByRole("button", { name: "Children" }).click();
  const children = page.getByTestId("child-rows");
  await expect(children.getByRole("button", { name: "Invoice", exact: true })).toHaveAttribute("aria-expanded", "true");
  // The first column unfolds what refers to a row in turn.
  await expect(children.getByRole("columnheader").nth(1)).toHaveText("InvoiceId");
  await expect(children.getByRole("columnheader", { name: "CustomerId" })).toHaveCount(0);
  await expect(children.getByRole("row")).toHaveCount(8);
  await expect(children.getByRole("cell").nth(1)).toHaveText("98");
  await page.screenshot({ path: test.info().outputPath("children.png") });
  await grid.mirror.focus();
  await grid.press("ArrowDown");
  await expect(children.getByRole("cell").nth(1)).toHaveText("1");
  await children.getByRole("button", { name: "Show all 7" }).click();
  await expect(page.getByRole("grid", { name: "Invoice", exact: true })).toBeVisible();
  await expect(grid.cell(0, "InvoiceId")).toHaveText("1");
  await grid.press("Alt+ArrowLeft");
  await expect.poll(() => grid.active()).toBe("1,0");
});

test("children unfold below their row: into them by keyboard, edited and added there, further down, and back out", async () => {
  const { path, page } = await openChinook();
  await GridOnPage.open(page, "Customer");
  const grid = new GridOnPage(page, "Customer");
  await grid.fold(1);
  const invoices = new GridOnPage(page, "Invoice of row 2");
  await expect(invoices.cell(6, "InvoiceId")).toHaveText("293");
  await expect(grid.rowNumber(1)).toHaveAttribute("aria-expanded", "true");
  await expect(grid.rowNumber(0)).toHaveAttribute("aria-expanded", "false");
  // The next row stands below the block, the key that is known here is not shown.
  const [above, below] = [await invoices.rowNumber(6).boundingBox(), await grid.rowNumber(2).boundingBox()];
  expect(below?.y ?? 0).toBeGreaterThan((above?.y ?? 0) + 20);
  await expect(invoices.header("CustomerId")).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().include("[role=tabpanel]").analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);

  await grid.click(grid.cell(1, "FirstName"));
  await grid.press("Alt+Shift+ArrowDown");
  await expect(invoices.mirror).toBeFocused();
  await expect.poll(() => invoices.active()).toBe("0,0");
  await invoices.type(1, "BillingCity", "Elsewhere");
  await expect(invoices.cell(1, "BillingCity")).toHaveAttribute("data-tone", "changed");
  await page.getByRole("button", { name: "Add row to Invoice" }).click();
  await expect(invoices.row(7)).toHaveAttribute("data-tone", "new");
  await expect.poll(() => invoices.active()).toMatch(/^7,/);
  await invoices.type(7, "InvoiceDate", "2030-01-01");
  await invoices.type(7, "Total", "7");
  await page.screenshot({ path: test.info().outputPath("nested.png") });

  // What is unfolded below a nested row makes room for itself, and leads back step by step.
  await invoices.click(invoices.cell(0, "InvoiceId"));
  await grid.press("Alt+Shift+ArrowRight");
  const lines = new GridOnPage(page, "InvoiceLine of row 1 of Invoice");
  await expect(lines.cell(1, "TrackId").locator("[data-label]")).toHaveText(", Restless and Wild");
  // A key is set by its label there too; the list is over everything.
  await lines.click(lines.cell(0, "TrackId"));
  await page.keyboard.type("fast as");
  const option = page.getByRole("option", { name: "Fast As a Shark" });
  await expect(option).toBeInViewport({ ratio: 1 });
  await page.screenshot({ path: test.info().outputPath("nested-choices.png") });
  await option.click();
  await expect(lines.cell(0, "TrackId").locator("[data-label]")).toHaveText(", Fast As a Shark");
  await grid.press("Escape");
  await expect(invoices.mirror).toBeFocused();
  await grid.press("Alt+Shift+ArrowUp");
  await expect(grid.mirror).toBeFocused();
  await expect.poll(() => grid.active()).toBe("1,1");

  await joinery.command("session.commit");
  await expect
    .poll(() =>
      readDatabase(
        path,
        "SELECT InvoiceId, BillingCity FROM Invoice WHERE CustomerId = 2 AND (InvoiceId IN (12, 413))",
      ),
    )
    .toEqual([
      [12, "Elsewhere"],
      [413, null],
    ]);
  // It stays as it was when the rows are read again.
  await expect(invoices.row(7)).not.toHaveAttribute("data-tone", /./);
  await expect(invoices.cell(7, "Total")).toHaveText("7");
  await expect(lines.cell(0, "TrackId")).toBeVisible();

  await invoices.click(invoices.cell(0, "InvoiceId"));
  await lines.click(lines.cell(0, "TrackId"));
  await grid.press("F4");
  await expect(page.getByRole("grid", { name: "Track", exact: true })).toBeVisible();
  await grid.press("Alt+ArrowLeft");
  await expect(grid.mirror).toBeVisible();
});

test("children that always unfold under rows do so for every row, are remembered, and leave the last row in sight", async () => {
  const { path, page } = await openChinook();
  await GridOnPage.open(page, "Artist");
  let grid = new GridOnPage(page, "Artist");
  await joinery.chooseInContextMenu(() => grid.click(grid.cell(0, "Name"), { button: "right" }), "Album");
  await expect(page.getByTestId("nested-rows")).toHaveCount(1);
  await page.getByRole("button", { name: "Always unfold Album under rows" }).click();
  await expect(new GridOnPage(page, "Album of row 2").cell(1, "Title")).toHaveText("Restless and Wild");
  // Nobody is below a row without albums.
  await grid.click(grid.cell(1, "Name"));
  await grid.press("Control+g");
  await page.getByLabel("Row number").fill("25");
  await grid.press("Enter");
  await expect.poll(() => grid.active()).toBe("24,1");
  await expect(page.getByRole("group", { name: "Rows that refer to row 25" })).toHaveCount(0);
  await grid.press("Control+End");
  await expect.poll(() => grid.active()).toBe("274,1");
  await expect(new GridOnPage(page, "Album of row 275").cell(0, "Title")).toBeVisible();
  await expect(grid.cell(274, "Name")).toHaveText("Philip Glass Ensemble");

  // More than are shown here are one click away.
  await grid.press("Control+g");
  await page.getByLabel("Row number").fill("90");
  await grid.press("Enter");
  await expect(page.getByRole("group", { name: "Rows that refer to row 90" })).toContainText("21 rows");
  await page.waitForTimeout(1000);
  joinery = await app.restart({ files: [path] });
  grid = new GridOnPage(joinery.page, "Artist");
  const more = joinery.page
    .getByRole("group", { name: "Rows that refer to row 90" })
    .getByRole("button", { name: "11 more…" });
  await more.click();
  await expect(joinery.page.getByRole("grid", { name: "Album", exact: true })).toBeVisible();
  await expect(grid.total()).toContainText("21 ");
});

test("a new row has its key before it is stored: others refer to it by name, lead to it, and are stored after it", async () => {
  const { path, page } = await openChinook();
  let grid = await GridOnPage.open(page, "Artist");
  await joinery.command("row.add");
  await expect.poll(() => grid.active()).toBe("275,1");
  await page.keyboard.type("The Joiners");
  await grid.press("Enter");
  const last = page.getByTestId("grid-mirror").filter({ visible: true }).locator('[data-row="275"]');
  await expect(last.locator("[data-column=ArtistId]")).toHaveText("276");
  grid = await GridOnPage.open(page, "Album");
  await grid.click(grid.cell(0, "ArtistId"));
  await page.keyboard.type("joiners");
  await expect(page.getByRole("option").first()).toContainText("The Joiners 276, new");
  await page.screenshot({ path: test.info().outputPath("new-parent.png") });
  await grid.press("Enter");
  await expect(grid.cell(0, "ArtistId").locator("[data-label]")).toHaveText(", The Joiners");
  // Another program takes the key: nobody notices.
  const other = new Database(path);
  other.exec("INSERT INTO Artist (Name) VALUES ('Somebody else')");
  other.close();
  await grid.click(grid.cell(0, "ArtistId"));
  await grid.press("F4");
  await expect(page.getByRole("grid", { name: "Artist", exact: true })).toBeVisible();
  await joinery.command("session.commit");
  await expect
    .poll(() => readDatabase(path, "SELECT ArtistId, Name FROM Album JOIN Artist USING (ArtistId) WHERE AlbumId = 1"))
    .toEqual([[277, "The Joiners"]]);
});
