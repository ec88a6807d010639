/** Runs the real command the way a shell does: with the Node of the PATH, not the one in node_modules. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** The project's folder. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** npm puts node_modules/.bin, with Node 24, first on the PATH; a user's shell does not. */
const shellPath = (process.env.PATH ?? "")
  .split(delimiter)
  .filter((folder) => !folder.includes("node_modules"))
  .join(delimiter);

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** The checkout whose command is run; ours when not given. */
  readonly root?: string;
  /** Where standard output goes instead of into the result. */
  readonly stdoutFile?: string;
}

/** Starts the command; standard streams are pipes. */
export function startCli(
  args: readonly string[],
  { cwd, env = {}, root = ROOT, stdoutFile }: CliOptions = {},
): ChildProcess {
  const stdout = stdoutFile === undefined ? "pipe" : openSync(stdoutFile, "w");
  const child = spawn("/usr/bin/env", ["node", join(root, "electron/cli/joinery.mjs"), ...args], {
    cwd: cwd ?? tmpdir(),
    env: { ...process.env, PATH: shellPath, ...env },
    stdio: ["pipe", stdout, "pipe"],
  });
  if (typeof stdout === "number") closeSync(stdout);
  return child;
}

/** Runs the command to its end. */
export async function cli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const child = startCli(args, options);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => err.push(chunk));
  child.stdin?.end(options.input ?? "");
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
}

/** A folder for one test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "joinery-cli-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
