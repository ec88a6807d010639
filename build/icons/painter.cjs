/** Run by Electron: paints an SVG at the sizes asked for and writes <size>.png files. argv: svg, folder, size,size,… */
const { readFileSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { app, BrowserWindow } = require("electron");

const [svg, folder, sizes] = process.argv.slice(-3);

/** Draws on a canvas of exactly that many pixels, so that neither the display nor its scale has a say. */
const paint = (source, size) => `new Promise((resolve, reject) => {
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = ${size};
    canvas.getContext("2d").drawImage(image, 0, 0, ${size}, ${size});
    resolve(canvas.toDataURL("image/png"));
  };
  image.onerror = () => reject(new Error("The SVG cannot be drawn."));
  image.src = ${JSON.stringify(source)};
})`;

app.disableHardwareAcceleration();
app
  .whenReady()
  .then(async () => {
    const window = new BrowserWindow({ show: false });
    await window.loadURL("about:blank");
    const source = `data:image/svg+xml;base64,${readFileSync(svg).toString("base64")}`;
    for (const size of sizes.split(",")) {
      const url = await window.webContents.executeJavaScript(paint(source, size));
      writeFileSync(path.join(folder, `${size}.png`), Buffer.from(url.split(",")[1], "base64"));
    }
    app.exit(0);
  })
  .catch((error) => {
    console.error(error);
    app.exit(1);
  });
