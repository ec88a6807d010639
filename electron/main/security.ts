/**
 * What no page of Joinery may do, whatever it shows. Items are those of Electron's security checklist
 * (https://www.electronjs.org/docs/latest/tutorial/security); docs/security.md tells which test holds each.
 */
import { app, type Session, type WebContents, type WebPreferences } from "electron";
import { appOrigin } from "./app-protocol.ts";
import { offerLink } from "./external-links.ts";
import { builtFiles } from "./folders.ts";
import { log } from "./log.ts";

/** Switches that have to be set before Chromium starts: a sandbox for every page, and no network of its own accord. */
export function hardenChromium(): void {
  // Root is started with --no-sandbox (build/runtime/sandbox.ts), because Chromium aborts otherwise; this would undo it.
  if (!app.commandLine.hasSwitch("no-sandbox")) app.enableSandbox();
  // Names resolve to nothing, so that neither a page nor Chromium's own services reach a host.
  app.commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
  for (const name of [
    "disable-background-networking",
    "disable-component-update",
    "disable-domain-reliability",
    "disable-sync",
    "no-pings",
  ]) {
    app.commandLine.appendSwitch(name);
  }
  app.on("web-contents-created", (_event, contents) => guardContents(contents));
}

/** The only web preferences windows are made with. */
export const webPreferences: WebPreferences = {
  preload: builtFiles.preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  plugins: false,
  spellcheck: false,
  devTools: !app.isPackaged,
};

function guardContents(contents: WebContents): void {
  const deny = (event: { preventDefault(): void; url?: string }) => {
    event.preventDefault();
    log.warn("Refused a navigation.");
  };
  contents.on("will-navigate", deny);
  contents.on("will-frame-navigate", deny);
  contents.on("will-redirect", deny);
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    offerLink(url);
    return { action: "deny" };
  });
  contents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp");
}

const isOurs = (url: string): boolean => url.startsWith(`${appOrigin}/`) || url.startsWith(`blob:${appOrigin}/`);

/** Denies a session every permission, device, download and request that is not for the page's own files. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}));
  session.on("will-download", (event) => event.preventDefault());
  session.setSpellCheckerEnabled(false);
  session.enableNetworkEmulation({ offline: true });
  session.webRequest.onBeforeRequest((request, decide) => {
    const allowed = isOurs(request.url) || (!app.isPackaged && request.url.startsWith("devtools://"));
    if (!allowed) log.warn(`Refused a request (${URL.parse(request.url)?.protocol ?? "unreadable"}).`);
    decide({ cancel: !allowed });
  });
}
