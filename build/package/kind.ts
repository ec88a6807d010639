/** What a package is for, decided by two environment variables, and how one that is not for people says so. */
import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";

const on = (name: string): boolean => process.env[name] === "1";

/** JOINERY_UNOFFICIAL_RUNTIME=1: package the npm copy of Electron, to prove packaging where the official one is out of reach. */
export const unofficialRuntime = (): boolean => on("JOINERY_UNOFFICIAL_RUNTIME");

/** JOINERY_TEST_BUILD=1: leave the inspect fuse on, so that Playwright can drive the packaged app. */
export const testBuild = (): boolean => on("JOINERY_TEST_BUILD");

const reasons = (): string[] => [
  ...(unofficialRuntime() ? ["It contains an unofficial copy of Electron, an older patch than the pinned one."] : []),
  ...(testBuild() ? ["It can be debugged from outside (EnableNodeCliInspectArguments is on), for tests."] : []),
];

/** Where packages go, from the project's root. */
export const outDir = (): string => (reasons().length === 0 ? "out" : "out/not-for-release");

/**
 * Finishes a packaged folder: opens it to other users than the one who made it (Packager makes it in a private temporary folder
 * and keeps those permissions), and puts NOT-FOR-RELEASE.txt into one that is not for people.
 */
export function finish(folder: string): void {
  chmodSync(folder, 0o755);
  if (reasons().length === 0) return;
  writeFileSync(
    path.join(folder, "NOT-FOR-RELEASE.txt"),
    `Do not give this build to anybody.\n${reasons().join("\n")}\n`,
  );
}
