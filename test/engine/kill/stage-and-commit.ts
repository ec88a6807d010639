/**
 * The process that is killed (kill.test.ts): stages and commits without end, and tells through its standard output what
 * was answered. Run by Node: database, journal folder, number of this run.
 */
import { writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { openConnections } from "../../../electron/engine/connection/connections.ts";
import { openSchemaRoom } from "../../../electron/engine/schema/schema-room.ts";
import { openSessionRoom } from "../../../electron/engine/session/session-room.ts";
import type { RowEdit } from "../../../src-shared/model/session.ts";

const [path = "", journalFolder = "", run = ""] = process.argv.slice(2);
const source = { kind: "file" as const, path, readOnly: false };
const options = { source, journalFolder, scratchFolder: tmpdir(), emit() {} };
const connections = openConnections(options);
const { handlers } = openSessionRoom(connections, openSchemaRoom(connections), options);
/** Written at once: what the pipe holds outlives this process. */
const say = (line: string) => writeSync(1, `${line}\n`);
const log = { schema: "main", name: "log" };

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
  for (let i = 0; i < 1 + (batch % 5); i++) {
    const tag = `${stamp}.${i}`;
    const values = [{ column: "tag", value: tag }];
    say(`stage ${tag}`);
    await handlers["session.stage"]({ label: "Tag", edits: [{ op: "insert", table: log, newId: tag, values }] });
    say(`staged ${tag}`);
  }
  say("commit");
  const report = await handlers["session.commit"]({ only: null });
  say(`committed ${report.inserted}`);
}
