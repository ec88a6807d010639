import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSettings } from "../../electron/main/settings.ts";
import { defaultSettings, type Settings, settingsWith, zoomSteps } from "../../src-shared/model/settings.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "joinery-settings-"));
  file = join(folder, "settings.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("defaults, then what was changed, also for the next start", () => {
  const settings = openSettings(file);
  expect(settings.current).toMatchObject({ theme: "system", zoom: 100, recent: [], open: [] });
  settings.change({ theme: "dark" });
  settings.change({ zoom: 150 });
  expect(openSettings(file).current).toMatchObject({ theme: "dark", zoom: 150 });
  expect(readdirSync(folder)).toEqual(["settings.json"]);
});

test.each(["{ not json", '{"theme":"purple"}', '{"zoom":1e9}', "", "null"])(
  "a damaged file (%s) is set aside, not lost, and defaults are used",
  (text) => {
    writeFileSync(file, text);
    expect(openSettings(file).current.theme).toBe("system");
    const aside = readdirSync(folder).filter((name) => name.startsWith("settings.json.damaged-"));
    expect(aside).toHaveLength(1);
    expect(readFileSync(join(folder, aside[0] ?? ""), "utf8")).toBe(text);
  },
);

test("settings that cannot be written are kept for this run", () => {
  const settings = openSettings(join(folder, "missing-folder", "settings.json"));
  settings.change({ theme: "light" });
  expect(settings.current.theme).toBe("light");
});

test("every setting of the page is kept and has a default: none is dropped in silence", () => {
  const other: Settings = { theme: "light", zoom: 300 };
  expect(Object.keys(other)).toEqual(Object.keys(defaultSettings));
  openSettings(file).change(other);
  expect(openSettings(file).current).toMatchObject(other);
  // A part keeps the rest, and what is not a setting of the page stays with main.
  const { current } = openSettings(file);
  expect(settingsWith(current, { zoom: 50 })).toEqual({ theme: "light", zoom: 50 });
  expect(settingsWith(current, {})).toEqual(other);
});

test.each([...zoomSteps])("zoom %d %% is within the limits of the file and of the port", (zoom) => {
  writeFileSync(file, JSON.stringify({ zoom }));
  expect(openSettings(file).current.zoom).toBe(zoom);
});
