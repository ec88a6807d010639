/**
 * The process that is killed (rebuild.test.ts): rebuilds a parent table to and fro without end, and tells through its standard
 * output what was answered. Run by Node: database.
 */
import { writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { openEngine } from "../../../electron/engine/engine.ts";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { REBUILDS } from "./rebuilt-tables.ts";

const [path = ""] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);
const { handlers } = openEngine({
  source: { kind: "file", path, readOnly: false },
  journalFolder: null,
  scratchFolder: tmpdir(),
  emit() {},
});
const apply = (operations: readonly SchemaOperation[]) =>
  handlers["models.apply"]({ operations: [...operations], schemaVersion: null });

say("ready");
for (let round = 0; ; round++) {
  const rebuild = REBUILDS[round % REBUILDS.length];
  if (!rebuild) throw new Error("There is nothing to do");
  // A run that was killed may have left the changed schema.
  const schema = await handlers["schema.read"](undefined);
  const changed = /joinery changed/.test(schema.tables.find(({ name }) => name === rebuild.table)?.sql ?? "");
  if (!changed) {
    say(`apply ${rebuild.table}`);
    await apply(rebuild.there);
    say(`applied ${rebuild.table}`);
  }
  say(`apply ${rebuild.table}`);
  await apply(rebuild.back);
  say(`applied ${rebuild.table}`);
}
