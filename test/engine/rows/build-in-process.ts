/** A process that builds one order and says so: the long work of an engine, to be killed at any moment. */
import { openEngine } from "../../../electron/engine/engine.ts";

const [path = "", sharedFolder = ""] = process.argv.slice(2);
const engine = openEngine({
  source: { kind: "file", path, readOnly: false },
  journalFolder: null,
  scratchFolder: sharedFolder,
  sharedFolder,
  emit: (event) => {
    if (event.name === "rows.orderProgress") console.log(event.data.complete ? "complete" : "progress");
  },
});
const order = [{ column: "v", direction: "desc" as const }];
const source = { table: { schema: "main", name: "t" }, order, filter: [] };
console.log("ready");
const built = await engine.handlers["rows.buildOrder"]({ source, view: "tab" });
console.log(built.kept ? "kept" : "not kept");
engine.close();
