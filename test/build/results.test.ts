import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { playwrightCounts, summaryLine, vitestCounts } from "../../build/test/results.ts";

const folder = mkdtempSync(path.join(tmpdir(), "joinery-results-"));

function reportFile(content: string): string {
  const file = path.join(folder, `${Math.random()}.json`);
  writeFileSync(file, content);
  return file;
}

test("a Vitest file that cannot be loaded counts as one failure beside the failed tests", () => {
  const file = reportFile(
    JSON.stringify({
      numPassedTests: 7,
      numFailedTests: 2,
      testResults: [
        { status: "passed", assertionResults: [{}] },
        { status: "failed", assertionResults: [{}] },
        { status: "failed", assertionResults: [] },
      ],
    }),
  );
  expect(vitestCounts(file)).toEqual({ passed: 7, failed: 3 });
});

test("a flaky Playwright test and an error outside any test have failed", () => {
  const file = reportFile(
    JSON.stringify({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 3 }, errors: [{}] }),
  );
  expect(playwrightCounts(file)).toEqual({ passed: 5, failed: 3 });
});

test("a report that is missing or broken is a failure, never a silent success", () => {
  const missing = path.join(folder, "none.json");
  const broken = reportFile("{");
  for (const counts of [vitestCounts, playwrightCounts]) {
    expect(counts(missing)).toEqual({ passed: 0, failed: 1 });
    expect(counts(broken)).toEqual({ passed: 0, failed: 1 });
  }
});

test("the last line adds up", () => {
  expect(summaryLine([])).toBe("0 passed, 0 failed");
  expect(
    summaryLine([
      { passed: 3, failed: 0 },
      { passed: 4, failed: 1 },
    ]),
  ).toBe("7 passed, 1 failed");
});
