/**
 * `npm run check`: everything a machine can hold without running the app. Types room by room, the Electron side also against
 * the typings of the newest Electron, lint, format, direction and cycles, dead code. Two at a time, well under a minute.
 *
 * `npm run check -- types lint` runs only the steps whose name begins with one of the words.
 */
import { availableParallelism } from "node:os";
import { runTool, type ToolResult } from "./tools/tool.ts";

const ROOMS = [
  "src-shared",
  "electron/engine",
  "electron/engine-host",
  "electron/cli",
  "electron/main",
  "electron/preload",
  "renderer",
  "build",
  "test",
];

interface Step {
  name: string;
  command: [string, string, ...string[]];
}

const types = (name: string, project: string): Step => ({
  name: `types ${name}`,
  command: ["typescript", "tsc", "-p", project],
});

const STEPS: Step[] = [
  { name: "lint", command: ["oxlint", "oxlint", "--type-aware", "--deny-warnings"] },
  ...ROOMS.map((room) => types(room, `${room}/tsconfig.json`)),
  types("electron-next", "build/tsconfig.electron-next.json"),
  { name: "format", command: ["@biomejs/biome", "biome", "ci", "--colors=off", "."] },
  {
    name: "direction",
    command: [
      "dependency-cruiser",
      "depcruise",
      "--config",
      "build/rules/dependencies.cjs",
      "src-shared",
      "electron",
      "renderer",
      "build",
      "examples",
      "test",
      "forge.config.ts",
    ],
  },
  { name: "dead code", command: ["knip", "knip", "--no-progress"] },
];

function report(step: Step, result: ToolResult): void {
  const seconds = `${(result.took / 1000).toFixed(1)} s`;
  console.log(`${result.code === 0 ? "ok    " : "FAILED"} ${step.name.padEnd(28)} ${seconds}`);
  if (result.code !== 0) console.log(`${result.output.trimEnd()}\n`);
}

const wanted = process.argv.slice(2);
const waiting = STEPS.filter((step) => wanted.length === 0 || wanted.some((word) => step.name.startsWith(word)));
const failed: string[] = [];

async function work(): Promise<void> {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const result = await runTool(step.command);
    report(step, result);
    if (result.code !== 0) failed.push(step.name);
  }
}

const started = performance.now();
await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work));
const took = ((performance.now() - started) / 1000).toFixed(1);
console.log(failed.length === 0 ? `check: all well in ${took} s` : `check: ${failed.join(", ")} failed (${took} s)`);
process.exitCode = failed.length === 0 ? 0 : 1;
