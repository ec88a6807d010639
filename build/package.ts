/**
 * `npm run package`: the packaged app as a folder, out/Joinery-<platform>-<arch>, which runs on a machine without Node.
 *
 * Made from the official Electron only. Where that cannot be downloaded, JOINERY_UNOFFICIAL_RUNTIME=1 packages the npm copy
 * into out/not-for-release, to prove that packaging works.
 */
import { forge } from "./package/forge.ts";
import { fail } from "./runtime/say.ts";

await forge("package", process.argv.slice(2)).catch(fail);
