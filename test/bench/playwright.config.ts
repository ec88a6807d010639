import { defineConfig } from "@playwright/test";

/** The real app on the large table: `npm run bench` runs this after the engine's figures. Not part of `npm test`. */
export default defineConfig({
  testDir: ".",
  testMatch: "*.app.ts",
  globalSetup: "../e2e/set-up.ts",
  workers: 1,
  timeout: 300_000,
  outputDir: "../../test-results/bench",
  reporter: [["line"]],
});
