/** What of the project goes into a package: the built app, its package.json, and better-sqlite3's own files. */

const DRIVER = "/node_modules/better-sqlite3";

/** Files and folders of better-sqlite3 that run; its C sources, 10 MB of them, are for compiling it. */
const DRIVER_PARTS = ["package.json", "LICENSE", "lib", "prebuilds"];

const under = (file: string, folder: string): boolean => file === folder || file.startsWith(`${folder}/`);
/** Also the folders on the way to it, or nobody would look inside. */
const leadsTo = (file: string, folder: string): boolean => under(file, folder) || under(folder, file);

/**
 * Whether Electron Packager takes a file or folder along.
 *
 * @param file path from the project's root, with a leading slash, as Packager gives it; "" is the root itself
 */
export function ships(file: string): boolean {
  if (file === "" || file === "/package.json") return true;
  if (file.endsWith(".map")) return false;
  if (leadsTo(file, "/.vite/build") || leadsTo(file, "/.vite/renderer")) return true;
  return under(DRIVER, file) || DRIVER_PARTS.some((part) => under(file, `${DRIVER}/${part}`));
}

/** The name of better-sqlite3's native library for a platform, as its lib/binding.js looks for it. */
export const nativeLibrary = (platform: string, arch: string): string => `${platform}-${arch}.node`;

const KEPT = [
  "name",
  "productName",
  "desktopName",
  "version",
  "description",
  "license",
  "author",
  "type",
  "main",
  "homepage",
];

/** The package.json that ships: what Electron reads, nothing of how the app is made. */
export function shippedPackageJson(whole: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(KEPT.filter((key) => key in whole).map((key) => [key, whole[key]]));
}
