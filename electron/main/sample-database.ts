/** The sample database, opened as a private copy so that the one that came with Joinery stays as it was made. */
import { constants } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { app } from "electron";
import { AppError } from "../../src-shared/errors/app-error.ts";
import { folders } from "./folders.ts";

const NAME = "film-club.db";

/** The path of the user's copy, made the first time. Throws an AppError when the original is not there. */
export async function sampleCopy(): Promise<string> {
  const original = app.isPackaged ? join(process.resourcesPath, NAME) : join(app.getAppPath(), "examples", NAME);
  const copy = join(folders.samples(), NAME);
  try {
    await copyFile(original, copy, constants.COPYFILE_EXCL);
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    if (code === "EEXIST") return copy;
    throw new AppError({
      code: code === "ENOENT" ? "file.missing" : "disk.error",
      message: "The sample database could not be put in place.",
      next: app.isPackaged ? "Install Joinery again." : "Start Joinery once with npm start, which makes it.",
      detail: message,
      cause: code ?? "",
    });
  }
  return copy;
}
