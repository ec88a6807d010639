/** Two windows on one file share its session: what one stages, undoes and commits, the other has too. */
import { expect, type Page, test } from "@playwright/test";
import { makeDatabase, readDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { launchJoinery } from "./harness.ts";

const pending = (page: Page) => page.getByRole("group", { name: "Pending changes" }).filter({ visible: true });

test("edits, undo and commit are shared; each window keeps its own tabs", async () => {
  const path = makeDatabase(`
    CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT);
    INSERT INTO film VALUES (1, 'Metropolis'), (2, 'M'), (3, 'Stalker');
    CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT);
    INSERT INTO person VALUES (1, 'Lang');`);
  const joinery = await launchJoinery({ files: [path] });
  const here = joinery.page;
  await expect(here.getByRole("treegrid")).toBeVisible();
  const there = await joinery.newWindow();
  await expect(there.getByTestId("welcome")).toBeVisible();
  await there.getByRole("grid", { name: "Recent databases" }).getByText("test.db", { exact: true }).click();
  await expect(there.getByRole("treegrid")).toBeVisible();
  const one = await GridOnPage.open(here, "film");
  const two = await GridOnPage.open(there, "film");

  await here.bringToFront();
  await one.type(0, "title", "from here");
  await expect(two.cell(0, "title")).toHaveText("from here");
  await expect(two.cell(0, "title")).toHaveAttribute("data-tone", "changed");
  await there.bringToFront();
  await two.type(1, "title", "from there");
  await expect(one.cell(1, "title")).toHaveText("from there");
  await expect(pending(here)).toContainText("2 changes · 1 table");
  await expect(pending(there)).toContainText("2 changes · 1 table");
  // The same file is opened once: one process stages for both.
  const served = [...joinery.log().matchAll(/Engine \d+ serves session\./g)];
  expect(served).toHaveLength(1);

  // Undo is of the session, not of the window.
  await here.bringToFront();
  await one.mirror.focus();
  await one.press("Control+z");
  await expect(two.cell(1, "title")).toHaveText("M");
  await expect(pending(there)).toContainText("1 change · 1 table");
  await there.bringToFront();
  await two.mirror.focus();
  await two.press("Control+y");
  await expect(one.cell(1, "title")).toHaveText("from there");
  await two.press("Control+s");
  await expect(pending(there)).toHaveCount(0);
  await expect(pending(here)).toHaveCount(0);
  await expect(one.cell(0, "title")).toHaveText("from here");
  await expect(one.cell(0, "title")).not.toHaveAttribute("data-tone", "changed");
  expect(readDatabase(path, "SELECT title FROM film ORDER BY id")).toEqual([
    ["from here"],
    ["from there"],
    ["Stalker"],
  ]);

  // The other window's tabs are its own, and what is staged stays when a window goes.
  await GridOnPage.open(there, "person");
  await expect(here.getByRole("grid", { name: "film", exact: true })).toBeVisible();
  await here.bringToFront();
  await one.type(2, "title", "stays");
  await expect(pending(there)).toContainText("1 change");
  await joinery.answerQuestions(0);
  await here.close();
  await expect(pending(there)).toContainText("1 change");
  await there.bringToFront();
  await there.getByRole("button", { name: "Commit", exact: true }).click();
  await expect(pending(there)).toHaveCount(0);
  expect(readDatabase(path, "SELECT title FROM film WHERE id = 3")).toEqual([["stays"]]);
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
});
