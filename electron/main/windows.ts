/** The windows that are open, and what they share: where they appear, menus, closing, crashes. */
import { app, BrowserWindow, dialog, screen } from "electron";
import type { ShellEvent } from "../../src-shared/rpc/shell-contract.ts";
import { AppWindow } from "./app-window.ts";
import { asksBeforeClosing, confirmClosing, confirmLosingText } from "./keeping-staged.ts";
import { log } from "./log.ts";
import { quitting, stayOpen } from "./quitting.ts";
import type { SettingsStore } from "./settings.ts";
import { type Bounds, clampBounds, defaultSize } from "./window-bounds.ts";

/** A page that crashes this often in this time is not loaded again without asking. */
const CRASHES = 3;
const CRASH_WINDOW_MS = 60_000;
const CASCADE = 28;

const windows = new Set<AppWindow>();

export interface WindowHooks {
  /** Another window has the focus now, or its page changed what it offers. */
  focused(window: AppWindow): void;
  /** A window is gone; `last` when no other is left. */
  closed(window: AppWindow, last: boolean): void;
}

/** All windows. */
export const allWindows = (): ReadonlySet<AppWindow> => windows;

/** The window the user is in, or was in last. */
export function currentWindow(): AppWindow | undefined {
  const focused = BrowserWindow.getFocusedWindow();
  return [...windows].find(({ window }) => window === focused) ?? [...windows].at(-1);
}

/** Tells every page. */
export function broadcast(event: ShellEvent): void {
  for (const window of windows) window.send(event);
}

function placeFor(settings: SettingsStore): Bounds | typeof defaultSize {
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  const remembered = currentWindow()?.window.getNormalBounds() ?? settings.current.window;
  if (!remembered) {
    const [area] = areas;
    return area
      ? { width: Math.min(defaultSize.width, area.width), height: Math.min(defaultSize.height, area.height) }
      : defaultSize;
  }
  const shift = windows.size > 0 ? CASCADE : 0;
  return clampBounds({ ...remembered, x: remembered.x + shift, y: remembered.y + shift }, areas);
}

/** Opens a window; its page starts to load. */
export function createWindow(settings: SettingsStore, hooks: WindowHooks): AppWindow {
  const first = windows.size === 0;
  const created = new AppWindow(placeFor(settings));
  const { window, contents } = created;
  windows.add(created);
  if (first && settings.current.window?.maximized) window.maximize();
  window.once("ready-to-show", () => window.show());
  // The page says what the window is called by `window.describe`, not by its <title>.
  window.on("page-title-updated", (event) => event.preventDefault());
  contents.on("dom-ready", () => contents.setZoomFactor(settings.current.zoom / 100));
  window.on("focus", () => {
    // The most recent one is last, which is what currentWindow goes by.
    windows.delete(created);
    windows.add(created);
    hooks.focused(created);
  });
  rememberBounds(window, settings);
  askBeforeClosing(created, settings);
  recover(created);
  window.once("closed", () => {
    windows.delete(created);
    hooks.closed(created, windows.size === 0);
  });
  created.load();
  return created;
}

function rememberBounds(window: BrowserWindow, settings: SettingsStore): void {
  let timer: NodeJS.Timeout | undefined;
  const save = () => {
    clearTimeout(timer);
    if (window.isDestroyed() || window.isFullScreen()) return;
    const maximized = window.isMaximized();
    const { x, y, width, height } = window.getNormalBounds();
    settings.change({ window: { x, y, width, height, maximized } });
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, 500);
  };
  window.on("resize", soon);
  window.on("move", soon);
  window.on("maximize", soon);
  window.on("unmaximize", soon);
  window.on("close", save);
  window.once("closed", () => clearTimeout(timer));
}

/** A window closes once its page has taken what is being typed there, and its user has been told what there is to tell. */
function askBeforeClosing(created: AppWindow, settings: SettingsStore): void {
  const { window } = created;
  let state: "open" | "settling" | "settled" = "open";
  const settle = async (): Promise<void> => {
    state = "settling";
    const refused = await created.settle();
    const may = refused === 0 || (await confirmLosingText(created, refused));
    state = may ? "settled" : "open";
    if (!may) return stayOpen();
    // What is staged may be more now: `close` asks about it. Quitting goes on with the next window.
    if (quitting()) app.quit();
    else if (!window.isDestroyed()) window.close();
  };
  window.on("close", (event) => {
    if (state === "settled" && (quitting() || !asksBeforeClosing(created, settings))) return;
    event.preventDefault();
    if (state === "open") void settle();
    if (state !== "settled") return;
    void confirmClosing(created, settings).then((goOn) => {
      if (goOn) window.destroy();
      else state = "open";
    });
  });
}

/** A page that crashed is loaded again and gets its databases back (`database.restore`). */
function recover({ window, contents }: AppWindow): void {
  let crashes: number[] = [];
  contents.on("render-process-gone", (_event, { reason }) => {
    if (reason === "clean-exit" || quitting() || window.isDestroyed()) return;
    log.error(`A window's page ended: ${reason}.`);
    const now = Date.now();
    crashes = [...crashes, now].filter((time) => now - time < CRASH_WINDOW_MS);
    if (crashes.length < CRASHES) {
      // Not from within the event: Chromium is still taking the old page down and would take main with it.
      setImmediate(() => window.isDestroyed() || contents.reload());
      return;
    }
    void dialog
      .showMessageBox(window, {
        type: "error",
        message: "This window keeps crashing.",
        detail: "Your staged edits are safe. Try once more, or quit and start Joinery again.",
        buttons: ["Try Again", "Quit"],
      })
      .then(({ response }) => (response === 0 ? contents.reload() : app.quit()));
  });
}
