/** The query builder: from a table to rows, code, console and view, by mouse and by keyboard; kept, undone, opened from SQL. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Locator, test } from "@playwright/test";
import { copyOfShared, type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";

let joinery: JoineryApp;
let path: string;
const userData = temporaryFolder();
test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  path = copyOfShared("chinook.db");
  joinery = await launchJoinery({ files: [path], userData });
});
test.afterEach(() => expect(joinery.pageErrors).toEqual([]));
test.afterAll(() => joinery.close());

/** A section of the form in front. */
const section = (name: string): Locator =>
  joinery.page
    .getByRole("group", { name: "Query", exact: true })
    .filter({ visible: true })
    .getByRole("region", { name, exact: true });
const code = (): Locator => joinery.page.getByRole("textbox", { name: /^The query as/ }).filter({ visible: true });
/** Rows as the grid reads them aloud. */
const rows = (): Locator =>
  joinery.page.getByRole("grid", { name: "First rows of the query" }).filter({ visible: true });

/** A picture to look at, where one wants them: `LOOK=folder`. */
async function look(name: string): Promise<void> {
  if (process.env.LOOK) await joinery.page.screenshot({ path: `${process.env.LOOK}/builder-${name}.png` });
}

/** Opens a console, which is called that then, and writes into it. */
async function inNewConsole(title: string, sql: string): Promise<void> {
  await joinery.command("console.new");
  await joinery.page.getByRole("textbox", { name: `SQL of ${title}` }).fill(sql);
}

/** Presses a button that pops up a native menu and chooses from it. */
async function choose(button: Locator, label: string): Promise<void> {
  await joinery.chooseInContextMenu(() => button.click(), label);
}

test("from a table: filter, join along a relationship, group, order; rows and code follow", async () => {
  const { page } = joinery;
  await joinery.openTable("Album");
  await joinery.command("builder.new");
  await expect(rows()).toContainText("For Those About To Rock");
  await expect(code()).toContainText('"Album"');

  await choose(section("From").getByRole("button", { name: "join", exact: true }), "artist → Artist");
  await choose(section("Columns").getByRole("button", { name: "column", exact: true }), "Name");
  await choose(section("Columns").getByRole("button", { name: "column", exact: true }), "count(*)");
  await section("Group by").getByRole("button", { name: "Group by the other columns" }).click();
  await choose(section("Having").getByRole("button", { name: "group filter" }), "Condition");
  await section("Having").getByRole("combobox", { name: "Left side" }).fill("count(*)");
  await section("Having").getByRole("combobox", { name: "Operator" }).selectOption("≥");
  await section("Having").getByRole("textbox", { name: "Value", exact: true }).fill("10");
  await page.keyboard.press("Enter");
  await section("Order by").getByRole("button", { name: "order" }).click();
  await page.keyboard.type("count");
  await page.keyboard.press("Enter");
  await section("Order by").getByRole("combobox", { name: "Direction, 1" }).selectOption("descending");
  await expect(rows()).toContainText("Iron Maiden");
  await expect(code()).toContainText("having");
  await look("grouped");
});

test("the same query as Kysely, SQLAlchemy and Drizzle", async () => {
  const { page } = joinery;
  for (const [tab, words] of [
    ["Kysely", ".leftJoin('Artist', 'Album.ArtistId', 'Artist.ArtistId')"],
    ["SQLAlchemy", ".join(Artist, Album.ArtistId == Artist.ArtistId, isouter=True)"],
    ["Drizzle", ".leftJoin(artist, eq(album.artistId, artist.artistId))"],
  ] as const) {
    await page.getByRole("tab", { name: tab }).click();
    await expect(code()).toContainText(words);
  }
  await look("kysely");
  await page.getByRole("button", { name: "Copy", exact: true }).filter({ visible: true }).click();
  const copied = await joinery.electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toContain("from 'drizzle-orm'");
  await page.getByRole("tab", { name: "SQL", exact: true }).click();
});

test("undone and redone step by step, also after the app was killed", async () => {
  const { page } = joinery;
  await section("Limit").getByRole("textbox", { name: "Limit" }).fill("3");
  await page.keyboard.press("Tab");
  await expect(code()).toContainText("limit");
  await page.getByRole("button", { name: "Undo" }).filter({ visible: true }).last().click();
  await expect(code()).not.toContainText("limit");
  await page.getByRole("button", { name: "Redo" }).filter({ visible: true }).last().click();
  await expect(code()).toContainText("limit");

  // What is kept is on disk within a second.
  await page.waitForTimeout(1000);
  joinery.electron.process().kill("SIGKILL");
  await joinery.electron.waitForEvent("close").catch(() => {});
  joinery = await launchJoinery({ files: [path], userData });
  await expect(rows()).toContainText("Iron Maiden");
  await expect(code()).toContainText("limit");
  await joinery.command("session.undo");
  await expect(code()).not.toContainText("limit");
});

test("related rows: as a filter, and nested in the rows", async () => {
  await joinery.openTable("Artist");
  await joinery.command("builder.new");
  await expect(rows()).toContainText("AC/DC");
  await choose(section("Where").getByRole("button", { name: "filter", exact: true }), "Artist.albums → Album");
  const where = section("Where");
  await choose(where.getByRole("button", { name: "filter", exact: true }).first(), "Condition");
  await where.getByRole("combobox", { name: "Left side" }).fill("Title");
  await where.getByRole("combobox", { name: "Operator" }).selectOption("contains");
  await where.getByRole("textbox", { name: "Value", exact: true }).fill("Rock");
  await joinery.page.keyboard.press("Enter");
  await expect(code()).toContainText("exists");
  await choose(section("Columns").getByRole("button", { name: "column", exact: true }), "Name");
  await choose(section("Columns").getByRole("button", { name: "column", exact: true }).last(), "Artist.albums → Album");
  await expect(rows()).toContainText('"Title":"For Those About To Rock We Salute You"');
  await look("nested");
});

