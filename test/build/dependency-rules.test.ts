/**
 * The direction rules have to prove that they read TypeScript: with TypeScript 7 and without swc, dependency-cruiser sees no
 * .ts file at all and passes. So violations are planted in a small house of their own, and each must be found.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { inRoot } from "../../build/tools/paths.ts";
import { toolScript } from "../../build/tools/tool.ts";

interface Report {
  modules: { source: string; dependencies: { resolved: string }[] }[];
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
}

function cruise(cwd: string, ...folders: string[]): Report {
  const rules = inRoot("build/rules/dependencies.cjs");
  const script = toolScript("dependency-cruiser", "depcruise");
  const { stdout, stderr } = spawnSync(process.execPath, [script, "--config", rules, "-T", "json", ...folders], {
    cwd,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as Report;
}

/** file → source, and the rule it breaks ("" for none). */
const HOUSE: Record<string, [source: string, rule: string]> = {
  "src-shared/model/table.ts": ["export type Table = string; export const t = 1;", ""],
  "src-shared/rpc/reads-node.ts": ['import { readFileSync } from "node:fs"; readFileSync("x");', "shared-knows-nobody"],
  "src-shared/rpc/knows-kysely.ts": ['import { sql } from "kysely"; sql``;', "shared-knows-nobody"],
  "electron/engine/engine.ts": ['export * from "./rows/page.ts"; export * from "./schema/read.ts";', ""],
  "electron/engine/rows/page.ts": [
    'export * from "../schema/read.ts"; import "./with-electron.ts"; import "./with-main.ts";',
    "",
  ],
  "electron/engine/schema/read.ts": ["export const read = 1;", ""],
  "electron/engine/connection/open.ts": [
    'import type { read } from "../schema/read.ts"; export type R = typeof read;',
    "engine-room-connection",
  ],
  "electron/engine/console/run.ts": ['import "../session/stage.ts";', "engine-room-console"],
  "electron/engine/session/stage.ts": ['import "../engine.ts"; export const s = 1;', "engine-room-session"],
  "electron/engine/rows/with-electron.ts": ['import { app } from "electron"; app;', "engine-is-plain-node"],
  "electron/engine/rows/with-main.ts": ['import "../../main/main.ts";', "engine-is-plain-node"],
  "electron/engine-host/back-door.ts": ['import "../engine/rows/page.ts";', "engine-has-one-door"],
  "electron/main/main.ts": ["export const m = 1;", ""],
  "electron/main/asks-engine.ts": [
    'import type { read } from "../engine/engine.ts"; export type X = typeof read;',
    "main-knows-shared-only",
  ],
  "electron/preload/reads.ts": ['import "node:path";', "preload-is-sandboxed"],
  "renderer/app/frame.tsx": ['import "../features/a/a.tsx"; export const F = () => <b />;', ""],
  "renderer/features/a/a.tsx": ['import { b } from "../b/b.ts"; b;', "features-meet-in-app"],
  "renderer/features/b/b.ts": ["export const b = 1;", ""],
  "renderer/features/b/upwards.ts": ['import "../../app/frame.tsx";', "app-is-on-top"],
  "renderer/features/b/node.ts": ['import "node:fs";', "page-has-no-node"],
  "renderer/features/b/electron.ts": [
    'import type { App } from "electron"; export type A = App;',
    "page-knows-shared-only",
  ],
  "renderer/ui/sqlite.ts": ['import { t } from "../../src-shared/model/table.ts"; t;', "ui-knows-no-sqlite"],
  "renderer/ui/one.ts": ['import { two } from "./two.ts"; export const one = () => two;', "no-cycle"],
  "renderer/ui/two.ts": ['import { one } from "./one.ts"; export const two = () => one;', ""],
  "renderer/ui/type-one.ts": ['import type { B } from "./type-two.ts"; export type A = B;', "no-cycle"],
  "renderer/ui/type-two.ts": ['import type { A } from "./type-one.ts"; export type B = A | 1;', ""],
  "renderer/rpc/from-below.ts": ['import "../values/look.ts"; export const f = 1;', "storey-rpc-ui"],
  "renderer/values/look.ts": ["export const look = 1;", ""],
  "renderer/values/knows-rows.ts": ['import { source } from "../rows/source.ts"; source;', "storey-values"],
  "renderer/values/asks.ts": ['import "../rpc/from-below.ts";', "values-ask-nobody"],
  "renderer/rows/source.ts": ['import { look } from "../values/look.ts"; export const source = look;', ""],
  "renderer/rows/knows-the-view.ts": [
    'import type { V } from "../rows-view/view.tsx"; export type W = V;',
    "storey-rows",
  ],
  "renderer/rows/draws.ts": ['import { useState } from "react"; useState;', "rows-draw-nothing"],
  "renderer/rows-view/view.tsx": ['import "../rows/source.ts"; export type V = 1;', ""],
  "renderer/rows-view/knows-a-feature.ts": ['import "../features/b/b.ts";', "storey-rows-view"],
  "renderer/rows/edits/table-gestures.ts": ["export const setNull = 1;", ""],
  "renderer/rows-view/grid-actions/cell-actions.ts": [
    'import { setNull } from "../../rows/edits/table-gestures.ts"; export const actions = [setNull];',
    "",
  ],
  "renderer/features/b/own-commands.ts": [
    'import { setNull } from "../../rows/edits/table-gestures.ts"; setNull;',
    "grid-actions-once",
  ],
  "renderer/features/b/own-menu.ts": [
    'import { actions } from "../../rows-view/grid-actions/cell-actions.ts"; actions;',
    "grid-menus-once",
  ],
  "renderer/rpc/lost.ts": ['import "./nowhere.ts";', "no-unresolved"],
  "renderer/rpc/alone.ts": ["export const alone = 1;", "no-orphan"],
  "electron/cli/tools.ts": ['import "../../build/rules.ts";', "host-and-cli-know-the-engine-only"],
  "build/rules.ts": ["export const r = 1;", ""],
};

let report: Report;

beforeAll(() => {
  const house = mkdtempSync(path.join(tmpdir(), "joinery-house-"));
  for (const [file, [source]] of Object.entries(HOUSE)) {
    mkdirSync(path.join(house, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(house, file), source);
  }
  symlinkSync(inRoot("node_modules"), path.join(house, "node_modules"), "junction");
  symlinkSync(inRoot("package.json"), path.join(house, "package.json"));
  report = cruise(house, "src-shared", "electron", "renderer", "build");
});

test.each(Object.entries(HOUSE).filter(([, [, rule]]) => rule !== ""))("%s is caught", (file, [, rule]) => {
  const rules = report.summary.violations.filter(({ from }) => from === file).map((violation) => violation.rule.name);
  expect(rules).toContain(rule);
});

test.each(Object.entries(HOUSE).filter(([, [, rule]]) => rule === ""))("%s passes", (file) => {
  const violations = report.summary.violations.filter(({ from }) => from === file);
  // A ring of imports is reported at one of its modules, whichever that is.
  expect(violations.filter(({ rule }) => rule.name !== "no-cycle")).toEqual([]);
});

test("the rules see the real house's TypeScript and what it imports", () => {
  const { modules } = cruise(inRoot(), "src-shared", "build");
  const ours = modules.filter(({ source }) => /^(src-shared|build)\/.*\.ts$/.test(source));
  expect(ours.length).toBeGreaterThan(20);
  const start = ours.find(({ source }) => source === "build/start.ts");
  expect(start?.dependencies.map(({ resolved }) => resolved)).toContain("build/runtime/launch.ts");
});
