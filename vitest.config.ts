import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Unit, engine and feature tests: plain Node (24). The real app is Playwright's (playwright.config.ts, test/e2e). */
export default defineConfig({
  test: {
    // `npm run mutants` runs only the tests of a room.
    include: [process.env["JOINERY_TESTS"] ?? "test/**/*.test.{ts,tsx}"],
    exclude: ["test/e2e/**", "**/node_modules/**"],
    environment: "node",
    // better-sqlite3 is native and tests kill processes: a process per file keeps one file's crash its own.
    pool: "forks",
    maxWorkers: 2,
    // It imports style sheets, which Node itself cannot.
    server: { deps: { inline: ["@deephaven/grid"] } },
    // For the processes that tests start (the command line, mostly): a fifth of their start is compiling our TypeScript.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL(".cache/compiled", import.meta.url)) },
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // What `expect.poll` waits for comes when it comes: a second (Vitest's own limit) is too short on a busy machine.
    expect: { poll: { timeout: 10_000 } },
    restoreMocks: true,
    passWithNoTests: false,
  },
});
