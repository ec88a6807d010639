/**
 * The real app under Playwright: the built bundles in a real Electron, on a display of this worker's own where there can be one. Each
 * launch has a data folder of its own, and tests work on copies of databases.
 *
 *     const joinery = await launchJoinery({ files: [copyOfShared("chinook.db")] });
 *     await joinery.openTable("Track");
 *     await joinery.close();
 */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { _electron, type ElectronApplication, expect, type Page, test } from "@playwright/test";
import { inRoot, ROOT } from "../../build/tools/paths.ts";
import type { Lane } from "../../src-shared/rpc/procedure.ts";
import { ready } from "./ready.ts";

export interface LaunchOptions {
  /** Files and addresses to open. */
  readonly files?: readonly string[];
  /** More words for the command line, such as `--readonly`. */
  readonly args?: readonly string[];
  /** Data folder; without it a fresh one, removed at close. Give the same one again to test a restart. */
  readonly userData?: string;
  /** A program that starts Electron with the words it is given, in Electron's place (another user's shell, say). */
  readonly executable?: string;
  /** Chromium's sandbox. Root has none; tests of the sandbox start the app as somebody else. */
  readonly sandbox?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const temporary: string[] = [];
process.once("exit", () => {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed at the end of the run. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "joinery-e2e-"));
  temporary.push(folder);
  return folder;
}

/** A copy of a database, in a folder of its own so that nothing else lies beside it. */
export function copyOf(path: string): string {
  const copy = join(temporaryFolder(), basename(path));
  copyFileSync(path, copy);
  return copy;
}

/** A copy of one of the shared test databases; skips the test, with a notice, where there are none. */
export function copyOfShared(name: string): string {
  const path = join(ROOT, "../shared/data", name);
  test.skip(!existsSync(path), `The shared test database ${name} is not on this machine.`);
  return copyOf(path);
}

/** The sample database that `npm start` makes, copied. */
export async function copyOfSample(): Promise<string> {
  const { sampleDatabase } = await import("../../build/start/sample.ts");
  return copyOf(sampleDatabase());
}

