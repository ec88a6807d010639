import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { inRoot, ROOT } from "../tools/paths.ts";

/** Everything the built app is made of. */
const SOURCES = [
  "src-shared",
  "electron",
  "renderer",
  "build/vite",
  "build/build-app.ts",
  "package.json",
  "package-lock.json",
];

function* filesOf(entry: string): Generator<string> {
  const stats = statSync(entry, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (stats.isDirectory()) for (const name of readdirSync(entry).sort()) yield* filesOf(path.join(entry, name));
  else yield entry;
}

/** A digest of the names, sizes and times of all sources: cheap, and different as soon as one of them is saved. */
export function sourcesDigest(): string {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    for (const file of filesOf(inRoot(source))) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${path.relative(ROOT, file)} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest("hex");
}

/** The digest a built folder was made from, or null when there is none. */
export function builtFrom(stampFile: string): string | null {
  return existsSync(stampFile) ? readFileSync(stampFile, "utf8") : null;
}
