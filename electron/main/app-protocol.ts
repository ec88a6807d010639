/** `app://joinery/`: the page's own scheme. It serves files of the page's folder and nothing else in the world. */
import { readFile, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { protocol, type Session } from "electron";
import { contentSecurityPolicy } from "./content-policy.ts";

export const appOrigin = "app://joinery";
export const appPage = `${appOrigin}/index.html`;

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

/** Tells Chromium about the scheme. Call before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: "app", privileges: { standard: true, secure: true } }]);
}

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

/** Serves the page's folder to a session. */
export function serveApp(session: Session, folder: string): void {
  session.protocol.handle("app", async (request) => {
    const file = request.method === "GET" ? await fileOfUrl(folder, request.url) : null;
    const headers = {
      "Content-Security-Policy": contentSecurityPolicy,
      "X-Content-Type-Options": "nosniff",
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Resource-Policy": "same-origin",
    };
    if (file === null) return new Response("Not found", { status: 404, headers });
    const body = new Uint8Array(await readFile(file));
    return new Response(body, { headers: { ...headers, "Content-Type": mediaTypes[extname(file)] ?? "" } });
  });
}
