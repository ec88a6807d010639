import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { inRoot, ROOT } from "./paths.ts";

/**
 * The script behind a package's command, to be run by our own Node: npm's .bin shims differ by platform and would take
 * whatever `node` is on the PATH.
 *
 * @param name the package, e.g. "knip"
 * @param bin the command where the package has several
 * @throws Error when the package or the command is not installed
 */
export function toolScript(name: string, bin = name.split("/").at(-1) ?? name): string {
  const folder = inRoot("node_modules", name);
  const { bin: bins } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as {
    bin?: Record<string, string>;
  };
  const script = bins?.[bin];
  if (script === undefined) throw new Error(`The package ${name} has no command ${bin}.`);
  return path.join(folder, script);
}

export interface ToolResult {
  /** Exit code; 1 when the tool was ended by a signal. */
  code: number;
  /** Standard output and error, in the order they came; empty when inherited. */
  output: string;
  /** Milliseconds. */
  took: number;
}

/** Passes the signals that end us on to a child until it has ended, so that nothing is left running. */
export function endWithUs(child: ChildProcess): void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of signals) process.on(signal, pass);
  child.once("close", () => {
    for (const signal of signals) process.off(signal, pass);
  });
}

interface HowToRun {
  /** true: the script writes to our terminal; false: its output is collected. */
  show?: boolean;
  /** Added to our environment. */
  env?: Record<string, string>;
}

/** Runs a program in the project's root and waits for its end. */
export function runCommand(
  command: string,
  args: string[],
  { show = false, env = {} }: HowToRun = {},
): Promise<ToolResult> {
  const started = performance.now();
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
  });
  endWithUs(child);
  let output = "";
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output, took: performance.now() - started }));
  });
}

/** Runs a script, given by its absolute path, by our own Node. */
export const runScript = (script: string, args: string[], how: HowToRun = {}): Promise<ToolResult> =>
  runCommand(process.execPath, [script, ...args], how);

/**
 * Runs a package's command.
 *
 * @param command [package, command, ...arguments], e.g. ["typescript", "tsc", "-p", "renderer"]
 */
export function runTool([name, bin, ...args]: [string, string, ...string[]], how: HowToRun = {}): Promise<ToolResult> {
  return runScript(toolScript(name, bin), args, how);
}
