/** The packaged app: made as `npm run package` makes it, marked as a test build, and started as on a machine without Node. */
import { spawn } from "node:child_process";
import { existsSync, globSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from "@electron/fuses";
import { expect, test } from "@playwright/test";
import type { Launch } from "../../build/runtime/launch.ts";
import { inRoot } from "../../build/tools/paths.ts";
import { runScript } from "../../build/tools/tool.ts";
import { copyOfSample, temporaryFolder } from "./harness.ts";
import { ready } from "./ready.ts";

const FOLDER = inRoot(`out/not-for-release/Joinery-${process.platform}-${process.arch}`);
const PROGRAM = path.join(FOLDER, "joinery");

test.skip(process.platform !== "linux", "The paths below are those of a package for Linux.");

let launch: Launch;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  launch = await ready();
  rmSync(FOLDER, { recursive: true, force: true });
  const unofficial = launch.runtime.official ? {} : { JOINERY_UNOFFICIAL_RUNTIME: "1" };
  const { code, output } = await runScript(inRoot("build/run.mjs"), ["package"], {
    env: { JOINERY_TEST_BUILD: "1", ...unofficial },
  });
  expect(code, output).toBe(0);
});

/** Runs the packaged program with nothing on the PATH; resolves with its exit code. */
function run(args: string[]): Promise<number | null> {
  const profile = `--user-data-dir=${temporaryFolder()}`;
  const child = spawn(PROGRAM, [...launch.switches, profile, ...args], {
    env: { ...launch.env, PATH: "" },
    stdio: "inherit",
    timeout: 50_000,
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
}

test("starts with an empty PATH, opens a database and paints its rows", async () => {
  const picture = path.join(temporaryFolder(), "picture.png");
  expect(await run([`--screenshot=${picture}`, await copyOfSample()])).toBe(0);
  // An empty window of this size is a few kilobytes; text and grid lines are many.
  expect(readFileSync(picture).length).toBeGreaterThan(40_000);
});

test("says by a file that it is not for release", () => {
  expect(readFileSync(path.join(FOLDER, "NOT-FOR-RELEASE.txt"), "utf8")).toContain(
    "Do not give this build to anybody.",
  );
});

test("has its fuses flipped; only the inspector is left to the test build", async () => {
  const wire = await getCurrentFuseWire(PROGRAM);
  expect(wire.version).toBe(FuseVersion.V1);
  const enabled = Object.values(FuseV1Options)
    .filter((option) => typeof option === "number")
    .filter((option) => wire[option] === FuseState.ENABLE);
  expect(enabled.map((option) => FuseV1Options[option]).toSorted()).toEqual([
    "EnableCookieEncryption",
    "EnableEmbeddedAsarIntegrityValidation",
    "EnableNodeCliInspectArguments",
    "OnlyLoadAppFromAsar",
    "WasmTrapHandlers",
  ]);
});

test("carries one native library, the sample database and the licences of what is bundled", () => {
  const resources = path.join(FOLDER, "resources");
  expect(globSync("**/*.node", { cwd: resources }).map((file) => path.basename(file))).toEqual([
    `${process.platform}-${process.arch}.node`,
  ]);
  expect(existsSync(path.join(resources, "film-club.db"))).toBe(true);
  const licences = readFileSync(path.join(resources, "third-party-licenses.md"), "utf8");
  for (const name of ["react", "kysely", "valibot"]) expect(licences).toMatch(new RegExp(`^## ${name} - `, "m"));
});
