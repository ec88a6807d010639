/** What a user without rights meets. Root has all rights, so there a child process gives them up first. */
import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, copyFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { makeDatabase, tempFolder } from "../../fixtures/temp-database.ts";

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

/** Code of the error of opening, or the reason why the database is read-only, as that user. */
function openAsNobody(path: string): string {
  const connections = resolve("electron/engine/connection/connections.ts");
  const script = `
    const { openConnections } = await import(${JSON.stringify(connections)});
    if (${isRoot}) { process.setgid(${NOBODY}); process.setuid(${NOBODY}); }
    try {
      const opened = openConnections({ source: { kind: "file", path: ${JSON.stringify(path)}, readOnly: false }, emit() {} });
      console.log(opened.readOnlyReason());
      opened.close();
    } catch (thrown) {
      console.log(thrown.data?.code ?? thrown);
    }`;
  return execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" }).trim();
}

function give(path: string, fileMode: number, folderMode: number): void {
  const folder = dirname(path);
  if (isRoot) for (const each of [path, folder]) chownSync(each, NOBODY, NOBODY);
  chmodSync(path, fileMode);
  chmodSync(folder, folderMode);
}

it.skipIf(process.platform === "win32")("no right to read, to write, or to write the folder", () => {
  const path = makeDatabase("CREATE TABLE t(a)");
  give(path, 0o600, 0o700);
  expect(openAsNobody(path)).toBe("null");
  give(path, 0o400, 0o700);
  expect(openAsNobody(path)).toBe("You have no permission to write this file.");
  give(path, 0o600, 0o500);
  expect(openAsNobody(path)).toContain("The folder cannot be written");
  give(path, 0o000, 0o700);
  expect(openAsNobody(path)).toBe("file.noPermission");
  give(path, 0o600, 0o700);
});

/** What the user is told who tries `work` on the opened connections, as that user; "done" when it worked. */
function told(source: object, work: string): string {
  const script = `
    const { openConnections } = await import(${JSON.stringify(resolve("electron/engine/connection/connections.ts"))});
    const { asAppError } = await import(${JSON.stringify(resolve("electron/engine/engine-error.ts"))});
    if (${isRoot}) { process.setgid(${NOBODY}); process.setuid(${NOBODY}); }
    const source = ${JSON.stringify(source)};
    try {
      const opened = openConnections({ source: { kind: "file", readOnly: false, ...source }, emit() {} });
      ${work};
      console.log("done");
    } catch (thrown) {
      const { data } = asAppError(thrown, { path: source.path });
      console.log(data.code + ": " + data.message);
    }`;
  return execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" }).trim();
}

it.skipIf(process.platform === "win32")(
  "a rollback-mode database in a folder that cannot be written: writing says so, not WAL",
  () => {
    const path = makeDatabase("CREATE TABLE t(a)");
    give(path, 0o600, 0o500);
    for (const sql of ["INSERT INTO t VALUES (1)", "CREATE TABLE u(a)", "PRAGMA journal_mode = wal"]) {
      expect(told({ path }, `opened.console().run({ sql: ${JSON.stringify(sql)}, parameters: [] })`)).toMatch(
        /^file\.readOnly: The folder of “.+” cannot be written, and SQLite keeps its journal there/,
      );
    }
    expect(told({ path }, 'opened.console().query({ sql: "SELECT * FROM t", parameters: [] })')).toBe("done");
    // A new one beside it, and one in a folder that is not there.
    expect(told({ path: join(dirname(path), "new.db"), create: true }, "")).toMatch(
      /^file\.noPermission: The folder “.+” cannot be written, so no database can be made in it\.$/,
    );
    expect(told({ path: join(path, "new.db"), create: true }, "")).toBe(`file.missing: There is no folder “${path}”.`);
    give(path, 0o600, 0o700);
    expect(told({ path: join(dirname(path), "no", "new.db"), create: true }, "")).toBe(
      `file.missing: There is no folder “${join(dirname(path), "no")}”.`,
    );
  },
);

it.skipIf(process.platform === "win32")("a WAL database in a folder that cannot be written", () => {
  const path = makeDatabase("PRAGMA journal_mode = WAL; CREATE TABLE t(a)");
  give(path, 0o600, 0o500);
  expect(openAsNobody(path)).toBe("file.walReadOnlyFolder");
  give(path, 0o600, 0o700);
});

it.skipIf(process.platform === "win32")("a WAL that holds rows, in a folder that cannot be written", () => {
  const path = makeDatabase("PRAGMA journal_mode = WAL; CREATE TABLE t(a)");
  const writer = new Database(path);
  writer.exec("INSERT INTO t VALUES (1)");
  const copy = join(tempFolder(), "copy.db");
  for (const suffix of ["", "-wal"]) copyFileSync(path + suffix, copy + suffix);
  writer.close();
  if (isRoot) chownSync(`${copy}-wal`, NOBODY, NOBODY);
  give(copy, 0o600, 0o500);
  expect(openAsNobody(copy)).toBe("file.walReadOnlyFolder");
  give(copy, 0o600, 0o700);
});
