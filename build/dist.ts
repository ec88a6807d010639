/**
 * `npm run dist`: installers for the system it runs on, from the folder that `npm run package` made: AppImage, NSIS or dmg.
 * electron-builder fetches the tools for that (appimage tools, NSIS) on first use.
 */
import { existsSync } from "node:fs";
import { build, Platform } from "electron-builder";
import { forge } from "./package/forge.ts";
import { installers } from "./package/installers.ts";
import { outDir } from "./package/kind.ts";
import { fail, notice, SetupError } from "./runtime/say.ts";
import { inRoot } from "./tools/paths.ts";

async function dist(): Promise<void> {
  await forge("package", []);
  const folder = inRoot(outDir(), `Joinery-${process.platform}-${process.arch}`);
  const prepackaged = process.platform === "darwin" ? `${folder}/Joinery.app` : folder;
  if (!existsSync(prepackaged)) throw new SetupError(`There is no ${prepackaged} to make installers from.`);
  const files = await build({
    projectDir: inRoot(),
    prepackaged,
    targets: Platform.current().createTarget(),
    config: installers(),
    publish: "never",
  }).catch((error: NodeJS.ErrnoException) => {
    // electron-builder has printed the whole error by now.
    throw new SetupError(
      `electron-builder could not make the installers (${error.message}). It may need its tools' downloads.`,
    );
  });
  notice(`made ${files.join(", ")}`);
}

await dist().catch(fail);
