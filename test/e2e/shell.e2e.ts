/** What Electron main does round the page: menu, windows, settings, other files, engines' surroundings. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { commandSpecs } from "../../src-shared/rpc/command-ids.ts";
import { makeDatabase } from "./databases.ts";
import { isRunning, type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";

const people = "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO people (name) VALUES ('Ada')";
const grid = (page: Page) => page.getByTestId("grid-mirror").filter({ visible: true });

type Answer = { ok: boolean; value?: unknown; error?: { code: string; message: string } };
const ask = (page: Page, name: string, params?: unknown): Promise<Answer> =>
  page.evaluate(
    ([question, given]) =>
      (window as unknown as { joinery: { ask(name: unknown, params: unknown): Promise<Answer> } }).joinery.ask(
        question,
        given,
      ),
    [name, params] as const,
  );

async function stageAnEdit(joinery: JoineryApp): Promise<void> {
  await joinery.openTable("people");
  await expect(grid(joinery.page).getByRole("gridcell", { name: "Ada" })).toBeAttached();
  await grid(joinery.page).focus();
  await joinery.page.keyboard.press("Control+Home");
  await joinery.page.keyboard.press("ArrowRight");
  await joinery.page.keyboard.type("Grace");
  await joinery.page.keyboard.press("Enter");
  await expect(joinery.page.getByRole("group", { name: "Pending changes" })).toContainText("1 change");
}

test.describe("one window", () => {
  let joinery: JoineryApp;
  let path: string;

  test.beforeAll(async () => {
    path = makeDatabase(`PRAGMA journal_mode = WAL; ${people}`, "shell.db");
    const env = { SQLITE_USE_URI: "1", SQLITE_TMPDIR: "/nowhere", NODE_PENDING_DEPRECATION: "1", SECRET: "x" };
    joinery = await launchJoinery({ files: [path], env });
    await joinery.openTable("people");
  });
  test.afterAll(() => joinery.close());

  test("the native menu has every command with its key, and greys what cannot be done", async () => {
    const items = await joinery.electron.evaluate(
      ({ Menu }, ids) => {
        const menu = Menu.getApplicationMenu();
        return ids.map((id) => {
          const item = menu?.getMenuItemById(id);
          const label = item?.label.replace(/&(.)/g, "$1") ?? null;
          return { id, label, key: item?.accelerator ?? null };
        });
      },
      commandSpecs.map(({ id }) => id),
    );
    const wanted = commandSpecs.map((spec) => ({
      id: spec.id,
      label: spec.title,
      key: "key" in spec ? spec.key : null,
    }));
    expect(items).toEqual(wanted);
    const enabled = (id: string) =>
      joinery.electron.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.enabled, id);
    await expect.poll(() => enabled("session.commit")).toBe(false);
    expect(await enabled("database.pick")).toBe(true);
  });

  test("the window is called after its database", async () => {
    const window = await joinery.electron.browserWindow(joinery.page);
    await expect.poll(() => window.evaluate((shown) => shown.getTitle())).toBe("shell.db");
  });

  test("the theme and the zoom are kept and reach the page", async () => {
    expect(await ask(joinery.page, "settings.write", { theme: "dark", zoom: 125 })).toMatchObject({ ok: true });
    const dark = () => joinery.page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
    const shown = () =>
      joinery.electron.evaluate(({ BrowserWindow, nativeTheme }) => ({
        theme: nativeTheme.themeSource,
        zoom: BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor(),
      }));
    await expect.poll(shown).toEqual({ theme: "dark", zoom: 1.25 });
    await expect.poll(dark).toBe(true);
    const kept = JSON.parse(readFileSync(join(joinery.userData, "settings.json"), "utf8")) as object;
    expect(kept).toMatchObject({ theme: "dark", zoom: 125 });
    await ask(joinery.page, "settings.write", { theme: "light", zoom: 100 });
    await expect.poll(dark).toBe(false);
  });

  test("files are written only where the user picks, under a plain name", async () => {
    const picked = join(temporaryFolder(), "picked.bin");
    await joinery.electron.evaluate(({ dialog }, path) => {
      Object.assign(globalThis, { suggested: null });
      dialog.showSaveDialog = ((_window: unknown, options: { defaultPath: string }) => {
        Object.assign(globalThis, { suggested: options.defaultPath });
        return Promise.resolve({ canceled: false, filePath: path });
      }) as typeof dialog.showSaveDialog;
    }, picked);
    const saved = await joinery.page.evaluate(() =>
      (window as unknown as { joinery: { ask(name: string, params: unknown): Promise<unknown> } }).joinery.ask(
        "file.save",
        {
          suggestedName: "../../.profile",
          data: new Uint8Array([0, 255, 10]),
        },
      ),
    );
    expect(saved).toEqual({ ok: true, value: "picked.bin" });
    expect([...readFileSync(picked)]).toEqual([0, 255, 10]);
    const suggested = await joinery.electron.evaluate(() => (globalThis as unknown as { suggested: string }).suggested);
    expect(suggested).toBe("_.._.profile");
    await joinery.answerOpenDialog(picked);
    const loaded = await joinery.page.evaluate(async () => {
      const { ask } = (
        window as unknown as { joinery: { ask(name: string): Promise<{ value: { data: Uint8Array } }> } }
      ).joinery;
      return [...(await ask("file.load")).value.data];
    });
    expect(loaded).toEqual([0, 255, 10]);
    await joinery.answerSaveDialog(temporaryFolder());
    expect(await ask(joinery.page, "file.save", { suggestedName: "x", data: "x" })).toMatchObject({
      ok: false,
      error: { code: "disk.error" },
    });
  });

  test("the clipboard", async () => {
    await ask(joinery.page, "clipboard.write", { text: "1\t2\n", html: "<table></table>" });
    expect(await ask(joinery.page, "clipboard.read")).toEqual({ ok: true, value: { text: "1\t2\n" } });
  });

  test("engines get a minimal environment", async () => {
    test.skip(process.platform !== "linux", "The environment is looked at through /proc.");
    const names = readFileSync(`/proc/${await joinery.enginePid("read")}/environ`, "utf8")
      .split("\0")
      .map((entry) => entry.split("=")[0]);
    for (const name of [
      "SQLITE_USE_URI",
      "SQLITE_TMPDIR",
      "NODE_PENDING_DEPRECATION",
      "NODE_OPTIONS",
      "SECRET",
      "DISPLAY",
    ]) {
      expect(names).not.toContain(name);
    }
    expect(names).toContain("HOME");
  });

  test("versions, with SQLite's", async () => {
    const { value } = await ask(joinery.page, "app.versions");
    expect(value).toMatchObject({
      electron: expect.stringMatching(/^42\./),
      sqlite: expect.stringMatching(/^3\.\d+\.\d+$/),
    });
    expect(readdirSync(join(joinery.userData, "scratch"))).toEqual([]);
  });

  test("the log holds no names and no SQL of the database", () => {
    expect(joinery.log()).not.toMatch(/people|Ada|SELECT|shell\.db/);
  });

  test("closing a database ends its engines and leaves nothing beside the file", async () => {
    const pids = [await joinery.enginePid("read"), await joinery.enginePid("session")];
    await joinery.command("database.close");
    await expect.poll(() => pids.filter(isRunning)).toEqual([]);
    expect(readdirSync(dirname(path))).toEqual(["shell.db"]);
  });
});

test("closing with staged edits tells once that they are kept, and quitting from outside asks nothing", async () => {
  const userData = temporaryFolder();
  const path = makeDatabase(people);
  const first = await launchJoinery({ userData, files: [path] });
  await stageAnEdit(first);
  const window = await first.electron.browserWindow(first.page);
  await first.answerQuestions(1);
  await window.evaluate((shown) => shown.close());
  await expect.poll(() => first.askedQuestions()).toEqual(["1 staged change is not committed."]);
  expect(first.electron.windows()).toHaveLength(1);
  await first.answerQuestions(0);
  const gone = new Promise((resolve) => first.electron.process().once("exit", resolve));
  await window.evaluate((shown) => void setTimeout(() => shown.close(), 10));
  expect(await gone).toBe(0);

  const second = await launchJoinery({ userData });
  await expect(second.page.getByRole("group", { name: "Pending changes" })).toContainText("1 change");
  await second.answerQuestions(1);
  await second.close();
});

test("a window comes back where it was, and never outside the screens", async () => {
  const userData = temporaryFolder();
  const bounds = { x: 120, y: 90, width: 900, height: 600 };
  const first = await launchJoinery({ userData });
  const window = await first.electron.browserWindow(first.page);
  await window.evaluate((shown, wanted) => shown.setBounds(wanted), bounds);
  const kept = join(userData, "settings.json");
  await expect.poll(() => existsSync(kept) && readFileSync(kept, "utf8").includes('"width": 900')).toBe(true);
  await first.close();
  const settings = JSON.parse(readFileSync(join(userData, "settings.json"), "utf8")) as { window: object };
  expect(settings.window).toMatchObject({ width: 900, height: 600 });

  writeFileSync(
    join(userData, "settings.json"),
    JSON.stringify({ ...settings, window: { x: 90_000, y: -90_000, width: 900, height: 600, maximized: false } }),
  );
  const second = await launchJoinery({ userData });
  const shown = await second.electron.browserWindow(second.page);
  const [at, screen] = [
    await shown.evaluate((placed) => placed.getBounds()),
    await second.electron.evaluate((electron) => electron.screen.getPrimaryDisplay().workArea),
  ];
  expect(at.width).toBe(900);
  expect(at.x).toBeGreaterThanOrEqual(screen.x);
  expect(at.x + at.width).toBeLessThanOrEqual(screen.x + screen.width);
  expect(at.y).toBeGreaterThanOrEqual(screen.y);
  await second.close();
});

test("damaged settings are set aside and the app starts", async () => {
  const userData = temporaryFolder();
  writeFileSync(join(userData, "settings.json"), "{ damaged");
  const joinery = await launchJoinery({ userData });
  await expect(joinery.page.getByTestId("welcome")).toBeVisible();
  expect(readdirSync(userData).some((name) => name.startsWith("settings.json.damaged-"))).toBe(true);
  await joinery.close();
  expect(existsSync(join(userData, "settings.json"))).toBe(true);
});
