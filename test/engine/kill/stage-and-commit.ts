/**
 * The process that is killed (kill.test.ts): stages and commits without end, and tells through its standard output what
 * was answered. Run by Node: database, journal folder, number of this run. With a parent (parent.ts) it ends with it, as an
 * engine does with the app's main process.
 */
import { writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { openConnections } from "../../../electron/engine/connection/connections.ts";
import { openSchemaRoom } from "../../../electron/engine/schema/schema-room.ts";
import { openSessionRoom } from "../../../electron/engine/session/session-room.ts";
import { stagedId } from "../../../electron/engine/session/unit-of-work.ts";
import type { RowEdit, SessionState } from "../../../src-shared/model/session.ts";

const [path = "", journalFolder = "", run = ""] = process.argv.slice(2);
const source = { kind: "file" as const, path, readOnly: false };
const options = { source, journalFolder, scratchFolder: tmpdir(), emit() {} };
const connections = openConnections(options);
const { handlers } = openSessionRoom(connections, openSchemaRoom(connections), options);
/** Written at once: what the pipe holds outlives this process. */
const say = (line: string) => writeSync(1, `${line}\n`);
const log = { schema: "main", name: "log" };

say(`pid ${process.pid}`);
process.on("disconnect", () => process.exit(1));
await handlers["session.read"](undefined);
say("ready");
for (let batch = 0; ; batch++) {
  // A commit is known by its stamp: all rows of `state` carry it, and so do its new rows.
  const stamp = `${run}.${batch}`;
  const { rows } = connections.reader().query({ sql: "select id, stamp from state", parameters: [] });
  const stamps = rows.map(
    ([id = null, base = null]): RowEdit => ({
      op: "set",
      row: { table: { schema: "main", name: "state" }, key: [id] },
      column: "stamp",
      value: stamp,
      base,
    }),
  );
  await handlers["session.stage"]({ label: "Stamp", edits: stamps });
  const ids = stagedIds(await handlers["session.read"](undefined), (name, tag) => name === "state" || tag === null);
  const stageTags = async (group: string, count: number) => {
    for (let i = 0; i < count; i++) {
      const tag = `${group}.${i}`;
      const values = [{ column: "tag", value: tag }];
      say(`stage ${tag}`);
      await handlers["session.stage"]({ label: "Tag", edits: [{ op: "insert", table: log, newId: tag, values }] });
      say(`staged ${tag}`);
      if (!group.endsWith("late")) ids.push(stagedId({ table: log, newId: tag }));
    }
  };
  await stageTags(stamp, 1 + (batch % 5));
  // Two of three commits leave some rows out; a later one takes them all.
  const some = batch % 3 > 0;
  if (some) await stageTags(`${stamp}late`, 1 + (batch % 4));
  say(some ? "commit some" : "commit");
  const report = await handlers["session.commit"]({ only: some ? ids : null });
  say(`committed ${report.inserted}`);
  await new Promise((resolve) => setImmediate(resolve));
}

function stagedIds(state: SessionState, wanted: (table: string, tag: unknown) => boolean): string[] {
  return state.rows
    .filter((row) => wanted(row.row.table.name, row.values.find((v) => v.column === "tag")?.value ?? null))
    .map((row) => row.id);
}
