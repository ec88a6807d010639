/** Opening: what opens, and what is refused with which words. */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { makeDatabase, tempFolder } from "../../fixtures/temp-database.ts";
import { errorOf, openRooms } from "../../fixtures/open-rooms.ts";

const file = (path: string, readOnly = false) => ({ kind: "file", path, readOnly }) as const;

describe("opens", () => {
  it("a file, a symbolic link to it, and memory", () => {
    const path = makeDatabase("CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)");
    const link = join(dirname(path), "link.db");
    symlinkSync(path, link);
    expect(openRooms(link).page("t").rows).toEqual([[1n], [2n]]);
    expect(openRooms(link).info()).toMatchObject({
      path,
      name: "test.db",
      url: `sqlite:///${path}`,
      readOnlyReason: null,
    });
    expect(openRooms({ kind: "memory" }).info()).toMatchObject({ path: null, name: "In-memory", url: "sqlite://" });
  });

  it.each(["a.db ", " a.db", "a.db\u00A0", "file:a.db", ":memory:", "a%20b?mode=ro#x.db", "ünïcødé 🎬.db", "a\nb.db"])(
    "a file called %j, and no other",
    (name) => {
      const plain = makeDatabase("CREATE TABLE right_one(a)");
      const path = join(tempFolder(), name);
      copyFileSync(plain, path);
      const opened = openRooms(path);
      expect(opened.schema.read().tables[0]?.name).toBe("right_one");
      expect(opened.info().name).toBe(name);
      // A trimmed name would have made or opened another file.
      opened.connections.writer().run({ sql: "INSERT INTO right_one VALUES (1)", parameters: [] });
      expect(opened.page("right_one").rows).toEqual([[1n]]);
    },
  );

  it("an empty file, and a new one when it may create it", () => {
    const empty = join(tempFolder(), "empty.db");
    writeFileSync(empty, "");
    expect(openRooms(empty).info()).toMatchObject({ sizeBytes: 0 });
    const fresh = join(tempFolder(), "fresh.db ");
    openRooms({ ...file(fresh), create: true });
    expect(existsSync(fresh)).toBe(true);
  });

  it("sets the settings of every connection and none of the file's", () => {
    const path = makeDatabase("PRAGMA user_version = 7; PRAGMA journal_mode = WAL; CREATE TABLE t(a)");
    const { connections, info } = openRooms(path);
    for (const connection of [connections.reader(), connections.writer(), connections.console()]) {
      const pragma = (name: string) => connection.pragma(name)[0]?.[0];
      expect([pragma("trusted_schema"), pragma("mmap_size"), pragma("synchronous")]).toEqual([0n, 0n, 2n]);
    }
    expect(info()).toMatchObject({ userVersion: 7, journalMode: "wal", foreignKeys: true });
  });

  it("read-only: nothing can be written, also not by switching query_only off", () => {
    const path = makeDatabase("CREATE TABLE t(a)");
    const { connections, info } = openRooms(file(path, true));
    expect(info().readOnlyReason).toBe("This file was opened read-only.");
    expect(errorOf(() => connections.writer()).code).toBe("file.readOnly");
    const userConsole = connections.console();
    userConsole.pragma("query_only = OFF");
    expect(() => userConsole.run({ sql: "INSERT INTO t VALUES (1)", parameters: [] })).toThrow(/readonly/);
  });

  it("the reader for reading only", () => {
    const { connections } = openRooms(makeDatabase("CREATE TABLE t(a)"));
    expect(() => connections.reader().run({ sql: "DELETE FROM t", parameters: [] })).toThrow(/readonly/);
  });
});

