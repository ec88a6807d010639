/**
 * Loaded by Electron before the app (`-r`): keeps the app from opening windows until Playwright listens. Playwright does the
 * same by itself only when it chooses the Electron to run; without it, a window that opens while it attaches hangs the launch.
 * Playwright calls `__playwright_run` when it is ready.
 */
const { app } = require("electron");

const ready = app.whenReady();
const { promise: attached, resolve } = Promise.withResolvers();
app.whenReady = () => attached.then(() => ready);
globalThis.__playwright_run = resolve;
