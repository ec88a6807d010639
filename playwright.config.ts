import { defineConfig } from "@playwright/test";
import { parallelApps } from "./test/e2e/ready.ts";

/** Tests of the real app (test/e2e). The Electron runtime comes from build/runtime, as in `npm start`. */
export default defineConfig({
  testDir: "test/e2e",
  testMatch: "**/*.e2e.ts",
  globalSetup: "./test/e2e/set-up.ts",
  workers: parallelApps(),
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  retries: 0,
  forbidOnly: true,
  outputDir: "test-results",
  reporter: [["list"]],
});
