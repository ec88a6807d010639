/**
 * From the start of the process to rows on screen, beside an Electron window with one word in it, in turns; and the memory of all
 * processes of either (PSS) once they are at rest. Goal: at most 1.35 × the empty window, 400 MB.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadavg } from "node:os";
import { expect, test } from "@playwright/test";
import { inRoot } from "../../build/tools/paths.ts";
import { bareLaunch, temporaryFolder } from "../e2e/harness.ts";
import { ready } from "../e2e/ready.ts";
import { bigTablePath, makeBigTable } from "./big-table.ts";
import { median } from "./measure.ts";

const rows = Number(process.env.BENCH_ROWS ?? 10_000_000);
const ROUNDS = Number(process.env.BENCH_STARTS ?? 9);
/** How long it stays open before its memory is counted, in milliseconds: what starts late has started. */
const AT_REST = 4000;

interface Start {
  /** Milliseconds from the start of the process to the second frame with the content. */
  readonly painted: number;
  /** Megabytes of all its processes, shared pages counted in parts. */
  readonly memory: number;
}

/** A process and all that came from it. */
function family(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      // After the last ")": state, then the parent.
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // It ended meanwhile.
    }
  }
  const all = [pid];
  for (let at = 0; at < all.length; at++) all.push(...(children.get(all[at] ?? 0) ?? []));
  return all;
}

function memoryOf(pid: number): number {
  let kilobytes = 0;
  for (const one of family(pid)) {
    try {
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, "utf8"))?.[1] ?? 0);
    } catch {
      // It ended meanwhile.
    }
  }
  return kilobytes / 1024;
}

async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}

async function measure(executable: string, args: string[], env: NodeJS.ProcessEnv, said: () => string): Promise<Start> {
  const child = spawn(executable, args, { env, stdio: ["ignore", "pipe", "ignore"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const painted = () =>
    Number(
      /painted (\d+)|(\d+) ms from Joinery's start/
        .exec(output + said())
        ?.slice(1)
        .find(Boolean),
    );
  await expect.poll(painted, { timeout: 60_000, intervals: [50] }).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, AT_REST));
  const memory = memoryOf(child.pid ?? 0);
  await end(child);
  return { painted: painted(), memory };
}

test("from the start to rows, beside an empty window", async () => {
  test.skip(!existsSync("/proc/self/smaps_rollup"), "Memory is read from /proc.");
  test.setTimeout(ROUNDS * 60_000);
  makeBigTable(bigTablePath(rows), rows);
  const { executable, args, env } = await bareLaunch();
  const { switches } = await ready();
  const launchEnv = { ...process.env, ...env };
  const app = () => {
    const userData = temporaryFolder();
    const log = join(userData, "logs/main.log");
    return measure(
      executable,
      [...args, `--user-data-dir=${userData}`, "--readonly", bigTablePath(rows)],
      launchEnv,
      () => (existsSync(log) ? readFileSync(log, "utf8") : ""),
    );
  };
  const empty = () =>
    measure(
      executable,
      [...switches, inRoot("test/bench/empty-window"), `--user-data-dir=${temporaryFolder()}`],
      launchEnv,
      () => "",
    );
  const [ours, bare]: [Start[], Start[]] = [[], []];
  for (let round = -1; round < ROUNDS; round++) {
    const pair = [
      { all: ours, start: app },
      { all: bare, start: empty },
    ];
    for (const { all, start } of round % 2 === 0 ? pair : pair.toReversed()) {
      const one = await start();
      if (round >= 0) all.push(one);
    }
  }
  const time = (all: Start[]) => median(all.map(({ painted }) => painted));
  const memory = (all: Start[]) => median(all.map((one) => one.memory));
  const least = (all: Start[]) => Math.min(...all.map(({ painted }) => painted));
  console.log(
    `\nload ${loadavg()[0]?.toFixed(1)}\nrows on screen ${time(ours).toFixed(0)} ms, an empty window ${time(bare).toFixed(0)} ms: ` +
      `${(time(ours) / time(bare)).toFixed(2)} × (of minima ${(least(ours) / least(bare)).toFixed(2)} ×)\n` +
      `memory ${memory(ours).toFixed(0)} MB, an empty window ${memory(bare).toFixed(0)} MB`,
  );
});
