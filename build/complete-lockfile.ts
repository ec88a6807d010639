/**
 * `node build/run.mjs complete-lockfile`: after `npm install` against a registry that holds only this platform's native packages,
 * npm leaves the others out of package-lock.json, and from then on `npm ci` refuses it on every machine. This adds them.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { completed, type Lockfile, missingPlatforms } from "./lockfile/complete.ts";
import { inRoot } from "./tools/paths.ts";

const file = inRoot("package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8")) as Lockfile;
const missing = missingPlatforms(lock);
if (missing.length > 0) writeFileSync(file, `${JSON.stringify(completed(lock), null, 2)}\n`);
console.log(`${missing.length} packages of other platforms added to package-lock.json.`);
