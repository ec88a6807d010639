/** `app://joinery/`: the page's own scheme. It serves files of the page's folder and nothing else in the world. */
import { readFile } from "node:fs/promises";
import { protocol, type Session } from "electron";
import { fileOfUrl, mediaType } from "./app-files.ts";
import { contentSecurityPolicy } from "./content-policy.ts";

export const appOrigin = "app://joinery";
export const appPage = `${appOrigin}/index.html`;

/** Tells Chromium about the scheme. Call before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: "app", privileges: { standard: true, secure: true } }]);
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
    return new Response(body, { headers: { ...headers, "Content-Type": mediaType(file) } });
  });
}