describe("refuses", () => {
  it("a missing file, and makes none", () => {
    const path = join(tempFolder(), "gone.db");
    expect(errorOf(() => openRooms(path))).toMatchObject({ code: "file.missing", cause: "ENOENT" });
    expect(existsSync(path)).toBe(false);
    expect(errorOf(() => openRooms(join(path, "below.db"))).code).toBe("file.missing");
  });

  it("a folder, a pipe, no name, a name with NUL", () => {
    expect(errorOf(() => openRooms(tempFolder())).code).toBe("file.directory");
    const pipe = join(tempFolder(), "pipe");
    execFileSync("mkfifo", [pipe]);
    expect(errorOf(() => openRooms(pipe)).code).toBe("file.notDatabase");
    expect(errorOf(() => openRooms("")).code).toBe("file.badName");
    expect(errorOf(() => openRooms("x\0.db")).code).toBe("file.badName");
  });

  it("a text, and bytes as an encrypted database has them", () => {
    const text = join(tempFolder(), "notes.db");
    writeFileSync(text, "Dear diary, this is no database. ".repeat(100));
    expect(errorOf(() => openRooms(text))).toMatchObject({ code: "file.notDatabase", cause: "SQLITE_NOTADB" });
  });

  it("a truncated file", () => {
    const path = makeDatabase((db) => {
      db.exec("CREATE TABLE t(a)");
      for (let i = 0; i < 50; i++) db.exec(`CREATE TABLE t${i}(${"x".repeat(200)}, a, b, c)`);
    });
    truncateSync(path, 4096);
    expect(errorOf(() => openRooms(path)).code).toBe("file.corrupt");
    truncateSync(path, 100);
    expect(errorOf(() => openRooms(path)).code).toBe("file.corrupt");
  });

  it("a malformed schema", () => {
    const path = makeDatabase((db) => {
      db.exec("CREATE TABLE t(a); CREATE TABLE u(a)");
      db.unsafeMode(true);
      db.exec("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE u(' WHERE name = 'u'");
    });
    expect(errorOf(() => openRooms(path))).toMatchObject({
      code: "file.malformedSchema",
      detail: expect.stringContaining("(u)"),
    });
  });

  it("a locked file, after a short wait", () => {
    const path = makeDatabase("CREATE TABLE t(a)");
    const other = new Database(path);
    other.exec("BEGIN EXCLUSIVE");
    const began = performance.now();
    expect(errorOf(() => openRooms(path))).toMatchObject({ code: "file.locked", cause: "SQLITE_BUSY" });
    expect(performance.now() - began).toBeLessThan(3000);
    other.close();
    expect(openRooms(path).page("t").rows).toEqual([]);
  });
});

describe("after a crash of another program", () => {
  /** A database with the journal of a writer that died in the middle, as it lies on disk. */
  function crashed(): string {
    const path = makeDatabase((db) => {
      db.exec(
        "CREATE TABLE t(a, b); WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<2000) INSERT INTO t SELECT i, hex(randomblob(50)) FROM n",
      );
    });
    const writer = new Database(path);
    writer.exec("PRAGMA cache_size = 5; BEGIN; UPDATE t SET a = -1");
    const copy = join(tempFolder(), "crashed.db");
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(path, copy);
    copyFileSync(`${path}-journal`, `${copy}-journal`);
    writer.close();
    return copy;
  }

  it("a change that was not finished is rolled back, and that is said", () => {
    const opened = openRooms(crashed());
    expect(opened.info().notices).toEqual(["A change that another program had not finished was rolled back."]);
    expect(opened.page("t", 0, 1).rows[0]?.[0]).toBe(1n);
  });

  it("opened read-only it is not, but refused", () => {
    const path = crashed();
    const before = readFileSync(path);
    expect(errorOf(() => openRooms(file(path, true))).code).toBe("file.needsRecovery");
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("a file that is replaced beneath us is noticed", () => {
    const path = makeDatabase("CREATE TABLE t(a)");
    const opened = openRooms(path);
    expect(opened.connections.replaced()).toBe(false);
    renameSync(makeDatabase("CREATE TABLE other(a)"), path);
    expect(opened.connections.replaced()).toBe(true);
    expect(opened.info().notices.join()).toContain("replaced");
  });
});
