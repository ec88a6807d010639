/**
 * `node build/run.mjs icons`: paints build/icons/joinery.svg into the icons of all platforms, with the Electron we have. Run it
 * after a change of the drawing and commit what comes out; the same drawing gives the same bytes.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { icns, ico, type Picture } from "./icons/containers.ts";
import { prepareLaunch } from "./runtime/launch.ts";
import { fail, SetupError } from "./runtime/say.ts";
import { inRoot } from "./tools/paths.ts";

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const LINUX = [16, 32, 48, 64, 128, 256, 512];
const WINDOWS = [16, 24, 32, 48, 64, 128, 256];

async function icons(): Promise<void> {
  const folder = inRoot("build/icons");
  const work = mkdtempSync(path.join(tmpdir(), "joinery-icons-"));
  try {
    const launch = await prepareLaunch();
    const painter = [path.join(folder, "painter.cjs"), path.join(folder, "joinery.svg"), work, SIZES.join(",")];
    const profile = `--user-data-dir=${path.join(work, "profile")}`;
    const { status } = spawnSync(launch.runtime.executable, [...launch.switches, profile, ...painter], {
      env: launch.env,
      stdio: "inherit",
      timeout: 60_000,
    });
    launch.close();
    if (status !== 0) throw new SetupError("The icons could not be painted; see the lines above.");
    const picture = (size: number): Picture => ({ size, png: readFileSync(path.join(work, `${size}.png`)) });
    writeFileSync(path.join(folder, "joinery.ico"), ico(WINDOWS.map(picture)));
    writeFileSync(path.join(folder, "joinery.icns"), icns(SIZES.map(picture)));
    mkdirSync(path.join(folder, "png"), { recursive: true });
    // electron-builder takes the sizes of Linux icons from names like these.
    for (const size of LINUX)
      copyFileSync(path.join(work, `${size}.png`), path.join(folder, `png/${size}x${size}.png`));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

await icons().catch(fail);
