/** Chromium's sandbox, on: as an ordinary user, and when the tests run as root, as nobody. Linux, where root would have none. */
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { makeDatabase } from "./databases.ts";
import { launchJoinery } from "./harness.ts";
import { asOrdinaryUser, giveToUser, NOBODY } from "./ordinary-user.ts";

const statusOf = (pid: number, field: string): string | undefined =>
  new RegExp(`^${field}:\\s+(.*)$`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];

test("3, 4: pages run in Chromium's sandbox, and the app works in it", async () => {
  test.skip(process.platform !== "linux", "The sandbox is looked at through /proc.");
  const path = makeDatabase("CREATE TABLE people (name TEXT); INSERT INTO people VALUES ('Ada')");
  giveToUser(path);
  const joinery = await launchJoinery({ files: [path], sandbox: true, ...(await asOrdinaryUser()) });
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
    if (process.getuid?.() === 0) expect(statusOf(pid, "Uid")).toMatch(new RegExp(`^${NOBODY}\\b`));
  }
  const reads = await joinery.page.evaluate(() => "require" in globalThis || "process" in globalThis);
  expect(reads).toBe(false);
  await joinery.close();
});
