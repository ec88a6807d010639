/** Before the first test of the real app, once a run: the bundles, the sample database, the Electron to start. */
import { buildApp } from "../../build/build-app.ts";
import { prepareProgram } from "../../build/runtime/launch.ts";
import { fail } from "../../build/runtime/say.ts";
import { sampleDatabase } from "../../build/start/sample.ts";
import { passProgram } from "./ready.ts";

async function setUp(): Promise<void> {
  await buildApp();
  sampleDatabase();
  passProgram(await prepareProgram());
}

export default (): Promise<void> => setUp().catch(fail);
