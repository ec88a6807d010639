/** An Electron window with one word in it, and nothing else: what start-up.app.ts holds the app's start against. */
const { app, BrowserWindow } = require("electron");

void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false });
  window.once("ready-to-show", () => window.show());
  // After two frames, as renderer/app/painted.ts counts.
  const script =
    "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(document.hasFocus()))))";
  void window
    .loadURL("data:text/html,<title>Empty</title><p>Empty")
    .then(() => window.webContents.executeJavaScript(script))
    .then(() => process.stdout.write(`painted ${Date.now() - process.getCreationTime()}\n`));
});
