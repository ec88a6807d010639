import { existsSync, readFileSync } from "node:fs";

/** How many tests passed and failed; skipped ones are in neither. */
export interface Counts {
  passed: number;
  failed: number;
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number };
  errors: unknown[];
}

/** A runner that wrote no report, or one nobody can read, is one failure: never a silent success. */
function read(file: string): unknown {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  } catch {
    return null;
  }
}

/** Counts of Vitest's JSON report. A test file that could not even be loaded has no tests in it and counts as one failure. */
export function vitestCounts(file: string): Counts {
  const report = read(file) as VitestReport | null;
  if (report === null) return { passed: 0, failed: 1 };
  const unloaded = report.testResults.filter(
    (suite) => suite.status === "failed" && suite.assertionResults.length === 0,
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length };
}

/** Counts of Playwright's JSON report. A test that passed only when repeated ("flaky") has failed. */
export function playwrightCounts(file: string): Counts {
  const report = read(file) as PlaywrightReport | null;
  if (report === null) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky } = report.stats;
  return { passed: expected, failed: unexpected + flaky + report.errors.length };
}

/** The line that ends a run of all tests. */
export const summaryLine = (counts: Counts[]): string => {
  const sum = (key: keyof Counts) => counts.reduce((total, count) => total + count[key], 0);
  return `${sum("passed")} passed, ${sum("failed")} failed`;
};
