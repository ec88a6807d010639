/** Whatever is shown: what is long scrolls inside its own panel. The page, and the frames it is made of, never do. */
import { expect as asked, type Page, test } from "@playwright/test";
import { consoleOn } from "./console.ts";
import { makeDatabase } from "./databases.ts";
import { sharedApp } from "./shared-app.ts";

/** Many large things are shown one after another. */
const expect = asked.configure({ timeout: 30_000 });
test.describe.configure({ timeout: 180_000 });

const app = sharedApp();
let page: Page;
const { write, run, editor, messages } = consoleOn(() => page);

/** More of everything than a window shows: rows, tables, columns, indexes. */
const LONG = [
  "CREATE TABLE movies(id INTEGER PRIMARY KEY, title TEXT, price REAL DEFAULT 1)",
  "INSERT INTO movies(title) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) SELECT 'movie ' || i FROM n",
  `CREATE TABLE wide(id INTEGER PRIMARY KEY, ${Array.from({ length: 80 }, (_, i) => `c${i} TEXT CHECK (c${i} <> 'x')`).join(", ")}, movie REFERENCES movies)`,
  "INSERT INTO wide(id, movie) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) SELECT i, 1 FROM n",
  ...Array.from({ length: 60 }, (_, i) => `CREATE TABLE more_${i}(id INTEGER PRIMARY KEY, a REFERENCES movies)`),
  ...Array.from({ length: 30 }, (_, i) => `CREATE INDEX wide_${i} ON wide(c${i})`),
].join(";\n");

/**
 * What is longer than it should be: the page and the frames of half the window or more, when they can be moved although they show no way to
 * (`hidden`), and panels that let the wheel move the frame instead of what is in it.
 */
async function bursts(): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const isLarge = ({ clientHeight, clientWidth }: Element) =>
      clientHeight > innerHeight / 2 && clientWidth > innerWidth / 2;
    const isFrame = (element: Element) =>
      element === document.documentElement ||
      element === document.body ||
      element.matches("[data-panel], [data-panel] > *");
    for (const element of document.querySelectorAll("html, body, #root, #root *")) {
      const { overflowY, overflowX } = getComputedStyle(element);
      const hides = isLarge(element) && (overflowY === "hidden" || overflowX === "hidden");
      // What the grid reads aloud stands behind it, cut off.
      if ((!isFrame(element) && !hides) || element.matches("[data-testid=grid-mirror]")) continue;
      const { scrollTop, scrollLeft } = element;
      element.scrollTop = 100_000;
      if (hides) element.scrollLeft = 100_000;
      if (element.scrollTop > 1 || element.scrollLeft > 1) {
        found.push(`${element.tagName} ${element.className}: ${element.scrollHeight} in ${element.clientHeight}`);
      }
      element.scrollTop = scrollTop;
      element.scrollLeft = scrollLeft;
    }
    return found;
  });
}

const grid = () => page.getByTestId("grid-mirror").filter({ visible: true });
const still = async (what: string): Promise<void> => expect(await bursts(), what).toEqual([]);

test("the console and each of its panels", async () => {
  const joinery = await app.open({ files: [makeDatabase(LONG)], table: "movies" });
  page = joinery.page;
  await expect(grid().getByRole("row").nth(2)).toBeVisible();
  await joinery.command("console.new");
  await expect(editor()).toBeFocused();
  await still("empty");
  await write("update movies set price = 9.99; delete from wide where id < 200");
  await joinery.command("console.try");
  await expect(page.getByRole("region", { name: "Changed rows of movies" })).toContainText("movie 100");
  await still("changes of a try");
  await page.getByRole("button", { name: "Show more rows" }).click();
  await still("more changes of a try");
  await run(`${"update movies set id = id where 0;\n".repeat(120)}select nope`);
  await expect(messages()).toContainText("no such column");
  await still("messages");
  await run(`select * from wide`);
  await expect(grid().getByRole("row").nth(2)).toBeVisible();
  await still("a result");
  await write(Array.from({ length: 60 }, (_, i) => `select * from more_${i}`).join(" union all "));
  await joinery.command("console.explain");
  await expect(page.getByTestId("plan")).toContainText("SCAN more_59");
  await still("a plan");
  await joinery.command("console.history");
  await expect(page.getByTestId("console-history")).toBeVisible();
  await still("history");
  await joinery.command("console.library");
  await expect(page.getByTestId("library")).toBeVisible();
  await still("saved queries");
  await write("select 1\n".repeat(300));
  await still("a long text");
});

test("tables and what stands beside them, the builder, models, dialogs", async () => {
  const joinery = await app.open({ files: [makeDatabase(LONG)], table: "wide" });
  page = joinery.page;
  await expect(grid().getByRole("row").nth(2)).toBeVisible();
  await still("a table");
  await joinery.command("view.inspector");
  await still("the inspector");
  await joinery.command("view.pending");
  await joinery.command("row.add");
  await expect(page.getByRole("toolbar", { name: "Database" })).toContainText("1 change");
  await still("pending changes");
  await joinery.command("session.history");
  await still("the history of commits");
  await joinery.command("builder.new");
  await expect(page.getByRole("grid", { name: "First rows of the query" })).toBeVisible();
  await still("the builder");
  await joinery.command("model.open");
  await expect(page.getByRole("navigation").or(page.getByRole("form")).first()).toBeVisible();
  await still("the model editor");
  await joinery.command("model.diagram");
  await expect(page.locator(".react-flow")).toBeVisible();
  await still("the diagram");
  for (const command of ["palette.commands", "app.shortcuts", "palette.objects", "model.newFromSql"]) {
    await joinery.command(command);
    await expect(page.getByRole("dialog")).toBeVisible();
    await still(command);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
});

test("the welcome page", async () => {
  const joinery = await app.open({ files: [makeDatabase(LONG)], table: "wide" });
  page = joinery.page;
  await expect(grid().getByRole("row").nth(2)).toBeVisible();
  await joinery.command("database.close");
  await expect(page.getByRole("heading", { name: "Joinery" })).toBeVisible();
  await still("nothing open");
});
