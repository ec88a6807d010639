import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pinnedVersion } from "../../build/runtime/official.ts";
import { UNOFFICIAL } from "../../build/runtime/unofficial.ts";

const { devDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
  devDependencies: Record<string, string>;
};
const major = (version: string) => version.split(".")[0];

test("Electron is pinned exactly, in package.json, and installed as pinned", () => {
  expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
  expect(pinnedVersion()).toBe(devDependencies.electron);
});

test("the copy for development is of the same major, so that tests say something about what ships", () => {
  expect(major(UNOFFICIAL.version)).toBe(major(pinnedVersion()));
});
