/** Many cells in one gesture: copied in a format, filled down, set to one value, pasted as new rows. */
import { expect, test } from "@playwright/test";
import { makeDatabase, readDatabase } from "./databases.ts";
import { copyOfShared, type JoineryApp, launchJoinery } from "./harness.ts";
import { GridOnPage } from "./grid.ts";

let joinery: JoineryApp;
test.afterEach(async () => {
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
});

test("a selection is copied as Markdown, filled down, set to one value; rows are pasted as new ones", async () => {
  joinery = await launchJoinery({ files: [copyOfShared("chinook.db")] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "Genre");
  const clipboard = () => joinery.electron.evaluate(({ clipboard: board }) => board.readText());
  await grid.click(grid.cell(0, "GenreId"));
  await grid.press("Shift+ArrowRight", "Shift+ArrowDown");
  const labels = await joinery.chooseInContextMenu(
    () => grid.click(grid.cell(0, "Name"), { button: "right" }),
    "Markdown",
  );
  expect(labels).toContain("Copy As");
  await expect.poll(clipboard).toBe("| GenreId | Name |\n| ---: | --- |\n| 1 | Rock |\n| 2 | Jazz |");

  await grid.click(grid.cell(2, "Name"));
  await grid.press("Shift+ArrowDown", "Shift+ArrowDown", "Control+Shift+d");
  await expect(grid.cell(4, "Name")).toHaveText("Metal");
  await page.keyboard.type("Loud");
  await grid.press("Control+Enter");
  for (const row of [2, 3, 4]) await expect(grid.cell(row, "Name")).toHaveText("Loud");
  await expect(grid.cell(5, "Name")).toHaveText("Blues");
  await grid.press("Control+z");
  await expect(grid.cell(3, "Name")).toHaveText("Metal");

  await joinery.electron.evaluate(({ clipboard: board }) => board.writeText("Name\nKrautrock\nSka\n"));
  await grid.press("Control+Shift+v");
  await expect(grid.cell(26, "Name")).toHaveText("Ska");
  await expect(grid.cell(26, "GenreId")).toHaveText("27");
});

test("what is copied keeps its storage classes in another start of Joinery; one cell is one text", async () => {
  const values = `CREATE TABLE t(id INTEGER PRIMARY KEY, v, txt TEXT);
    INSERT INTO t VALUES (1, x'deadbeef', '{' || char(13, 10) || '"a": 1}'), (2, 1.5, '"quoted"'), (3, '007', NULL),
      (4, NULL, NULL), (5, '', NULL)`;
  joinery = await launchJoinery({ files: [makeDatabase(values)], args: ["--table=t"] });
  const path = makeDatabase(
    "CREATE TABLE t(id INTEGER PRIMARY KEY, v, txt TEXT); INSERT INTO t(id) VALUES (1), (2), (3), (4), (5)",
  );
  const other = await launchJoinery({ files: [path], args: ["--table=t"] });
  const clipboard = () => joinery.electron.evaluate(({ clipboard: board }) => board.readText());
  try {
    const [from, to] = [new GridOnPage(joinery.page), new GridOnPage(other.page)];
    await from.click(from.cell(0, "v"));
    await from.press("Control+Shift+End", "Shift+ArrowLeft", "Control+c");
    await expect.poll(clipboard).toBe("x'deadbeef'\n1.5\n007\n\n");
    await to.click(to.cell(0, "v"));
    await to.press("Control+v");
    await expect(to.cell(4, "v")).toHaveAttribute("data-tone", "changed");

    for (const [row, text] of ['{\r\n"a": 1}', '"quoted"'].entries()) {
      await from.click(from.cell(row, "txt"));
      await from.press("Control+c");
      await expect.poll(clipboard).toBe(text);
      await to.click(to.cell(row, "txt"));
      await to.press("Control+v");
      await expect(to.cell(row, "txt")).toHaveAttribute("data-tone", "changed");
    }
    // Into an editor, from the menu: one text there too.
    await to.click(to.cell(2, "txt"));
    await to.press("F2");
    await other.command("edit.paste");
    await expect(to.editor()).toHaveValue('"quoted"');
    await to.press("Enter", "Control+s");
    await expect
      .poll(() => readDatabase(path, "SELECT typeof(v), quote(v), txt FROM t"))
      .toEqual([
        ["blob", "X'DEADBEEF'", '{\r\n"a": 1}'],
        ["real", "1.5", '"quoted"'],
        ["text", "'007'", '"quoted"'],
        ["null", "NULL", null],
        ["text", "''", null],
      ]);
  } finally {
    await other.close();
  }
});