test("a query that never ends disturbs nothing, is stopped, and the next change runs", async () => {
  const { page } = joinery;
  await joinery.openTable("InvoiceLine");
  await joinery.command("builder.new");
  await expect(rows()).toContainText("0.99");
  const join = section("From").getByRole("button", { name: "join", exact: true });
  for (let times = 0; times < 3; times++) await choose(join, "InvoiceLine");
  for (const kind of await section("From")
    .getByRole("combobox", { name: /^Kind of join/ })
    .all()) {
    await kind.selectOption("cross join");
  }
  await section("Order by").getByRole("button", { name: "order" }).click();
  await page.keyboard.type("InvoiceLine.TrackId || InvoiceLine_2.TrackId");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Stop" }).filter({ visible: true })).toBeVisible();
  await joinery.openTable("Genre");
  await page.getByRole("tab", { name: "Query of InvoiceLine" }).click();
  await page.getByRole("button", { name: "Stop" }).filter({ visible: true }).click();
  await expect(page.getByText("Stopped. The next change runs it again.")).toBeVisible();
  await look("stopped");
  await section("Order by").getByRole("button", { name: "Remove order 1" }).click();
  await expect(page.getByText("Stopped. The next change runs it again.")).toBeHidden();
  await expect(rows()).toContainText("0.99");
});

test("to the console and back; what does not fit is refused with a reason", async () => {
  const { page } = joinery;
  await page.getByRole("tab", { name: "Query of Artist" }).click();
  await page.getByRole("button", { name: "Open in console" }).filter({ visible: true }).click();
  const editor = page.getByRole("textbox", { name: /^SQL of/ }).filter({ visible: true });
  await expect(editor).toContainText("exists");

  await page.getByRole("tab", { name: "Query of Album" }).click();
  await page.getByRole("button", { name: "values as parameters" }).filter({ visible: true }).click();
  await expect(code()).toContainText("-- ?1 = 10");
  await page.getByRole("button", { name: "Open in console" }).filter({ visible: true }).click();
  await expect(editor).toContainText("?1");
  // The console asks, and what it asks for is there.
  await joinery.command("console.run");
  await expect(page.getByRole("textbox", { name: /\?1/ }).filter({ visible: true })).toHaveValue("10");
  await page.keyboard.press("Escape");

  await inNewConsole(
    "Query 3",
    "select g.Name, count(*) as tracks from Genre g join Track t using (GenreId) group by g.GenreId",
  );
  await joinery.command("builder.fromConsole");
  await expect(rows()).toContainText("Rock And Roll");
  await expect(section("From").getByRole("combobox", { name: "From" })).toHaveValue(/Genre/);
  await look("from-console");

  await inNewConsole(
    "Query 4",
    "with recursive up(id, level) as (select EmployeeId, 0 from Employee where ReportsTo is null union all " +
      "select e.EmployeeId, level + 1 from Employee e join up on e.ReportsTo = up.id) " +
      "select LastName, level from up join Employee on EmployeeId = id order by level, LastName",
  );
  await joinery.command("builder.fromConsole");
  await expect(rows()).toContainText("Peacock");
  await expect(section("With").getByRole("textbox", { name: "Columns of up" })).toHaveValue("id, level");
  await look("recursive");

  await inNewConsole("Query 5", "select * from Genre natural join Track");
  await joinery.command("builder.fromConsole");
  await expect(page.getByText("NATURAL joins by whatever columns have one name")).toBeVisible();

  // Values are asked for, as for a run, and stand in the document.
  await inNewConsole("Query 6", "select Name from Genre where GenreId < :below order by Name");
  await joinery.command("builder.fromConsole");
  await page.getByRole("textbox", { name: "Value of :below" }).fill("3");
  await page.getByRole("button", { name: "Build", exact: true }).click();
  await expect(rows()).toContainText("Jazz");
  await expect(code()).toContainText("< 3");
  await look("parameters");
  await page.keyboard.press("Control+w");
  await expect(page.getByRole("tab", { name: "Query of Genre" })).toHaveCount(1);
});

test("saved as a view, after its statement was shown", async () => {
  const { page } = joinery;
  await page.getByRole("tab", { name: "Query of Genre" }).click();
  await joinery.command("builder.saveView");
  const dialog = page.getByRole("dialog", { name: "Save as a view" });
  await dialog.getByRole("textbox", { name: "Name of the view" }).fill("Album");
  await expect(dialog).toContainText("CREATE VIEW Album AS");
  await dialog.getByRole("button", { name: "Create View" }).click();
  await expect(dialog.getByRole("alert")).toContainText("There is a table called “Album” already.");
  await dialog.getByRole("textbox", { name: "Name of the view" }).fill("tracks by genre");
  await look("save-view");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByTestId("grid-mirror").filter({ visible: true })).toContainText("Rock And Roll");
});

test("a query SQLite does not accept says why; axe finds nothing, in light and in dark", async () => {
  const { page } = joinery;
  await page.getByRole("tab", { name: "Query of Artist" }).click();
  await section("Group by").getByRole("button", { name: "group", exact: true }).click();
  await page.keyboard.type("nope(Name)");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("error").filter({ visible: true })).toContainText("no such function");
  await look("failing");
  for (const theme of ["theme.light", "theme.dark"]) {
    await joinery.command(theme);
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .include("[data-testid=builder]")
      .analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual([]);
  }
  await look("dark");
  await page.setViewportSize({ width: 900, height: 640 });
  await look("narrow");
});
