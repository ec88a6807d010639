#!/usr/bin/env node
/**
 * The command `joinery`. Runs on any Node from 18 on, because that is what a PATH may hold: better-sqlite3 and our TypeScript
 * need the Node 24 that the package `node` brings, so that one is found by module resolution and given the work, with the
 * same standard streams, signals and exit code.
 *
 * A second process also makes Ctrl+C work at all times: SQLite holds its process while a statement runs, so when the
 * worker does not end by itself it is killed; SQLite rolls back at the next opening.
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { constants, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const NEEDED = 24;
/** Milliseconds a worker has to end after Ctrl+C. */
const PATIENCE = 1000;
/** @type {NodeJS.Signals[]} */
const ENDING = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * The program of the package `node`, or this one when it is new enough.
 * @returns {string | null} absolute path; null when there is neither
 */
function findNode() {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve("node/package.json"));
    for (const name of ["bin/node", "bin/node.exe"]) {
      const program = join(folder, name);
      if (existsSync(program)) return program;
    }
  } catch {
    // The package is not there: fall through.
  }
  return Number.parseInt(process.versions.node, 10) >= NEEDED ? process.execPath : null;
}

/**
 * Removes what a killed worker left: it made its scratch folder under this name (scratch-folder.ts).
 * @param {number} pid
 */
function removeScratch(pid) {
  for (const name of readdirSync(tmpdir())) {
    if (name.startsWith(`joinery-cli-${pid}-`)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

/** A worker that was busy in SQLite could not say it. */
function sayKilled() {
  const message = "The statement was ended by force.";
  const next = "SQLite takes back what was not committed when the database is opened next.";
  const json = /--errors[= ]json/.test(process.argv.join(" "));
  const error = { code: "engine.stopped", message, next, exitCode: 130 };
  console.error(json ? JSON.stringify(error) : `joinery: ${message} ${next}`);
}

/** @param {string} program */
function run(program) {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const worker = spawn(program, ["--disable-warning=ExperimentalWarning", main, ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  /** @type {NodeJS.Signals | null} */
  let asked = null;
  for (const signal of ENDING) {
    process.on(signal, () => {
      worker.kill(signal);
      if (asked === null) setTimeout(() => worker.kill("SIGKILL"), PATIENCE).unref();
      asked ??= signal;
    });
  }
  worker.once("error", (error) => {
    console.error(`joinery: Node could not be started (${error.message}). Run npm ci and try again.`);
    process.exit(3);
  });
  worker.once("exit", (code, signal) => {
    if (signal !== null && worker.pid !== undefined) removeScratch(worker.pid);
    if (asked !== null && signal === "SIGKILL") sayKilled();
    const ended = asked ?? signal;
    // A worker that ended by itself after the signal says so with 130, whichever it was.
    process.exit(
      code !== null && (code !== 130 || ended === null) ? code : 128 + constants.signals[ended ?? "SIGKILL"],
    );
  });
}

const program = findNode();
if (program === null) {
  console.error(
    `joinery: Joinery needs Node ${NEEDED}, which npm ci brings, and this is Node ${process.versions.node}. ` +
      "Run npm ci --ignore-scripts=false in Joinery's folder and try again.",
  );
  process.exit(3);
} else {
  run(program);
}
