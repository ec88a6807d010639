#!/usr/bin/env node
/**
 * The door of every npm script: `node build/run.mjs <verb> [args]` runs build/<verb>.ts.
 *
 * Plain JavaScript on purpose. npm puts node_modules/.bin, and with it Node 24 (the `node` package), first on the PATH; where
 * that failed (install scripts switched off), the PATH's older Node lands here, and can at least say what to do.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const NEEDED = 24;
const [major = 0] = process.versions.node.split(".").map(Number);
if (major < NEEDED) {
  console.error(
    `Joinery's scripts run on Node ${NEEDED}, which npm ci puts into node_modules, but this is Node ${process.versions.node}.\n` +
      "Run `npm ci --ignore-scripts=false` and try again (the install script of the package `node` has to run), " +
      `or use a Node ${NEEDED} of your own.`,
  );
  process.exit(1);
}

const [verb = "", ...args] = process.argv.slice(2);
const file = new URL(`./${verb}.ts`, import.meta.url);
if (!/^[a-z-]+$/.test(verb) || !existsSync(file)) {
  console.error(`There is no build/${verb}.ts. Usage: node build/run.mjs <start|check|test|package|…> [arguments]`);
  process.exit(2);
}
// As Node itself writes it: on Windows, and in a folder with a space in its name, a URL's path is another text.
process.argv = [process.execPath, fileURLToPath(file), ...args];
await import(file.href);
