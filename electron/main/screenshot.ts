/** `--screenshot out.png`: how a machine without eyes sees that Joinery works. */
import { writeFile } from "node:fs/promises";
import type { AppWindow } from "./app-window.ts";

const PATIENCE_MS = 30_000;

/** Waits until the first rows (or the welcome screen) are painted and saves a PNG. Throws an Error with a sentence. */
export async function saveScreenshot(window: AppWindow, path: string): Promise<void> {
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(
      () => reject(new Error(`Nothing was painted within ${PATIENCE_MS / 1000} seconds.`)),
      PATIENCE_MS,
    ).unref();
  });
  await Promise.race([window.painted, late]);
  const picture = await window.contents.capturePage();
  if (picture.isEmpty()) throw new Error("The window gave an empty picture.");
  await writeFile(path, picture.toPNG());
}
