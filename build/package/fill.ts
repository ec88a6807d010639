import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeFilmClub } from "../../examples/make-film-club.ts";
import { buildApp } from "../build-app.ts";
import { CACHE, inRoot } from "../tools/paths.ts";
import { nativeLibrary, shippedPackageJson } from "./contents.ts";

const STAGE = path.join(CACHE, "package");

/** Files that lie beside the app in a package's resources folder. */
export const RESOURCES = [path.join(STAGE, "film-club.db"), path.join(STAGE, "third-party-licenses.md")];

/** The licences of everything bundled, as Vite collected them for each bundle. */
function licences(): string {
  const folder = inRoot(".vite/licenses");
  return readdirSync(folder)
    .sort()
    .map((name) => readFileSync(path.join(folder, name), "utf8"))
    .join("\n\n");
}

/** Before packaging: builds the app, makes the sample afresh (the one in examples/ may have been edited), gathers licences. */
export async function prepare(): Promise<void> {
  await buildApp({ force: true });
  mkdirSync(STAGE, { recursive: true });
  makeFilmClub(path.join(STAGE, "film-club.db"));
  writeFileSync(path.join(STAGE, "third-party-licenses.md"), licences());
}

/**
 * After Packager has copied the app: leaves one native library, the target's, and a package.json without our tools.
 *
 * @param app the folder that becomes app.asar
 * @throws Error when better-sqlite3 has no library for the target
 */
export function trim(app: string, platform: string, arch: string): void {
  const prebuilds = path.join(app, "node_modules/better-sqlite3/prebuilds");
  const wanted = nativeLibrary(platform, arch);
  const names = readdirSync(prebuilds);
  if (!names.includes(wanted)) throw new Error(`better-sqlite3 has no ${wanted}; it has ${names.join(", ")}.`);
  for (const name of names) if (name !== wanted) rmSync(path.join(prebuilds, name));
  const file = path.join(app, "package.json");
  const whole = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  writeFileSync(file, `${JSON.stringify(shippedPackageJson(whole), null, 2)}\n`);
}
