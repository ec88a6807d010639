/**
 * `npm run mutants`: do the tests notice? Faults are planted one at a time with Stryker (https://stryker-mutator.io) in lines chosen at
 * random, and each meets the tests of its room. Prints, for each room, the faults that no test noticed and how many were killed.
 *
 *     npm run mutants                                 every room, 12 lines of each
 *     npm run mutants -- session rows --lines 40      two rooms, more lines
 *     npm run mutants -- models --seed 7              the same lines as another run with this seed
 *
 * A sample, because all faults of a room (thousands, each against tests of files and processes) would take a day. The seed is
 * printed. Processes that a test starts run the code as it is: faults there are not seen by it.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { fail } from "./runtime/say.ts";
import { CACHE, inRoot } from "./tools/paths.ts";
import { runTool } from "./tools/tool.ts";

interface RoomOfMutants {
  /** Folders of its source. */
  readonly source: readonly string[];
  /** The folder of tests that it meets. */
  readonly tests: string;
}

const ROOMS: Record<string, RoomOfMutants> = {
  session: { source: ["electron/engine/session"], tests: "test/engine/session" },
  rows: { source: ["electron/engine/rows"], tests: "test/engine/rows" },
  models: { source: ["electron/engine/models"], tests: "test/engine/models" },
  console: { source: ["electron/engine/console"], tests: "test/engine/console" },
  connection: { source: ["electron/engine/connection"], tests: "test/engine/connection" },
  page: { source: ["renderer/values", "renderer/rows"], tests: "test/features/table-view" },
  shared: { source: ["src-shared/sql", "src-shared/formats"], tests: "test/src-shared" },
};

/** Random numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Every line of a room's source in which something could be wrong, as Stryker's ranges: `file.ts:12-12`. */
function linesOf({ source }: RoomOfMutants): string[] {
  return source.flatMap((folder) =>
    readdirSync(inRoot(folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .sort()
      .flatMap((file) => {
        const name = path.posix.join(folder, file.replaceAll(path.sep, "/"));
        return readFileSync(inRoot(name), "utf8")
          .split("\n")
          .flatMap((line, at) => (isCode(line) ? [`${name}:${at + 1}-${at + 1}`] : []));
      }),
  );
}

/** Not an import, a comment, a blank line or a bracket alone. */
function isCode(line: string): boolean {
  return /\w/.test(line) && !/^\s*(import\b|export (type|interface)\b|\/\/|\/\*|\*|readonly\b)/.test(line);
}

function choose(lines: readonly string[], count: number, random: () => number): string[] {
  const left = [...lines];
  const chosen: string[] = [];
  while (chosen.length < count && left.length > 0) {
    const at = Math.floor(random() * left.length);
    chosen.push(...left.splice(at, 1));
  }
  return chosen;
}

/** Plants the faults of some lines of a room; false when Stryker could not run. */
async function plant(name: string, room: RoomOfMutants, mutate: readonly string[]): Promise<boolean> {
  const folder = path.join(CACHE, "mutants");
  mkdirSync(folder, { recursive: true });
  const config = path.join(folder, `${name}.json`);
  writeFileSync(
    config,
    JSON.stringify({
      testRunner: "vitest",
      vitest: { configFile: "vitest.config.ts" },
      plugins: ["@stryker-mutator/vitest-runner"],
      mutate,
      reporters: ["clear-text"],
      clearTextReporter: { logTests: false, reportTests: false, allowEmojis: false },
      coverageAnalysis: "perTest",
      concurrency: 2,
      tempDirName: path.join(".cache", "mutants", "sandbox"),
      ignorePatterns: [".cache", ".vite", "out", "dist", "docs", "test-results"],
      allowEmpty: true,
    }),
  );
  const { code } = await runTool(["@stryker-mutator/core", "stryker", "run", config], {
    show: true,
    env: { JOINERY_TESTS: `${room.tests}/**/*.test.{ts,tsx}` },
  });
  return code === 0;
}

async function mutants(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { lines: { type: "string", default: "12" }, seed: { type: "string" } },
  });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  const count = Number(values.lines);
  const unknown = positionals.filter((name) => !Object.hasOwn(ROOMS, name));
  if (unknown.length > 0 || !Number.isInteger(seed) || !Number.isInteger(count) || count < 1) {
    throw new Error(`Rooms are ${Object.keys(ROOMS).join(", ")}; --lines and --seed are whole numbers.`);
  }
  console.log(`mutants: seed ${seed}, ${count} lines a room`);
  const random = randomOf(seed);
  for (const [name, room] of Object.entries(ROOMS)) {
    const lines = choose(linesOf(room), count, random);
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    console.log(`\n── ${name} ${"─".repeat(100 - name.length)}`);
    if (!(await plant(name, room, lines))) process.exitCode = 1;
  }
}

await mutants().catch(fail);
