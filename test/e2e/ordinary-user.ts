/** The app as an ordinary user: as who runs the tests, or where that is root, who may do everything, as nobody. */
import { chmodSync, chownSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "@playwright/test";
import { bareLaunch, type LaunchOptions, temporaryFolder } from "./harness.ts";

export const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

/** Makes a file and its folder that user's. */
export function giveToUser(path: string): void {
  if (isRoot) for (const each of [path, dirname(path)]) chownSync(each, NOBODY, NOBODY);
}

/** How the app is launched as that user, with a data folder of theirs. Skips the test where there is no way to be one. */
export async function asOrdinaryUser(): Promise<Pick<LaunchOptions, "userData" | "env" | "executable">> {
  test.skip(isRoot && !existsSync("/usr/bin/setpriv"), "setpriv, which starts the app as somebody else, is not here.");
  const home = temporaryFolder();
  const userData = join(home, "data");
  mkdirSync(userData);
  giveToUser(userData);
  const env = { HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, XDG_RUNTIME_DIR: home };
  return { userData, env, ...(isRoot ? { executable: await electronAsNobody(home) } : {}) };
}

/** A program that starts Electron as nobody, with the words it is given. */
async function electronAsNobody(home: string): Promise<string> {
  const { executable } = await bareLaunch();
  const script = join(home, "electron-as-nobody");
  const words = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", "--"];
  writeFileSync(script, `#!/bin/sh\nexec ${words.join(" ")} '${executable}' "$@"\n`);
  chmodSync(script, 0o755);
  return script;
}
