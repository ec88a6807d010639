/** What is not edited of a value stays as it is stored, in every editor: line ends first of all. */
import { expect, type Page, test } from "@playwright/test";
import { consoleOn } from "./console.ts";
import { makeDatabase, readDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import type { JoineryApp } from "./harness.ts";
import { sharedApp } from "./shared-app.ts";

const app = sharedApp();
let joinery: JoineryApp;
let page: Page;
const { run, cells } = consoleOn(() => page);

/** CRLF, CR and LF, and everything else that an editor might take for a blank or leave out. */
const odd = "\ufeff a\r\nb\rc\nd\te\u00a0f\u200bg\u2028h\u0085i\0j e\u0301 ";
const hex = Buffer.from(odd).toString("hex");

const sql = `
  CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT, json TEXT);
  INSERT INTO note SELECT column1, CAST(x'${hex}' AS TEXT), '{' || char(13, 10) || '    "a": 1' || char(13, 10) || '}'
    FROM (VALUES (1), (2), (3), (4), (5), (6));
`;

const copyElsewhere = (text: string) =>
  joinery.electron.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text);
const onClipboard = () => joinery.electron.evaluate(({ clipboard }) => clipboard.readText());

/** What the file holds in a row of `note`, as text; line ends and all. */
const stored = (path: string, id: number, column = "body"): string =>
  Buffer.from(String(readDatabase(path, `SELECT hex(${column}) FROM note WHERE id = ${id}`)[0]?.[0]), "hex").toString();

async function openNotes(script = sql): Promise<{ path: string; grid: GridOnPage; commit: () => Promise<void> }> {
  const path = makeDatabase(script);
  joinery = await app.open({ files: [path] });
  page = joinery.page;
  const grid = await GridOnPage.open(page, "note");
  const commit = async (): Promise<void> => {
    await page.keyboard.press("Control+s");
    await expect(page.getByText(/^Committed/).first()).toBeVisible();
  };
  return { path, grid, commit };
}

test("in the cell, the cell panel, the row form and a result", async () => {
  const { path, grid, commit } = await openNotes();
  await grid.click(grid.cell(0, "body"));
  await grid.press("F2", "Control+End");
  await page.keyboard.type("!");
  await grid.press("Alt+Enter");
  await page.keyboard.type("new");
  await grid.press("Enter");
  await expect(grid.cell(0, "body")).toHaveAttribute("data-tone", "changed");
  await expect(grid.cell(0, "body")).toContainText("a ⟨CR⟩↵ b ⟨CR⟩ c ↵ d");

  await grid.press("Shift+Enter");
  const panel = page.getByTestId("cell-panel");
  await grid.click(grid.cell(1, "body"));
  const text = panel.getByTestId("cell-text");
  await text.press("Control+End");
  await page.keyboard.type("!");
  await text.press("Control+Enter");
  await expect(grid.cell(1, "body")).toHaveAttribute("data-tone", "changed");

  await grid.click(grid.cell(1, "json"));
  await panel.getByRole("button", { name: "JSON", exact: true }).click();
  const json = panel.getByTestId("cell-json");
  await json.fill((await json.inputValue()).replace('"a": 1', '"a": 12'));
  await json.press("Control+Enter");
  await expect(grid.cell(1, "json")).toHaveAttribute("data-tone", "changed");

  await page.getByRole("button", { name: "Row", exact: true }).click();
  await grid.click(grid.cell(2, "id"));
  const field = page.getByTestId("row-form").locator("[data-column=body] textarea");
  await field.press("Control+End");
  await page.keyboard.type("!");
  await field.press("Enter");
  await expect(grid.cell(2, "body")).toHaveAttribute("data-tone", "changed");
  await grid.mirror.focus();
  await commit();
  expect(stored(path, 1)).toBe(`${odd}!\r\nnew`);
  expect(stored(path, 2)).toBe(`${odd}!`);
  expect(stored(path, 2, "json")).toBe('{\r\n    "a": 12\r\n}');
  expect(stored(path, 3)).toBe(`${odd}!`);

  await page.keyboard.press("Control+t");
  await run("SELECT id, body FROM note WHERE id = 4");
  const result = new GridOnPage(page);
  await expect(cells("body")).toHaveCount(1);
  await result.click(cells("body"));
  await result.press("F2", "Control+End");
  await page.keyboard.type("!");
  await result.press("Enter");
  await expect(cells("body")).toHaveAttribute("data-tone", "changed");
  await commit();
  await expect.poll(() => stored(path, 4)).toBe(`${odd}!`);
});

