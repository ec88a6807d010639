/** Electron main: the life of the app. What happens is in the files it puts together. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { app, nativeTheme, session } from "electron";
import { registerAppScheme, serveApp } from "./app-protocol.ts";
import { readArguments, type StartArguments } from "./arguments.ts";
import { databaseQuestions, droppedFiles } from "./database-questions.ts";
import { watchEngines } from "./engine-watchdog.ts";
import { fileQuestions } from "./file-questions.ts";
import { libraryQuestions } from "./library-questions.ts";
import { openedCopies } from "./opened-copies.ts";
import { writtenFiles } from "./written-files.ts";
import { builtFiles, folders, makeFolders } from "./folders.ts";
import { log, logInto } from "./log.ts";
import { menuOf } from "./menu-of-app.ts";
import { letGoOf, reviewLeftovers } from "./open-databases.ts";
import { openings, requestFor } from "./opening.ts";
import { closeEnginesAtQuit } from "./quitting.ts";
import { recentFiles } from "./recent-files.ts";
import { saveScreenshot } from "./screenshot.ts";
import { makeScreenshotData } from "./screenshot-data.ts";
import { guardSession, hardenChromium } from "./security.ts";
import { openSettings } from "./settings.ts";
import { serveShell } from "./shell-server.ts";
import { windowQuestions } from "./window-questions.ts";
import { allWindows, broadcast, createWindow, currentWindow } from "./windows.ts";
import { warmEngine } from "./engine-pool.ts";
import type { AppWindow } from "./app-window.ts";

const given = readArguments(process.argv.slice(1), process.cwd(), app.isPackaged ? null : app.getAppPath());

registerAppScheme();
hardenChromium();
app.setAppUserModelId("org.joinery.desktop");

if (given.screenshot !== undefined && !app.commandLine.hasSwitch("user-data-dir")) {
  app.setPath("userData", makeScreenshotData());
}

/** Files of macOS's open-file events, which come before the app is ready. */
const early: string[] = [];
app.on("open-file", (event, path) => {
  event.preventDefault();
  early.push(path);
});

interface Handover extends StartArguments {
  readonly cwd: string;
}

const handover: Handover = { ...given, cwd: process.cwd() };
if (app.requestSingleInstanceLock(handover)) {
  void app.whenReady().then(run);
} else {
  // The Joinery that runs opens what we were given.
  app.quit();
}

function run(): void {
  makeFolders();
  logInto(folders.logs());
  log.info(
    `Joinery ${app.getVersion()} on Electron ${process.versions.electron}, ${process.platform} ${process.arch}.`,
  );
  rmSync(folders.spill(), { recursive: true, force: true });
  guardSession(session.defaultSession);
  serveApp(session.defaultSession, builtFiles.page);
  closeEnginesAtQuit();
  watchEngines();
  warmEngine();

  const settings = openSettings(join(app.getPath("userData"), "settings.json"));
  nativeTheme.themeSource = settings.current.theme;
  nativeTheme.on("updated", () => broadcast({ name: "theme", dark: nativeTheme.shouldUseDarkColors }));

  const recent = recentFiles(settings, () => menu.rebuild());
  const opening = openings(settings, recent);
  const newWindow = (): AppWindow =>
    createWindow(settings, {
      focused: () => menu.refresh(),
      closed(window, last) {
        // The last window's databases are let go of at quit, and opened again at the next start.
        if (last && process.platform !== "darwin") return;
        const orphans = window.handles().flatMap((handle) => window.release(handle) ?? []);
        if (!last) opening.remember();
        for (const orphan of orphans) void letGoOf(orphan);
      },
    });
  const inWindow = (): AppWindow => currentWindow() ?? newWindow();
  const menu = menuOf({ settings, recent, opening, newWindow, inWindow });

  serveShell(
    {
      ...databaseQuestions(opening, recent),
      ...fileQuestions,
      ...libraryQuestions(settings),
      ...openedCopies,
      ...writtenFiles,
      ...windowQuestions(settings, {
        newWindow,
        menuChanged: (window, rebuild) => (rebuild ? menu.rebuild() : window === currentWindow() && menu.refresh()),
      }),
    },
    droppedFiles(opening),
    allWindows,
  );

  /** Opens what someone outside a window asked for, and shows the window it went to. */
  const openFiles = ({ files, readOnly, table, cwd }: Handover) => {
    const target = inWindow();
    for (const file of files) void opening.openUnasked(target, requestFor(file, cwd, readOnly, table));
    if (target.window.isMinimized()) target.window.restore();
    target.window.focus();
  };

  menu.rebuild();
  const first = newWindow();
  const files = [...given.files, ...early];
  if (files.length > 0) openFiles({ ...handover, files });
  else if (given.screenshot === undefined) first.waiting.push(...opening.lastOpen());
  // Its engines start while the page loads.
  opening.begin(first);
  void reviewLeftovers().then((paths) => {
    for (const path of paths) {
      void opening.openUnasked(inWindow(), {
        target: "In-memory",
        place: () => ({ kind: "file", path, readOnly: false }),
      });
    }
  });

  app.on("second-instance", (_event, _argv, _cwd, data) => openFiles(data as Handover));
  app.removeAllListeners("open-file");
  app.on("open-file", (event, path) => {
    event.preventDefault();
    openFiles({ files: [path], readOnly: false, cwd: "/" });
  });
  app.on("activate", () => inWindow().window.show());
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });

  if (given.screenshot !== undefined) {
    saveScreenshot(first, given.screenshot).then(
      () => app.quit(),
      (thrown: unknown) => {
        process.stderr.write(`joinery: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
        app.exit(1);
      },
    );
  }
}
