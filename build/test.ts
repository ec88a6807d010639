/**
 * `npm test`: everything that can go wrong, in one go. The checks, Vitest (units, engine, features), then Playwright on the real
 * app, in the Electron that `npm start` would take (test/e2e/set-up.ts). Ends with "N passed, N failed"; a failed check is a failure.
 *
 * `npm test -- unit` or `npm test -- e2e` or `npm test -- check` runs only that part.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fail } from "./runtime/say.ts";
import { type Counts, playwrightCounts, summaryLine, vitestCounts } from "./test/results.ts";
import { CACHE, inRoot } from "./tools/paths.ts";
import { runScript, runTool } from "./tools/tool.ts";

const REPORTS = path.join(CACHE, "reports");
const report = (name: string): string => path.join(REPORTS, name);

async function check(): Promise<Counts> {
  const { code } = await runScript(inRoot("build/check.ts"), [], { show: true });
  return { passed: 0, failed: code === 0 ? 0 : 1 };
}

async function unit(): Promise<Counts> {
  const file = report("vitest.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const { code } = await runTool(["vitest", "vitest", "run", ...reporters], { show: true });
  const counts = vitestCounts(file);
  // Vitest also fails on what no test is to blame for, e.g. an unhandled rejection.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function e2e(): Promise<Counts> {
  const file = report("playwright.json");
  const { code } = await runTool(["@playwright/test", "playwright", "test", "--reporter=list,json"], {
    show: true,
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  });
  const counts = playwrightCounts(file);
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

const PARTS = { check, unit, e2e };

async function test(): Promise<void> {
  const wanted = process.argv.slice(2);
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  const counts: Counts[] = [];
  for (const [name, part] of Object.entries(PARTS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    console.log(`\n── ${name} ${"─".repeat(100 - name.length)}`);
    counts.push(await part());
  }
  const line = summaryLine(counts);
  // .ci/run reads it from here: npm itself prints more after a failure.
  writeFileSync(report("summary"), `${line}\n`);
  console.log(`\n${line}`);
  process.exitCode = counts.some(({ failed }) => failed > 0) ? 1 : 0;
}

await test().catch(fail);
