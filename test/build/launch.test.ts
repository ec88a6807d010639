import { existsSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { virtualDisplay } from "../../build/runtime/display.ts";
import { appEnv } from "../../build/runtime/launch.ts";
import { which } from "../../build/runtime/shell.ts";
import { missingLibraries } from "../../build/runtime/system.ts";

afterEach(() => vi.unstubAllEnvs());

test("the app's environment has the display, and nothing that makes Electron or SQLite another program", () => {
  vi.stubEnv("ELECTRON_RUN_AS_NODE", "1");
  vi.stubEnv("NODE_OPTIONS", "--inspect");
  vi.stubEnv("SQLITE_USE_URI", "1");
  vi.stubEnv("JOINERY_TEST_ANYTHING", "kept");
  const env = appEnv({ DISPLAY: ":42" });
  expect(env).toMatchObject({ DISPLAY: ":42", JOINERY_TEST_ANYTHING: "kept" });
  for (const name of ["ELECTRON_RUN_AS_NODE", "NODE_OPTIONS", "SQLITE_USE_URI"]) expect(env).not.toHaveProperty(name);
});

test.runIf(process.platform === "linux")("our own Node misses no library", () => {
  expect(missingLibraries(process.execPath)).toEqual([]);
});

test.runIf(which("Xvfb") !== null)("two virtual displays at once are two, and end when they are closed", async () => {
  const displays = await Promise.all([virtualDisplay(), virtualDisplay()]);
  const sockets = displays.map(({ env }) => `/tmp/.X11-unix/X${env.DISPLAY?.slice(1)}`);
  expect(new Set(sockets).size).toBe(2);
  expect(sockets.filter((socket) => existsSync(socket))).toEqual(sockets);
  for (const display of displays) display.close();
  await expect.poll(() => sockets.filter((socket) => existsSync(socket))).toEqual([]);
});
