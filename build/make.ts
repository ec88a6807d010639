/** `npm run make`: packages the app, then makes a .zip (any platform) and a .deb (on Linux) from the folder. */
import { ensureDebianMaker, forge } from "./package/forge.ts";
import { fail } from "./runtime/say.ts";

async function make(): Promise<void> {
  await ensureDebianMaker();
  await forge("make", process.argv.slice(2));
}

await make().catch(fail);
