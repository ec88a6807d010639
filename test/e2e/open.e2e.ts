/** Every way a database comes into a window, and every way it is refused. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { inRoot } from "../../build/tools/paths.ts";
import { makeDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { bareLaunch, type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";

const people =
  "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO people (name) VALUES ('Ada'), ('Grace')";

/** The database in front, as the toolbar names it. */
const shown = (page: Page) =>
  page.getByTestId("database").filter({ visible: true }).getByRole("toolbar", { name: "Database" });
const tree = (page: Page) => page.getByRole("treegrid").filter({ visible: true });
const failure = (page: Page) => page.getByTestId("error").filter({ visible: true });

async function expectOpen(page: Page, name: string): Promise<void> {
  await expect(shown(page)).toContainText(name);
}

/** Runs Electron by itself, as a terminal would; gives its exit code and what it said. */
async function runBare(words: string[], more = {}): Promise<{ code: number | null; errors: string }> {
  const { executable, args, env } = await bareLaunch();
  const child = spawn(executable, [...args, ...words], { env: { ...env, ...more } });
  let errors = "";
  child.stderr.on("data", (data: Buffer) => {
    errors += data.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { code, errors };
}

/** Waits until the dialog, if there is one, has the keyboard: its words are there a moment before. */
const hasKeyboard = (page: Page) =>
  page.waitForFunction(() => {
    const dialog = document.querySelector("[role=dialog]");
    return dialog === null || dialog.contains(document.activeElement);
  });

test.describe("in one window", () => {
  let joinery: JoineryApp;
  let page: Page;

  test.beforeAll(async () => {
    joinery = await launchJoinery();
    page = joinery.page;
  });
  test.afterAll(async () => {
    await joinery.close();
    expect(joinery.pageErrors).toEqual([]);
  });

  test("starts on the welcome screen", async () => {
    await expect(page.getByTestId("welcome")).toBeVisible();
  });

  test("by the dialog, cancelled and answered", async () => {
    await joinery.answerOpenDialog(null);
    await joinery.command("database.pick");
    await expect(page.getByTestId("welcome")).toBeVisible();
    await joinery.answerOpenDialog(makeDatabase(people, "picked.db"));
    await joinery.command("database.pick");
    await expectOpen(page, "picked.db");
    await joinery.openTable("people");
    await expect(page.getByRole("gridcell", { name: "Ada" })).toBeAttached();
  });

  test("read-only, which says so", async () => {
    await joinery.answerOpenDialog(makeDatabase(people, "guarded.db"));
    await joinery.command("database.pickReadOnly");
    await expectOpen(page, "guarded.db");
    await expect(page.getByTestId("status-bar").filter({ visible: true })).toContainText("read-only");
  });

  test("a new one, which never overwrites a file", async () => {
    const folder = temporaryFolder();
    await joinery.answerSaveDialog(join(folder, "fresh"));
    await joinery.command("database.create");
    await expectOpen(page, "fresh.db");
    expect(readdirSync(folder)).toEqual(["fresh.db"]);
    const precious = join(folder, "precious.db");
    writeFileSync(precious, "not yours");
    await joinery.answerSaveDialog(precious);
    await joinery.command("database.create");
    await expect(failure(page)).toContainText("does not overwrite");
    expect(readFileSync(precious, "utf8")).toBe("not yours");
    await hasKeyboard(page);
    await page.keyboard.press("Escape");
    await expect(failure(page)).toHaveCount(0);
  });

  test("dropped on the window", async () => {
    const path = makeDatabase(people, "dropped.db");
    await page.evaluate(() => {
      const input = document.createElement("input");
      Object.assign(input, { type: "file", id: "drop-source" });
      document.body.append(input);
    });
    await page.setInputFiles("#drop-source", path);
    await page.evaluate(() => {
      const input = document.getElementById("drop-source") as HTMLInputElement;
      const transfer = new DataTransfer();
      for (const file of input.files ?? []) transfer.items.add(file);
      window.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
      input.remove();
    });
    await expectOpen(page, "dropped.db");
  });

  test("what is dropped and no file is refused", async () => {
    const answer = await page.evaluate(() =>
      (
        window as unknown as { joinery: { openDropped(file: File, readOnly: boolean): Promise<unknown> } }
      ).joinery.openDropped(new File(["x"], "/etc/passwd"), false),
    );
    expect(answer).toMatchObject({ ok: false, error: { code: "file.badName" } });
  });

  test("the sample, as a private copy", async () => {
    const original = inRoot("examples/film-club.db");
    test.skip(!existsSync(original), "npm start makes the sample database; it has not run here.");
    const { mtimeMs } = statSync(original);
    await joinery.command("database.openSample");
    await expectOpen(page, "film-club.db");
    expect(existsSync(join(joinery.userData, "samples/film-club.db"))).toBe(true);
    expect(statSync(original).mtimeMs).toBe(mtimeMs);
    expect(readdirSync(dirname(original)).filter((name) => /-(wal|shm|journal)$/.test(name))).toEqual([]);
  });

  test("in memory: a private file that goes with it", async () => {
    await joinery.command("database.memory");
    await expectOpen(page, "In-memory");
    expect(readdirSync(join(joinery.userData, "scratch"))).toHaveLength(1);
    await joinery.command("database.close");
    await expect(shown(page)).not.toContainText("In-memory");
    await expect.poll(() => readdirSync(join(joinery.userData, "scratch"))).toEqual([]);
  });

  test("by a second start of Joinery, relative to where that was started", async () => {
    const path = makeDatabase(people, "second.db");
    const { code } = await runBare([`--user-data-dir=${joinery.userData}`, path]);
    expect(code).toBe(0);
    await expectOpen(page, "second.db");
  });

  test("a file that is open already comes to the front", async () => {
    const before = joinery.log().match(/serves read/g)?.length;
    await joinery.answerOpenDialog(join(joinery.userData, "samples", "..", "samples", "film-club.db"));
    await joinery.command("database.pick");
    await expectOpen(page, "film-club.db");
    expect(joinery.log().match(/serves read/g)?.length).toBe(before);
  });

  const refusals: Record<string, { path: () => string; code: string }> = {
    "a file that is not there": { path: () => join(temporaryFolder(), "missing.db"), code: "file.missing" },
    "a folder": { path: temporaryFolder, code: "file.directory" },
    "another kind of file": {
      path: () => {
        const path = join(temporaryFolder(), "text.db");
        writeFileSync(path, "This is no database, it only says so.\n".repeat(100));
        return path;
      },
      code: "file.notDatabase",
    },
  };
  for (const [what, { path, code }] of Object.entries(refusals)) {
    test(`refuses ${what} with a sentence and a next step`, async () => {
      await joinery.answerOpenDialog(path());
      await joinery.command("database.pick");
      await expect(failure(page)).toHaveAttribute("data-code", code);
      expect((await failure(page).getByRole("paragraph").allTextContents()).filter((text) => text !== "")).toHaveLength(
        2,
      );
      await hasKeyboard(page);
      await page.keyboard.press("Escape");
    });
  }
});

test.describe("from the command line", () => {
  test("a relative path, read-only, with the table to show", async () => {
    const path = makeDatabase(`${people}; CREATE TABLE other (x)`, "given.db");
    const joinery = await launchJoinery({
      files: ["given.db"],
      args: ["--readonly", "--table=people"],
      cwd: dirname(path),
    });
    await expectOpen(joinery.page, "given.db");
    await expect(joinery.page.getByRole("gridcell", { name: "Grace" })).toBeAttached();
    await expect(joinery.page.getByTestId("status-bar")).toContainText("read-only");
    await joinery.close();
  });

  test("a table to show, while the tab of another one keeps a place: that one is where it was", async () => {
    const rows = (name: string) => `CREATE TABLE ${name}(id INTEGER PRIMARY KEY); INSERT INTO ${name}
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) SELECT i FROM n;`;
    const userData = temporaryFolder();
    const path = makeDatabase(rows("p") + rows("q"), "places.db");
    const first = await launchJoinery({ userData, files: [path], args: ["--table=p"] });
    const p = new GridOnPage(first.page, "p");
    await p.click(p.cell(0, "id"));
    // By its key: one that is typed right after a press in the native menu may come before the menu's word does.
    await first.page.keyboard.press("Control+g");
    await first.page.keyboard.type("60");
    await first.page.keyboard.press("Enter");
    await expect.poll(() => p.active()).toBe("59,0");
    // Kept within a second.
    await first.page.waitForTimeout(1200);
    await first.close();
    const second = await launchJoinery({ userData, files: [path], args: ["--table=q"] });
    await expect(new GridOnPage(second.page, "q").cell(0, "id")).toHaveText("1");
    await second.page.waitForTimeout(1200);
    await second.page.getByRole("tab", { name: "p" }).click();
    await expect.poll(() => new GridOnPage(second.page, "p").active()).toBe("59,0");
    await expect(new GridOnPage(second.page, "p").cell(59, "id")).toHaveText("60");
    expect(second.pageErrors).toEqual([]);
    await second.close();
  });

  test("several, of which one cannot be opened: the others are, and it is said", async () => {
    const [one, two] = [makeDatabase(people, "one.db"), makeDatabase(people, "two.db")];
    const joinery = await launchJoinery({ files: [one, join(dirname(one), "missing.db"), two] });
    await expectOpen(joinery.page, "two.db");
    await expect(failure(joinery.page)).toHaveAttribute("data-code", "file.missing");
    await expect(failure(joinery.page)).toContainText("missing.db");
    await joinery.close();
  });

  test("--screenshot saves a picture and ends with 0, or says why not and ends with 1", async () => {
    const path = makeDatabase(people);
    const own = { TMPDIR: temporaryFolder() };
    const picture = join(temporaryFolder(), "picture.png");
    expect((await runBare([path, `--screenshot=${picture}`], own)).code).toBe(0);
    expect(readFileSync(picture).subarray(1, 4).toString()).toBe("PNG");
    const { code, errors } = await runBare([path, `--screenshot=${temporaryFolder()}`], own);
    expect(code).toBe(1);
    expect(errors).toMatch(/^joinery: .+/m);
    // Its data folder goes, at the latest with the next one.
    expect(readdirSync(own.TMPDIR).filter((name) => name.startsWith("joinery-screenshot-")).length).toBeLessThanOrEqual(
      1,
    );
  });
});

test("the next start: databases of the last one, recent files, an address; missing ones are named", async () => {
  const userData = temporaryFolder();
  const [kept, gone] = [makeDatabase(people, "kept.db"), makeDatabase(people, "gone.db")];
  const first = await launchJoinery({ userData, files: [kept, gone] });
  await expectOpen(first.page, "gone.db");
  await first.close();
  rmSync(gone);

  const second = await launchJoinery({ userData });
  await expectOpen(second.page, "kept.db");
  await expect(failure(second.page)).toContainText("gone.db");
  await hasKeyboard(second.page);
  await second.page.keyboard.press("Escape");
  await second.command("database.close");
  const recent = second.page.getByRole("grid", { name: "Recent databases" });
  await expect(recent.getByRole("row", { name: "gone.db" })).toContainText("not found");
  await recent.getByRole("row", { name: "kept.db" }).click();
  await expectOpen(second.page, "kept.db");
  await second.command("database.close");
  await second.page.getByLabel("Path or URL").fill(`sqlite:///${kept}`);
  await second.page.keyboard.press("Enter");
  await expectOpen(second.page, "kept.db");
  await expect(tree(second.page).getByRole("row", { name: "people" }).first()).toBeVisible();
  await second.close();
});

test("two windows on one file share its session; each reads with a process of its own", async () => {
  const path = makeDatabase(people, "shared.db");
  const joinery = await launchJoinery({ files: [path] });
  await expectOpen(joinery.page, "shared.db");
  const other = await joinery.newWindow();
  const link = join(dirname(path), "link");
  mkdirSync(link);
  await other.getByLabel("Path or URL").fill(join(link, "..", basename(path)));
  await other.keyboard.press("Enter");
  await expectOpen(other, "shared.db");
  await joinery.openTable("people", other);
  await expect(other.getByRole("gridcell", { name: "Ada" })).toBeAttached();
  expect(joinery.log().match(/serves session/g)).toHaveLength(1);
  expect(joinery.log().match(/serves read/g)?.length).toBeGreaterThan(1);
  await joinery.close();
});
