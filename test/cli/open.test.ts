/** `joinery open` in a checkout whose build and Electron are stand-ins: what it gives them, and what it makes of their failures. */
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { cli, type CliRun, ROOT, testFolder } from "./run-cli.ts";

interface StandIns {
  /** What the build script does. */
  readonly build?: string;
  /** What finding a runtime does before it gives the app. */
  readonly runtime?: string;
  /** What the app, a shell script, does after it has written down its arguments. */
  readonly app?: string;
}

/** A checkout with the real command line and engine, and a database in it. */
function checkout({ build = "", runtime = "", app = "exec sleep 30" }: StandIns = {}) {
  const folder = testFolder();
  for (const part of ["electron/cli", "electron/engine", "src-shared"]) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  cpSync(join(ROOT, "package.json"), join(folder, "package.json"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  mkdirSync(join(folder, "build/runtime"), { recursive: true });
  writeFileSync(join(folder, "build/run.mjs"), build);
  const given = join(folder, "arguments");
  const program = join(folder, "app");
  writeFileSync(
    program,
    `#!/bin/sh\nprintf '%s\\n' "$$" "$@" > '${given}.new' && mv '${given}.new' '${given}'\n${app}\n`,
  );
  chmodSync(program, 0o755);
  writeFileSync(
    join(folder, "build/runtime/launch.ts"),
    `export async function prepareLaunch() {
      ${runtime}
      return { runtime: { executable: ${JSON.stringify(program)} }, switches: ["--a-switch"], env: process.env, close() {} };
    }`,
  );
  new Database(join(folder, "a b.db")).exec("CREATE TABLE t(a)").close();
  return {
    folder,
    open: (...args: string[]): Promise<CliRun> => cli(["open", ...args], { cwd: folder, root: folder }),
    /** Process id and arguments of the app, when it was started. */
    started: () => (existsSync(given) ? readFileSync(given, "utf8").trimEnd().split("\n") : null),
  };
}

describe("open", () => {
  test("starts the app on absolute paths and returns while it runs", async () => {
    const { folder, open, started } = checkout();
    const run = await open("a b.db", "sqlite:///a b.db?mode=ro", ":memory:", "-t", "t", "--readonly");
    const [pid = "0", ...args] = started() ?? [];
    // It runs: a signal can be sent to it.
    expect(process.kill(Number(pid), "SIGKILL")).toBe(true);
    expect(run).toMatchObject({ code: 0, stdout: "" });
    const path = join(folder, "a b.db");
    const readOnly = `sqlite:///${path.replace(" ", "%20")}?mode=ro`;
    expect(args.slice(0, 2)).toEqual(["--a-switch", expect.stringContaining(folder)]);
    expect(args.slice(2)).toEqual(["--readonly", "--table=t", path, readOnly, ":memory:"]);
  });

  test("an app that hands over to one that runs already is no error, one that fails is", async () => {
    expect((await checkout({ app: "exit 0" }).open("a b.db")).code).toBe(0);
    const failed = await checkout({ app: "exit 7" }).open("a b.db");
    expect(failed).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("The app ended at once with code 7. Run npm start"),
    });
  });

  test("says why the app cannot be built or Electron cannot be had", async () => {
    const unbuilt = checkout({ build: 'console.error("no such module"); process.exit(1);' });
    expect((await unbuilt.open("a b.db")).stderr).toContain("joinery: The app could not be built. Run npm ci");
    expect(unbuilt.started()).toBe(null);
    const without = checkout({
      runtime:
        'throw Object.assign(new Error("Electron 42 could not be downloaded. Check the network."), { name: "SetupError" });',
    });
    const run = await without.open("a b.db", "--errors", "json");
    expect(run.code).toBe(3);
    expect(JSON.parse(run.stderr.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({
      message: "Electron 42 could not be downloaded.",
      next: "Check the network.",
      exitCode: 3,
    });
  });

  test("answers for a missing file or a folder in the terminal, before anything is started", async () => {
    const { open, started } = checkout();
    const missing = await open("a b.db", "nope.db");
    expect(missing).toMatchObject({ code: 3, stdout: "" });
    expect(missing.stderr).toMatch(/^joinery: There is no file .*nope\.db/);
    expect(await open(".")).toMatchObject({ code: 3, stderr: expect.stringContaining("is a folder") });
    expect(started()).toBe(null);
  });
});
