/** docs/how-to-add.md names files and lists that are there, and not many of them. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inRoot } from "../../build/tools/paths.ts";

const page = readFileSync(inRoot("docs/how-to-add.md"), "utf8");
const sections = page
  .split(/^## /m)
  .slice(1)
  .map((text): [title: string, text: string] => [text.slice(0, text.indexOf("\n")), text]);

/** Paths in back quotes; `<name>` stands for a file that is to be made. */
const pathsIn = (text: string): string[] =>
  [...text.matchAll(/`((?:[\w.-]+\/)+[\w<>.-]+\.\w+)`/g)].map(([, path = ""]) => path);

test("the page says how to add what one adds most", () => {
  expect(sections.map(([title]) => title)).toEqual([
    "A grid menu item",
    "An export format",
    "A display format",
    "A CLI verb",
    "A preference",
  ]);
});

test.each(sections)("%s: every file that is named is there", (_title, text) => {
  const paths = pathsIn(text);
  expect(paths.length).toBeGreaterThan(1);
  expect(paths.filter((path) => !path.includes("<") && !existsSync(inRoot(path)))).toEqual([]);
  // A new file has its folder already.
  const folders = paths.filter((path) => path.includes("<")).map((path) => path.replace(/\/[^/]*$/, ""));
  expect(folders.filter((folder) => !existsSync(inRoot(folder)))).toEqual([]);
});

test.each(sections)("%s: at most two files of source", (_title, text) => {
  const rows = [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, path = ""]) => path);
  const sources = rows.filter((path) => !/^(docs|test)\//.test(path));
  expect(sources.length).toBeGreaterThan(0);
  // A preference has a command besides.
  expect(sources.length).toBeLessThanOrEqual(sources.includes("src-shared/model/settings.ts") ? 3 : 2);
});

test("lists stand where the page says", () => {
  const lists: [list: string, file: string][] = [
    ["exportFormats", "src-shared/model/export.ts"],
    ["displayFormats", "renderer/values/display-format.ts"],
    ["timeFormats", "renderer/values/time-of.ts"],
    ["VERBS", "electron/cli/main.ts"],
    ["SettingsSchema", "src-shared/model/settings.ts"],
    ["defaultSettings", "src-shared/model/settings.ts"],
  ];
  for (const [list, file] of lists) {
    expect(page).toContain(`\`${list}\``);
    expect(readFileSync(inRoot(file), "utf8")).toMatch(new RegExp(`const ${list}\\b`));
  }
});
