import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot } from "../tools/paths.ts";
import { endWithUs } from "../tools/tool.ts";
import type { Runtime } from "./runtime.ts";

const PACKAGE = inRoot("node_modules/electron");
/** A slow line takes minutes for 110 MB; no line at all fails by itself in seconds, and a silent one by impatient-fetch.ts. */
const PATIENCE_MS = 10 * 60_000;
const SILENCE_MS = 25_000;
const IMPATIENT = pathToFileURL(path.join(import.meta.dirname, "impatient-fetch.ts")).href;

const read = (file: string): string | null => (existsSync(file) ? readFileSync(file, "utf8").trim() : null);

/** The Electron version that package.json pins. */
export function pinnedVersion(): string {
  return (JSON.parse(readFileSync(path.join(PACKAGE, "package.json"), "utf8")) as { version: string }).version;
}

/** The official runtime, if it is already unpacked in node_modules/electron; never downloads. */
export function installedOfficial(): Runtime | null {
  // The same two files by which electron/install.js tells a complete installation.
  const version = read(path.join(PACKAGE, "dist/version"))?.replace(/^v/, "");
  const program = read(path.join(PACKAGE, "path.txt"));
  if (version !== pinnedVersion() || program === null) return null;
  const folder = path.join(PACKAGE, "dist");
  const executable = path.join(folder, program);
  return existsSync(executable) ? { executable, folder, version, official: true } : null;
}

/**
 * Downloads the official runtime with the electron package's own installer, which checks it against the checksums in the
 * package and honours the mirror and cache settings people have for it (ELECTRON_MIRROR, electron_config_cache, proxies).
 *
 * @param silenceMs how long the network may say nothing
 * @returns the runtime, or the reason why there is none
 */
export function downloadOfficial(silenceMs = SILENCE_MS): Promise<Runtime | { reason: string }> {
  const child = spawn(process.execPath, ["--import", IMPATIENT, path.join(PACKAGE, "install.js")], {
    stdio: ["ignore", "inherit", "pipe"],
    timeout: PATIENCE_MS,
    env: {
      ...process.env,
      ELECTRON_GET_USE_PROXY: process.env.ELECTRON_GET_USE_PROXY ?? "true",
      JOINERY_DOWNLOAD_SILENCE_MS: String(silenceMs),
    },
  });
  endWithUs(child);
  let output = "";
  child.stderr.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ reason: error.message }));
    child.once("close", (_code, signal) => {
      const runtime = installedOfficial();
      const firstLine = output.split("\n").find((line) => line.trim() !== "") ?? "it ended without a word";
      if (runtime) resolve(runtime);
      else
        resolve({
          reason: signal
            ? `it took more than ${PATIENCE_MS / 60_000} minutes`
            : firstLine.replace(/^(Type)?Error:/, "").trim(),
        });
    });
  });
}
