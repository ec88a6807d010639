/** Rules that pending changes would break, told before the commit: in the grid, in the panels, beside the button. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { makeDatabase, readDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { type JoineryApp, launchJoinery } from "./harness.ts";

const films = `
  CREATE TABLE studio(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE);
  INSERT INTO studio VALUES (1, 'Ufa'), (2, 'Mosfilm');
  CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT NOT NULL, year INTEGER CHECK (year BETWEEN 1888 AND 2100),
    status TEXT CHECK (status IN ('seen', 'wanted')), studio INTEGER REFERENCES studio(id), began TEXT, ended TEXT,
    CONSTRAINT "no end before the beginning" CHECK (ended >= began));
  INSERT INTO film VALUES (1, 'Metropolis', 1927, 'seen', 1, '1925-05-22', '1926-10-30'), (2, 'M', 1931, 'seen', 1, NULL, NULL),
    (3, 'Stalker', 1979, 'wanted', 2, '1977-01-01', '1978-12-01');
`;

let joinery: JoineryApp;
test.afterEach(async () => {
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
});

test("which row, which rule, what to do: at the cell, in the panel and beside Commit; undo takes it away", async () => {
  const path = makeDatabase(films);
  joinery = await launchJoinery({ files: [path] });
  const { page } = joinery;
  const wouldFail = page.getByTestId("problems");
  const grid = await GridOnPage.open(page, "film");
  await grid.type(0, "year", "19270");
  await expect(grid.cell(0, "year")).toHaveAttribute("aria-invalid", "true");
  await expect(wouldFail).toHaveText("1 would fail");
  await grid.click(grid.cell(0, "year"));
  await expect(page.getByTestId("cell-problem")).toHaveText("The row breaks CHECK (year BETWEEN 1888 AND 2100).");

  // A rule over two columns, told where one was changed; a value that is a choice no more; a parent that is not there.
  await grid.type(2, "ended", "1976-01-01");
  await grid.type(1, "status", "gone");
  await grid.type(1, "studio", "7");
  await expect(wouldFail).toHaveText("3 would fail");
  await expect(grid.cell(2, "ended")).toContainText("no end before the beginning");
  await expect(grid.cell(2, "began")).not.toHaveAttribute("aria-invalid");
  await wouldFail.click();
  const panel = page.getByTestId("pending-changes");
  await expect(panel.getByTestId("would-fail")).toHaveText([
    /CHECK \(year BETWEEN 1888 AND 2100\).*Change “year”/,
    /no end before the beginning.*Change “ended”/,
    /“status” must be one of 'seen', 'wanted'/,
    /no row of “studio” with id = 7.*Choose one that exists/,
  ]);
  const shown = "[data-testid=pending-changes], [data-testid=grid-mirror], [data-testid=pending]";
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include(shown).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

  // A new row says at once what it needs.
  await grid.click(grid.cell(2, "title"));
  await grid.press("Insert", "Escape");
  await expect(grid.cell(3, "title")).toHaveAttribute("aria-invalid", "true");
  await grid.type(3, "title", "Solaris");
  await expect(grid.cell(3, "title")).not.toHaveAttribute("aria-invalid");

  await grid.press("Control+z", "Control+z");
  await expect(wouldFail).toHaveText("3 would fail");
  await panel.getByRole("button", { name: /no row of “studio”/ }).click();
  await expect.poll(() => grid.active()).toBe("1,4");
  await grid.press("Control+z", "Control+z");
  await expect(wouldFail).toHaveText("2 would fail");
  // The commit says the same, of the same row.
  await grid.press("Control+s");
  await expect(panel.getByText("refused by the commit")).toHaveCount(1);
  await grid.press("Control+z", "Control+z");
  await expect(wouldFail).toBeHidden();
  expect(readDatabase(path, "SELECT count(*) FROM film WHERE year > 2100")).toEqual([[0]]);
});
