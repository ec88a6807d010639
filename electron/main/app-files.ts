/** Which file of the page's folder a URL of `app://joinery/` names. No Electron here, so that tests can ask it anything. */
import { realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";

const mediaTypes: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
};

/** The Content-Type of a file that `fileOfUrl` gave. */
export const mediaType = (file: string): string => mediaTypes[extname(file)] ?? "application/octet-stream";

/**
 * The file that a URL of ours names, or null: another host, a path that leaves the folder in any spelling (`..`, `%2e%2e`,
 * `%2f`, backslashes, NUL, a symbolic link), a type we do not serve, or nothing there.
 *
 * @param folder the page's folder, absolute
 */
export async function fileOfUrl(folder: string, url: string): Promise<string | null> {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== "app:" || parsed.host !== "joinery") return null;
  let path: string;
  try {
    path = decodeURIComponent(parsed.pathname);
  } catch {
    return null;
  }
  // Build output has plain names. Whatever looks cleverer is not ours.
  if (
    !/^(?:\/[\w@.-]+)+$/.test(path) ||
    path.split("/").some((part) => part.startsWith(".")) ||
    !mediaTypes[extname(path)]
  )
    return null;
  try {
    const root = await realpath(folder);
    const wanted = join(root, path);
    return wanted.startsWith(root + sep) && (await realpath(wanted)) === wanted ? wanted : null;
  } catch {
    return null;
  }
}
