/** Chromium's sandbox, on: as an ordinary user, and when the tests run as root, as nobody. Linux, where root would have none. */
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { makeDatabase } from "./databases.ts";
import { bareLaunch, launchJoinery, temporaryFolder } from "./harness.ts";

const NOBODY = 65534;

/** A folder that nobody owns. */
function folderOfNobody(): string {
  const folder = temporaryFolder();
  chownSync(folder, NOBODY, NOBODY);
  return folder;
}

/** A program that starts Electron as nobody, with the words it is given. */
async function asNobody(home: string): Promise<string> {
  const { executable } = await bareLaunch();
  const script = join(home, "electron-as-nobody");
  const words = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", "--"];
  writeFileSync(script, `#!/bin/sh\nexec ${words.join(" ")} '${executable}' "$@"\n`);
  chmodSync(script, 0o755);
  return script;
}

const statusOf = (pid: number, field: string): string | undefined =>
  new RegExp(`^${field}:\\s+(.*)$`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];

test("3, 4: pages run in Chromium's sandbox, and the app works in it", async () => {
  test.skip(process.platform !== "linux", "The sandbox is looked at through /proc.");
  const root = process.getuid?.() === 0;
  test.skip(root && !existsSync("/usr/bin/setpriv"), "setpriv, which starts the app as somebody else, is not here.");
  const path = makeDatabase("CREATE TABLE people (name TEXT); INSERT INTO people VALUES ('Ada')");
  const home = root ? folderOfNobody() : temporaryFolder();
  if (root) {
    const folder = join(path, "..");
    chownSync(folder, NOBODY, NOBODY);
    chownSync(path, NOBODY, NOBODY);
  }
  const userData = join(home, "data");
  mkdirSync(userData);
  if (root) chownSync(userData, NOBODY, NOBODY);
  const joinery = await launchJoinery({
    files: [path],
    userData,
    sandbox: true,
    env: { HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, XDG_RUNTIME_DIR: home },
    ...(root ? { executable: await asNobody(home) } : {}),
  });
  await joinery.openTable("people");
  await expect(joinery.page.getByRole("gridcell", { name: "Ada" })).toBeAttached();

  const { renderer, noSandbox } = await joinery.electron.evaluate(({ app, BrowserWindow }) => ({
    renderer: BrowserWindow.getAllWindows().map((window) => window.webContents.getOSProcessId()),
    noSandbox: app.commandLine.hasSwitch("no-sandbox"),
  }));
  expect(noSandbox).toBe(false);
  for (const pid of renderer) {
    // 2: every system call goes through Chromium's filter.
    expect(statusOf(pid, "Seccomp")).toBe("2");
    expect(statusOf(pid, "NoNewPrivs")).toBe("1");
    if (root) expect(statusOf(pid, "Uid")).toMatch(new RegExp(`^${NOBODY}\\b`));
  }
  const reads = await joinery.page.evaluate(() => "require" in globalThis || "process" in globalThis);
  expect(reads).toBe(false);
  await joinery.close();
});
