import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { nativeLibrary, shippedPackageJson, ships } from "../../build/package/contents.ts";
import { EXTENSIONS } from "../../build/package/file-types.ts";
import { installers } from "../../build/package/installers.ts";

const DRIVER = "/node_modules/better-sqlite3";

describe("what ships", () => {
  test.each([
    "",
    "/package.json",
    "/.vite",
    "/.vite/build/main.cjs",
    "/.vite/renderer/main_window/index.html",
    "/node_modules",
    DRIVER,
    `${DRIVER}/package.json`,
    `${DRIVER}/lib/database.js`,
    `${DRIVER}/prebuilds/linux-x64.node`,
  ])("%s does", (file) => expect(ships(file)).toBe(true));

  test.each([
    "/electron",
    "/renderer/index.html",
    "/.git",
    "/.cache",
    "/.vite/licenses/licenses-page.md",
    "/.vite/made-from",
    "/.vite/build/main.cjs.map",
    "/node_modules/react",
    "/node_modules/better-sqlite3-other",
    `${DRIVER}/deps/sqlite3.c`,
    `${DRIVER}/src`,
    `${DRIVER}/binding.gyp`,
    "/package-lock.json",
    "/.npmrc",
  ])("%s does not", (file) => expect(ships(file)).toBe(false));

  test("better-sqlite3 has the libraries of all platforms we make packages for, under the names we keep", () => {
    const names = readdirSync("node_modules/better-sqlite3/prebuilds");
    for (const platform of ["linux", "darwin", "win32"]) {
      for (const arch of ["x64", "arm64"]) expect(names).toContain(nativeLibrary(platform, arch));
    }
  });

  test("the package.json that ships has what Electron reads and none of our tools", () => {
    const whole = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, unknown>;
    const shipped = shippedPackageJson(whole);
    expect(shipped).toMatchObject({
      name: "joinery",
      productName: "Joinery",
      version: whole.version,
      main: whole.main,
    });
    for (const key of ["scripts", "devDependencies", "dependencies", "allowScripts", "engines", "bin"]) {
      expect(shipped).not.toHaveProperty(key);
    }
  });
});

describe("installers", () => {
  test("there is update metadata only when there is an address for it", () => {
    expect(installers("").publish).toBeNull();
    expect(installers("https://updates.example.invalid/").publish).toEqual({
      provider: "generic",
      url: "https://updates.example.invalid/",
    });
  });

  test("files are associated on Windows, which needs an installation for all users", () => {
    expect(installers("").nsis?.perMachine).toBe(true);
    expect(installers("").fileAssociations).toMatchObject([{ ext: EXTENSIONS, rank: "Alternate" }]);
  });

  test("all icons they name exist", () => {
    const { linux, win, mac } = installers("");
    for (const icon of [linux?.icon, win?.icon, mac?.icon]) expect(existsSync(path.resolve(String(icon)))).toBe(true);
  });
});
