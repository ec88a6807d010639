/** Opening, reading and closing leave the file and its folder as they were. */
import { copyFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { makeDatabase, tempFolder } from "../../fixtures/temp-database.ts";
import { openRooms } from "../../fixtures/open-rooms.ts";
import { folderState } from "../../fixtures/shared-data.ts";

const content = "CREATE TABLE t(a); INSERT INTO t VALUES (1), (2); CREATE VIEW v AS SELECT a FROM t";

/** Uses each connection as the app does, without writing. */
function browse(path: string, readOnly: boolean): void {
  const rooms = openRooms({ kind: "file", path, readOnly });
  rooms.info();
  expect(rooms.page("t").rows.length).toBeGreaterThan(0);
  rooms.page("v", 0, 1, { order: [{ column: "a", direction: "desc" }] });
  rooms.connections.console().query({ sql: "SELECT * FROM t", parameters: [] });
  if (!readOnly) rooms.connections.writer().query({ sql: "SELECT * FROM t", parameters: [] });
  rooms.close();
}

it.each(["delete", "truncate", "persist", "memory", "wal"])("journal mode %s", (mode) => {
  for (const readOnly of [false, true]) {
    const path = makeDatabase(`PRAGMA journal_mode = ${mode}; ${content}`);
    const before = folderState(dirname(path));
    browse(path, readOnly);
    expect(folderState(dirname(path))).toEqual(before);
  }
});

it("a WAL that holds rows is read and left, file and WAL byte for byte", () => {
  const path = makeDatabase(`PRAGMA journal_mode = WAL; ${content}`);
  const writer = new Database(path);
  writer.exec("INSERT INTO t VALUES (3)");
  const copy = join(tempFolder(), "crashed.db");
  copyFileSync(path, copy);
  copyFileSync(`${path}-wal`, `${copy}-wal`);
  writer.close();
  const before = folderState(dirname(copy));
  const rooms = openRooms(copy);
  expect(rooms.page("t").rows).toEqual([[1n], [2n], [3n]]);
  rooms.close();
  // SQLite keeps its index of the WAL (-shm) beside it; it holds no data and is made anew by whoever comes next.
  const { "crashed.db-shm": _index, ...after } = folderState(dirname(copy));
  expect(after).toEqual(before);
});

it("what was written in WAL mode is in the file when it is closed", () => {
  const path = makeDatabase(`PRAGMA journal_mode = WAL; ${content}`);
  const rooms = openRooms(path);
  // Another lane's reader, so that ours is not the last connection.
  const other = new Database(path, { readonly: true });
  other.prepare("SELECT * FROM t").all();
  rooms.connections.writer().run({ sql: "INSERT INTO t VALUES (3)", parameters: [] });
  rooms.close();
  const copy = join(tempFolder(), "copy.db");
  copyFileSync(path, copy);
  other.close();
  expect(openRooms(copy).page("t").rows).toEqual([[1n], [2n], [3n]]);
});
