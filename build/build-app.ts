/**
 * Builds the app into .vite: build/{main,preload,engine-host}.cjs and renderer/main_window/. The same files serve
 * `npm start`, the tests and the packages. `node build/run.mjs build-app [--force]` does only this.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "vite";
import { SetupError } from "./runtime/say.ts";
import { inRoot } from "./tools/paths.ts";
import { ELECTRON_ENTRIES, electronSide } from "./vite/electron-side.ts";
import { builtFrom, sourcesDigest } from "./vite/freshness.ts";
import { page } from "./vite/page.ts";

const OUT = inRoot(".vite");
const STAMP = path.join(OUT, "made-from");
const PARTS = ["build", "renderer", "licenses"] as const;

/** Moves the lists of bundled packages' licences, which Vite writes into each bundle's folder, to a folder of their own. */
function gatherLicenses(fresh: string): void {
  mkdirSync(path.join(fresh, "licenses"));
  for (const folder of ["build", "renderer/main_window"]) {
    for (const name of readdirSync(path.join(fresh, folder)).filter((file) => file.startsWith("licenses-"))) {
      renameSync(path.join(fresh, folder, name), path.join(fresh, "licenses", name));
    }
  }
}

/** Puts freshly built folders in the old ones' places. Built elsewhere first: an app that is running keeps whole files. */
function swapIn(fresh: string): void {
  for (const part of PARTS) {
    const old = path.join(fresh, `old-${part}`);
    if (existsSync(path.join(OUT, part))) renameSync(path.join(OUT, part), old);
    renameSync(path.join(fresh, part), path.join(OUT, part));
  }
}

/**
 * Builds the app unless it is up to date with its sources.
 *
 * @param force build even then
 * @returns whether anything was built
 * @throws SetupError with Vite's words, the file and the line, when a source does not compile
 */
export async function buildApp({ force = false } = {}): Promise<boolean> {
  const digest = sourcesDigest();
  if (!force && builtFrom(STAMP) === digest) return false;
  const fresh = path.join(OUT, `making-${process.pid}`);
  mkdirSync(fresh, { recursive: true });
  try {
    // Vite settles process.env.NODE_ENV from it for all bundles: React's production build, for tests as well.
    process.env.NODE_ENV = "production";
    for (const name of Object.keys(ELECTRON_ENTRIES) as (keyof typeof ELECTRON_ENTRIES)[]) {
      await build(electronSide(name, path.join(fresh, "build")));
    }
    await build(page(path.join(fresh, "renderer/main_window")));
    gatherLicenses(fresh);
    rmSync(STAMP, { force: true });
    swapIn(fresh);
    writeFileSync(STAMP, digest);
  } catch (error) {
    throw new SetupError(`the app does not build. ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return true;
}

if (process.argv[1] === import.meta.filename) {
  const built = await buildApp({ force: process.argv.includes("--force") });
  console.log(built ? "The app is built in .vite." : "The app in .vite is up to date.");
}
