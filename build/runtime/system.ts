import { spawnSync } from "node:child_process";
import { notice, SetupError } from "./say.ts";
import { isRoot, outputOf, which } from "./shell.ts";

/** What Electron links to or opens on Linux, and the virtual display, in the words of each package manager. */
const PACKAGES = {
  apt: {
    libraries: [
      "libgtk-3-0",
      "libnss3",
      "libasound2",
      "libgbm1",
      "libxss1",
      "libnotify4",
      "libatspi2.0-0",
      "libxtst6",
      "libdrm2",
    ],
    display: ["xvfb"],
    install: "apt-get install -y --no-install-recommends",
  },
  dnf: {
    libraries: [
      "gtk3",
      "nss",
      "alsa-lib",
      "mesa-libgbm",
      "libXScrnSaver",
      "libnotify",
      "at-spi2-core",
      "libXtst",
      "libdrm",
    ],
    display: ["xorg-x11-server-Xvfb"],
    install: "dnf install -y",
  },
  pacman: {
    libraries: ["gtk3", "nss", "alsa-lib", "mesa", "libxss", "libnotify", "at-spi2-core", "libxtst", "libdrm"],
    display: ["xorg-server-xvfb"],
    install: "pacman -S --needed --noconfirm",
  },
} as const;

type Manager = keyof typeof PACKAGES;

const packageManager = (): Manager | null => {
  if (which("apt-get")) return "apt";
  if (which("dnf")) return "dnf";
  return which("pacman") ? "pacman" : null;
};

/** Shared libraries a program is linked to and this machine does not have, e.g. ["libgtk-3.so.0"]. */
export function missingLibraries(executable: string): string[] {
  return [...outputOf("ldd", [executable]).matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? "");
}

/** Debian 13 and Ubuntu 24.04 renamed some libraries for 64-bit time (libgtk-3-0t64): take the name this system has. */
function aptNames(names: readonly string[]): string[] {
  const known = outputOf("apt-cache", ["policy", ...names.map((name) => `${name}t64`)]);
  return names.map((name) => (known.includes(`${name}t64:`) ? `${name}t64` : name));
}

function runAsRoot(command: string): boolean {
  const result = spawnSync("sh", ["-c", command], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  return result.status === 0;
}

/**
 * Puts missing system packages in place: as root on a Debian-like system by itself, with a notice; else it names the line to run.
 *
 * @param what the reason, for the notice, e.g. "libgtk-3.so.0 is missing"
 * @throws SetupError with the exact command when it cannot or may not install
 */
function install(what: string, wanted: "libraries" | "display" | string[]): void {
  const manager = packageManager();
  const namesFor = (system: Manager) => (typeof wanted === "string" ? PACKAGES[system][wanted] : wanted);
  if (manager === null) {
    throw new SetupError(
      `${what}. Install the equivalents of these Debian packages, then run the command again: ${namesFor("apt").join(" ")}`,
    );
  }
  const mayInstall = manager === "apt" && isRoot();
  if (mayInstall && !runAsRoot("apt-get update -qq"))
    notice("apt-get update failed; trying with the lists that are there.");
  const names = manager === "apt" ? aptNames(namesFor("apt")) : namesFor(manager);
  const line = `${PACKAGES[manager].install} ${names.join(" ")}`;
  if (!mayInstall) throw new SetupError(`${what}. Run this, then the command again:\n  sudo ${line}`);
  notice(`${what}. Installing: ${names.join(" ")} …`);
  if (!runAsRoot(`${line} -qq`))
    throw new SetupError(`${what}, and installing failed. Run this to see why:\n  ${line}`);
}

/**
 * Makes sure that Linux has the libraries Electron needs. Nothing to do elsewhere.
 *
 * @throws SetupError with the line to run when they are missing and we may not install them
 */
export function ensureLibraries(executable: string): void {
  if (process.platform !== "linux") return;
  const missing = missingLibraries(executable);
  if (missing.length === 0) return;
  install(`Electron needs ${missing.join(", ")}, which this system does not have`, "libraries");
  const still = missingLibraries(executable);
  if (still.length > 0)
    throw new SetupError(`Electron still misses ${still.join(", ")} after installing its libraries.`);
}

/** Makes sure that there is an Xvfb program. */
export function ensureXvfb(): void {
  if (which("Xvfb") === null) install("There is no display, and no Xvfb to make one", "display");
}

/** Makes sure that a packaging tool is there: zip, dpkg, fakeroot. Packages and programs of that name exist on all systems. */
export function ensureProgram(name: "zip" | "dpkg" | "fakeroot"): void {
  if (which(name) === null) install(`Packaging needs the program ${name}, which this system does not have`, [name]);
}