/** Starts the app and waits for its first window. */
export async function launchJoinery(options: LaunchOptions = {}): Promise<JoineryApp> {
  const { runtime, switches, env } = await ready();
  const userData = options.userData ?? temporaryFolder();
  const electron = await _electron.launch({
    executablePath: options.executable ?? runtime.executable,
    args: [
      ...(options.sandbox ? [] : switches),
      "-r",
      inRoot("test/e2e/hold-until-attached.cjs"),
      ROOT,
      `--user-data-dir=${userData}`,
      ...(options.args ?? []),
      ...(options.files ?? []),
    ],
    env: { ...env, ...options.env },
    // The app's own theme, not the light one Playwright would put over it.
    colorScheme: null,
    chromiumSandbox: options.sandbox ?? !switches.includes("--no-sandbox"),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const page = await electron.firstWindow();
  await page.waitForLoadState();
  return new JoineryApp(electron, page, userData);
}

/** How to start the app outside Playwright: program, words before the app's own, environment. */
export async function bareLaunch(): Promise<{ executable: string; args: string[]; env: Record<string, string> }> {
  const { runtime, switches, env } = await ready();
  return { executable: runtime.executable, args: [...switches, inRoot()], env };
}

export class JoineryApp {
  readonly electron: ElectronApplication;
  /** The first window's page; in a shared app (shared-app.ts) that of the test's own window. */
  page: Page;
  readonly userData: string;
  /** Errors that reached the page's console or were caught by nobody; a good test ends with none. */
  readonly pageErrors: string[] = [];

  constructor(electron: ElectronApplication, page: Page, userData: string) {
    this.electron = electron;
    this.page = page;
    this.userData = userData;
    this.watch(page);
    electron.on("window", (opened) => this.watch(opened));
  }

  /** Collects a page's errors. */
  watch(page: Page): void {
    page.on("pageerror", (error) => this.pageErrors.push(error.stack ?? error.message));
    page.on("console", (message) => {
      if (message.type() === "error") this.pageErrors.push(message.text());
    });
  }

  /** Quits as `app.quit()` does: no question is asked, engines close their files. */
  async close(): Promise<void> {
    await this.electron.close();
  }

  /** Opens a table from the schema tree and waits for its rows. */
  async openTable(name: string, page = this.page): Promise<void> {
    const tree = page.getByRole("treegrid");
    await tree.getByRole("row", { name, exact: false }).first().dblclick();
    await expect(page.getByTestId("grid-mirror").filter({ visible: true })).toBeVisible();
  }

  /** What Joinery's log says now. */
  log(): string {
    return readFileSync(join(this.userData, "logs/main.log"), "utf8");
  }

  /** The processes that serve a lane, the last one first. */
  enginePids(lane: Lane): number[] {
    return [...this.log().matchAll(/Engine (\d+) serves (\w+)\./g)]
      .filter((match) => match[2] === lane)
      .map((match) => Number(match[1]))
      .filter(isRunning)
      .toReversed();
  }

  /** The process that serves a lane of the database opened last; waits until there is one. */
  async enginePid(lane: Lane): Promise<number> {
    await expect.poll(() => this.enginePids(lane).length, { message: `no process serves ${lane}` }).toBeGreaterThan(0);
    return this.enginePids(lane)[0] ?? 0;
  }

  /** `kill -9` of all processes that serve a lane; waits until there is one. */
  async killEngine(lane: Lane): Promise<void> {
    await this.enginePid(lane);
    for (const pid of this.enginePids(lane)) process.kill(pid, "SIGKILL");
  }

  /** Chooses a command of the native menu by its id, once the window offers it. */
  async command(id: string): Promise<void> {
    const enabled = () =>
      this.electron.evaluate(
        ({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.enabled ?? false,
        id,
      );
    await expect.poll(enabled, { message: `${id} is greyed or not in the menu` }).toBe(true);
    await this.electron.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click(), id);
  }

  /** Does something that pops up a context menu and chooses an item by its label there; gives all labels. */
  async chooseInContextMenu(gesture: () => Promise<unknown>, label: string | null): Promise<string[]> {
    await this.electron.evaluate(({ Menu }, wanted) => {
      const original = Menu.prototype.popup;
      const shown = Promise.withResolvers<string[]>();
      Object.assign(globalThis, { contextMenu: shown.promise });
      Menu.prototype.popup = function popup(options) {
        Menu.prototype.popup = original;
        // Also what stands in its submenus.
        const all = this.items.flatMap((item) => [item, ...(item.submenu?.items ?? [])]);
        all.find((item) => item.label === wanted && item.enabled)?.click();
        options?.callback?.();
        shown.resolve(all.map((item) => item.label));
      };
    }, label);
    await gesture();
    return this.electron.evaluate(() => (globalThis as unknown as { contextMenu: Promise<string[]> }).contextMenu);
  }

  /** The next open dialogs give this file (or are cancelled). */
  async answerOpenDialog(path: string | null): Promise<void> {
    await this.electron.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () =>
        Promise.resolve({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] });
    }, path);
  }

  /** The next save dialogs give this file (or are cancelled). */
  async answerSaveDialog(path: string | null): Promise<void> {
    await this.electron.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: chosen === null, filePath: chosen ?? "" });
    }, path);
  }

  /** The next native questions are answered with the button of this index; `askedQuestions` tells what they were. */
  async answerQuestions(button: number): Promise<void> {
    await this.electron.evaluate(({ dialog }, response) => {
      const asked: string[] = [];
      Object.assign(globalThis, { askedQuestions: asked });
      dialog.showMessageBox = ((...given: unknown[]) => {
        asked.push((given.at(-1) as { message: string }).message);
        return Promise.resolve({ response, checkboxChecked: false });
      }) as typeof dialog.showMessageBox;
    }, button);
  }

  /** The native questions since `answerQuestions`. */
  askedQuestions(): Promise<string[]> {
    return this.electron.evaluate(() => (globalThis as unknown as { askedQuestions: string[] }).askedQuestions);
  }

  /** Opens one more window by the native menu; gives its page. */
  async newWindow(): Promise<Page> {
    const opened = this.electron.waitForEvent("window");
    await this.command("window.new");
    const page = await opened;
    await page.waitForLoadState();
    return page;
  }

  /** Saves a picture of the window for looking at; gives its path. */
  async screenshot(name: string): Promise<string> {
    const path = join(test.info().outputDir, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }
}

/** Whether a process is there (and not a zombie). */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync("/proc") || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
