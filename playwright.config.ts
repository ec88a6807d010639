import { defineConfig } from "@playwright/test";

/**
 * Tests of the real app (test/e2e). One worker: each test starts a whole Electron, and two cores are what CI has.
 * The Electron runtime and the display come from build/runtime, as in `npm start`.
 */
export default defineConfig({
  testDir: "test/e2e",
  testMatch: "**/*.e2e.ts",
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  retries: 0,
  forbidOnly: true,
  outputDir: "test-results",
  reporter: [["list"]],
});
