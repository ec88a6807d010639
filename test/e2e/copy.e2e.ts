/** Many cells in one gesture: copied in a format, filled down, set to one value, pasted as new rows. */
import { expect, test } from "@playwright/test";
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
