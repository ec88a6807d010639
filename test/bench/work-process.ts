/**
 * The process for long work, as the app has one: answers `{ id, name, params }` with `{ id, result | error }`, tells events,
 * and on `memory` how much it has used at most.
 */
import { openEngine } from "../../electron/engine/engine.ts";
import { toAppErrorData } from "../../src-shared/errors/app-error.ts";
import type { EngineProcedure } from "../../src-shared/rpc/engine-contract.ts";

interface Question {
  readonly id: number;
  readonly name: EngineProcedure | "memory";
  readonly params: never;
}

const [path = "", sharedFolder = ""] = process.argv.slice(2);
const send = (message: unknown) => void process.send?.(message);
const engine = openEngine({
  source: { kind: "file", path, readOnly: true },
  journalFolder: null,
  scratchFolder: sharedFolder,
  sharedFolder,
  emit: (event) => send({ event }),
});

async function answer({ id, name, params }: Question): Promise<void> {
  try {
    if (name === "memory") send({ id, result: process.resourceUsage().maxRSS * 1024 });
    else send({ id, result: await engine.handlers[name](params) });
  } catch (thrown) {
    send({ id, error: toAppErrorData(thrown) });
  }
}
process.on("message", (question: Question) => void answer(question));
process.on("disconnect", () => process.exit());
send({ ready: true });