test("pasted and copied in an editor, typed as a parameter and as a condition", async () => {
  const { path, grid, commit } = await openNotes();
  // One line so far: what is pasted says how its lines end.
  await grid.type(4, "body", "one line");
  await copyElsewhere("two\r\nthree\rfour");
  await grid.press("ArrowUp", "F2", "End", "Control+v", "Enter");
  await expect(grid.cell(4, "body")).toHaveText("one linetwo ⟨CR⟩↵ three ⟨CR⟩↵ four");
  // All of a text that is replaced is what was pasted.
  await grid.click(grid.cell(5, "body"));
  await grid.press("F2", "Control+a", "Control+v", "Enter");
  await expect(grid.cell(5, "body")).toHaveText("two ⟨CR⟩↵ three ⟨CR⟩ four");
  // Copied from an editor as it is stored.
  await grid.click(grid.cell(0, "body"));
  await grid.press("F2", "Control+a", "Control+c", "Escape");
  await expect.poll(onClipboard).toBe(odd);
  await commit();
  expect(stored(path, 5)).toBe("one linetwo\r\nthree\r\nfour");
  expect(stored(path, 6)).toBe("two\r\nthree\rfour");

  // A filter that is shown in its field finds the same rows after something is added to it and taken back.
  await copyElsewhere('="two\r\nthree\rfour"');
  await page.getByRole("textbox", { name: "Filter body" }).press("Control+v");
  await expect(grid.total()).toContainText("1 ");
  await page.keyboard.type("!");
  await expect(grid.total()).toContainText("0 ");
  await page.keyboard.press("Backspace");
  await expect(grid.total()).toContainText("1 ");

  await page.keyboard.press("Control+t");
  await copyElsewhere("two\r\nthree\rfour");
  await run("SELECT hex(:text) AS bytes");
  const form = page.getByRole("dialog", { name: "Values of the parameters" });
  await form.getByRole("textbox").press("Control+v");
  await page.keyboard.press("Enter");
  await expect(cells("bytes")).toHaveText(Buffer.from("two\r\nthree\rfour").toString("hex").toUpperCase());
});

test("values that differ never look alike in the pending changes", async () => {
  const { grid } = await openNotes(`
    CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT);
    INSERT INTO note VALUES (1, 'a' || char(13, 10) || 'b'), (2, 'end');
  `);
  await expect(grid.cell(0, "body")).toHaveText("a ⟨CR⟩↵ b");
  await grid.click(grid.cell(0, "body"));
  await grid.press("F2");
  await copyElsewhere("a\nb");
  await grid.press("Control+a", "Control+v", "Enter");
  await grid.press("F2", "End");
  await page.keyboard.type(" ");
  await grid.press("Enter");
  await page
    .getByRole("group", { name: "Pending changes" })
    .getByText(/2 changes/)
    .click();
  const changes = page.getByRole("region", { name: "note" });
  await expect(changes.locator("del").first()).toHaveText("a ⟨CR⟩↵ b");
  await expect(changes.locator("ins").first()).toHaveText("a ↵ b");
  await expect(changes.locator("del").nth(1)).toHaveText("end");
  await expect(changes.locator("ins").nth(1)).toHaveText("end·");
});
