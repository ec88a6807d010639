/** A package's entry in package-lock.json (lockfile version 3), as far as we look at it. */
interface Entry {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

export interface Lockfile {
  packages: Record<string, Entry>;
}

const OS = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"];
const CPU = ["arm64", "arm", "ia32", "loong64", "ppc64", "riscv64", "s390x", "x64"];

/** The platform in the name of a native package, e.g. "@oxlint/binding-linux-x64-musl"; null when the name has none. */
export function platformOf(name: string): Pick<Entry, "os" | "cpu" | "libc"> | null {
  const words = name.split(/[/-]/);
  const os = OS.find((candidate) => words.includes(candidate));
  const cpu = CPU.find((candidate) => words.includes(candidate));
  if (os === undefined || cpu === undefined) return null;
  if (os !== "linux") return { os: [os], cpu: [cpu] };
  return { os: [os], cpu: [cpu], libc: [words.some((word) => word.startsWith("musl")) ? "musl" : "glibc"] };
}

/** Whether the lockfile holds a package where Node would look for it from `parent`. */
function isLocked(lock: Lockfile, parent: string, name: string): boolean {
  for (let folder = parent; ; folder = folder.slice(0, Math.max(folder.lastIndexOf("/node_modules/"), 0))) {
    if (lock.packages[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`]) return true;
    if (folder === "") return false;
  }
}

export interface Missing {
  parent: string;
  name: string;
  version: string;
}

/** Native packages of other platforms that a package asks for and the lockfile does not hold. */
export function missingPlatforms(lock: Lockfile): Missing[] {
  return Object.entries(lock.packages).flatMap(([parent, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isLocked(lock, parent, name))
      .map(([name, version]) => ({ parent, name, version })),
  );
}

/**
 * Adds the missing native packages of other platforms, by their exact version. They have no checksum: that is in a registry
 * that has them, and `npm ci` there installs the version without comparing.
 *
 * @returns a new lockfile, its packages in npm's order
 * @throws Error for a package whose platform or exact version cannot be told
 */
export function completed(lock: Lockfile): Lockfile {
  const packages = { ...lock.packages };
  for (const { parent, name, version } of missingPlatforms(lock)) {
    const platform = platformOf(name);
    if (platform === null || !/^\d/.test(version)) throw new Error(`No platform or exact version: ${name}@${version}`);
    const dev = lock.packages[parent]?.dev === true ? { dev: true } : {};
    packages[`node_modules/${name}`] = { version, ...dev, optional: true, ...platform };
  }
  const inOrder = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en"));
  return { ...lock, packages: Object.fromEntries(inOrder) };
}
