import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { cli, testFolder } from "./run-cli.ts";

const memory = (sql: string, ...more: string[]) => cli(["exec", ":memory:", "-c", sql, ...more]);

/** A file with table t(a UNIQUE, b) of two rows. */
function filmed(): { folder: string; file: string; read(sql: string): unknown[] } {
  const folder = testFolder();
  const file = join(folder, "test.db");
  const read = (sql: string) => {
    const db = new Database(file);
    const rows = db.prepare(sql).pluck().all();
    db.close();
    return rows;
  };
  const db = new Database(file);
  db.exec("CREATE TABLE t(a UNIQUE, b); INSERT INTO t VALUES (1, 'one'), (2, NULL)");
  db.close();
  return { folder, file, read };
}

describe("formats", () => {
  const VALUES =
    "SELECT 1 AS n, 9223372036854775807 AS big, 1.0 AS r, 1e999 AS inf, 'a,\"b\"' || char(10) || 'c' AS t, '' AS e, NULL AS nil, x'00ff' AS b, 2 AS n";

  test("json keeps integers, reals, blobs and equal names apart", async () => {
    const { code, stdout, stderr } = await memory(VALUES, "--format", "json");
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toEqual([
      {
        n: 1,
        big: { $integer: "9223372036854775807" },
        r: 1,
        inf: { $real: "Infinity" },
        t: 'a,"b"\nc',
        e: "",
        nil: null,
        b: { $blob: "00ff" },
        n_2: 2,
      },
    ]);
    expect(stdout).toContain('"r":1.0');
  });

  test("json of several results is one array after the other; a statement without columns gives none", async () => {
    const sql =
      "CREATE TABLE t(a); SELECT 1 AS a; INSERT INTO t VALUES (1); SELECT * FROM t WHERE a > 1; SELECT 3 AS c";
    expect((await memory(sql, "--format=json")).stdout).toBe('[\n{"a":1}\n]\n[]\n[\n{"c":3}\n]\n');
  });

  test("ndjson is an object a line, also for columns called __proto__", async () => {
    const { stdout } = await memory('VALUES (1, 2), (3, 4); SELECT 5 AS "__proto__"', "--format", "ndjson");
    expect(stdout).toBe('{"column1":1,"column2":2}\n{"column1":3,"column2":4}\n{"__proto__":5}\n');
  });

  test("csv follows RFC 4180 and tells NULL from the empty text", async () => {
    const { stdout } = await memory(`${VALUES}; SELECT 'x' AS "a ""b"""`, "--format", "csv");
    expect(stdout).toBe(
      "n,big,r,inf,t,e,nil,b,n\r\n" +
        '1,9223372036854775807,1.0,Inf,"a,""b""\nc","",,x\'00ff\',2\r\n' +
        '\r\n"a ""b"""\r\nx\r\n',
    );
  });

  test("markdown escapes what would break its table", async () => {
    const { stdout } = await memory("SELECT 'a|b' || char(13, 10) || '<i>' AS \"x|y\", 5 AS n", "--format", "markdown");
    expect(stdout).toBe("| x\\|y | n |\n| --- | ---: |\n| a\\|b<br>\\<i> | 5 |\n");
  });

  test("table aligns numbers right and wide characters by what they take", async () => {
    const { stdout } = await memory("SELECT '日本' AS name, 7 AS n UNION ALL SELECT 'é', 1234");
    expect(stdout).toBe("name     n\n────  ────\n日本     7\né     1234\n");
  });

  test("table and error lines cannot move the cursor of a terminal", async () => {
    const esc = String.fromCharCode(27);
    const { stdout } = await memory("SELECT char(27) || '[2J' AS x, 'a' || char(0x202e) || 'b' AS y");
    expect(stdout).toContain("␛[2J  a\ufffdb");
    const { stderr } = await memory(`SELECT "${esc}[2J"`);
    expect(stderr).not.toContain(esc);
  });

  test("large values come whole, in every format but table", async () => {
    const { stdout } = await memory(
      "SELECT zeroblob(300000) AS b, printf('%.*c', 100000, 'é') AS t",
      "--format",
      "json",
    );
    const [row] = JSON.parse(stdout) as { b: { $blob: string }; t: string }[];
    expect(row?.b.$blob).toBe("00".repeat(300_000));
    expect(row?.t).toBe("é".repeat(100_000));
    const { stdout: table } = await memory("SELECT zeroblob(300000) AS b, printf('%.*c', 100000, 'é') AS t");
    expect(table.length).toBeLessThan(1000);
    expect(table).toContain("(300000 bytes)");
  });

  test("an empty result has its header", async () => {
    const sql = "SELECT 1 AS a WHERE 0";
    expect((await memory(sql, "--format", "csv")).stdout).toBe("a\r\n");
    expect((await memory(sql)).stdout).toBe("a\n─\n");
    expect((await memory("-- nothing", "--format", "json")).stdout).toBe("");
  });
});

describe("scripts", () => {
  test("come from a file or from standard input, and errors name the place in them", async () => {
    const { folder, file } = filmed();
    const script = join(folder, "script.sql");
    writeFileSync(script, "SELECT a FROM t;\n\nSELECT a FORM t WHERE;\n");
    const failed = await cli(["exec", file, "-f", script, "--format", "csv"]);
    expect([failed.code, failed.stdout]).toEqual([1, "a\r\n1\r\n2\r\n"]);
    expect(failed.stderr).toBe(
      `joinery: ${script}:3:15: Syntax error near “t”. Correct the statement and run it again.\n`,
    );
    const piped = await cli(["exec", file, "-", "--format", "csv"], { input: "SELECT b\nFROM t;\nSELECT nope" });
    expect([piped.code, piped.stdout]).toEqual([1, "b\r\none\r\n\r\n"]);
    expect(piped.stderr).toMatch(/^joinery: <stdin>:3:8: /);
  });

  test("are stored as a whole or not at all", async () => {
    const { file, read } = filmed();
    const { code, stderr } = await cli([
      "exec",
      file,
      "-c",
      "INSERT INTO t(a) VALUES (3);\nINSERT INTO t(a) VALUES (1)",
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^joinery: line 2, column 1: Another row .*t\.a.*; nothing of this script was stored\.\n$/);
    expect(read("SELECT a FROM t")).toEqual([1, 2]);
    expect((await cli(["exec", file, "-c", "INSERT INTO t(a) VALUES (3); DELETE FROM t WHERE a = 1"])).code).toBe(0);
    expect(read("SELECT a FROM t ORDER BY a")).toEqual([2, 3]);
  });

  test("a transaction that is not ended is an error, because nothing of it is stored", async () => {
    const { file, read } = filmed();
    const { code, stderr } = await cli(["exec", file, "-c", "BEGIN; DELETE FROM t"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("End the script with COMMIT.")]);
    expect(read("SELECT count(*) FROM t")).toEqual([2]);
  });
});

describe("errors and exit codes", () => {
  test("errors as JSON carry code, place and exit code", async () => {
    const { code, stderr } = await memory("SELECT 1;\nSELECT nope", "--errors", "json");
    expect(code).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({
      code: "sql.failed",
      detail: "no such column: nope",
      place: { statement: 1, line: 2, column: 8 },
      exitCode: 1,
    });
    expect(JSON.parse((await cli(["exec", "--errors=json"])).stderr)).toMatchObject({
      code: "request.invalid",
      exitCode: 2,
    });
  });

  const USAGE: string[][] = [
    [],
    ["nope"],
    ["constructor"],
    ["exec"],
    ["exec", ":memory:"],
    ["exec", ":memory:", "-c", "SELECT 1", "-"],
    ["exec", ":memory:", "-c", "SELECT 1", "-c", "SELECT 2"],
    ["exec", ":memory:", "other.db", "-c", "SELECT 1"],
    ["exec", ":memory:", "-c", "SELECT 1", "--format", "xml"],
    ["exec", ":memory:", "-c", "SELECT 1", "--bogus"],
    ["exec", ":memory:", "-c"],
    ["exec", "x.db", "-c", "SELECT 1", "--readonly", "--create"],
    ["exec", "postgres://x/y", "-c", "SELECT 1"],
    ["exec", ":memory:", "-c", "SELECT 1", "--errors", "xml"],
    ["schema"],
    ["schema", "drop", "x.db"],
    ["schema", "show"],
    ["open"],
  ];
  test.each(USAGE.map((args) => [args]))("%j is wrong usage", async (args) => {
    const { code, stdout, stderr } = await cli(args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^joinery: .+\. See joinery .*--help\.\n$/);
  });

  test("a missing file is never made without --create", async () => {
    const folder = testFolder();
    const missing = await cli(["exec", "new.db", "-c", "CREATE TABLE t(a)"], { cwd: folder });
    expect([missing.code, missing.stdout]).toEqual([3, ""]);
    expect(missing.stderr).toMatch(/^joinery: There is no file .*new\.db.*--create/);
    expect(readdirSync(folder)).toEqual([]);
    expect((await cli(["exec", "new.db", "--create", "-c", "CREATE TABLE t(a)"], { cwd: folder })).code).toBe(0);
    expect(existsSync(join(folder, "new.db"))).toBe(true);
    const url = await cli(["exec", "sqlite:///new.db", "-c", "SELECT name FROM sqlite_schema", "--format", "csv"], {
      cwd: folder,
    });
    expect(url.stdout).toBe("name\r\nt\r\n");
  });

  test("what is no database cannot be opened", async () => {
    const folder = testFolder();
    writeFileSync(join(folder, "text.db"), "This is some text, and no database at all. ".repeat(50));
    for (const name of ["text.db", "."]) {
      const { code, stdout, stderr } = await cli(["exec", name, "-c", "SELECT 1"], { cwd: folder });
      expect([code, stdout]).toEqual([3, ""]);
      expect(stderr).toMatch(/^joinery: .+\n$/);
    }
    expect((await cli(["exec", ":memory:", "-f", "none.sql"], { cwd: folder })).code).toBe(3);
  });

  test.each([["--readonly"], ["mode=ro"]])("nothing is written with %s", async (how) => {
    const { file, read } = filmed();
    const address = how === "mode=ro" ? `sqlite:///${file}?mode=ro` : file;
    const { code, stderr } = await cli(["exec", address, "-c", "DELETE FROM t", ...(how === "mode=ro" ? [] : [how])]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("cannot be written")]);
    expect(read("SELECT count(*) FROM t")).toEqual([2]);
  });

  test("help and version go to standard output", async () => {
    for (const args of [["--help"], ["exec", "--help"], ["schema", "--help"], ["open", "-h"]]) {
      const { code, stdout, stderr } = await cli(args);
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toMatch(/^joinery/);
    }
    expect((await cli(["--version"])).stdout).toMatch(/^joinery \d+\.\d+\.\d+\n$/);
  });
});

describe("parameters", () => {
  test("are given by name or number, as SQLite reads a literal", async () => {
    const sql = "SELECT :a AS a, @b AS b, ? AS c, $d AS d, typeof($e) AS e";
    const given = ["a=1", "b='1'", "3=x'00ff'", "d=a=b c", "$e=1.0"].flatMap((text) => ["--param", text]);
    const { code, stdout, stderr } = await memory(sql, ...given, "--format", "ndjson");
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toEqual({ a: 1, b: "1", c: { $blob: "00ff" }, d: "a=b c", e: "real" });
  });

  test("a missing one is an error of the script, a superfluous or malformed one of usage", async () => {
    const missing = await memory("SELECT :a");
    expect([missing.code, missing.stdout]).toEqual([1, ""]);
    expect(missing.stderr).toContain(":a");
    for (const param of ["b=1", "a", "=1"]) {
      const wrong = await memory("SELECT :a", "--param", param);
      expect([wrong.code, wrong.stdout]).toEqual([2, ""]);
    }
    expect((await memory("SELECT :a", "--param", "a=1", "--param", "a=2")).stderr).toContain("given twice");
  });
});

test("what reaches outside the file, and what SQLite ignores, is said on standard error", async () => {
  const { folder, file } = filmed();
  const copy = join(folder, "copy.db");
  const ran = await cli([
    "exec",
    file,
    "-c",
    `VACUUM INTO '${copy}'; BEGIN; PRAGMA foreign_keys = OFF; COMMIT; SELECT 1`,
  ]);
  expect(ran.code).toBe(0);
  expect(ran.stderr).toContain(`joinery: A copy of the database was written to “${copy}”.`);
  expect(ran.stderr).toContain("SQLite ignores this inside a transaction");
  expect(existsSync(copy)).toBe(true);
});

test("SQLite's words end as a sentence does, and the shell's own commands are named", async () => {
  expect((await memory('SELECT "abc"')).stderr).toBe(
    'joinery: line 1, column 8: The statement failed: no such column: "abc" - should this be a string literal in single-quotes? Its SQL writes a text in double quotes; write it in single quotes.\n',
  );
  expect((await memory(".tables")).stderr).toContain("Commands that begin with a dot are the sqlite3 program's own");
});

describe("scripts in other encodings", () => {
  const latin = (text: string) => Buffer.from(text, "latin1");
  const stored = (file: string, sql: string) => {
    const db = new Database(file);
    const rows = db.prepare(sql).pluck().all();
    db.close();
    return rows;
  };

  test("are refused with the place, never stored as U+FFFD; --encoding reads them", async () => {
    const { folder, file } = filmed();
    const script = join(folder, "latin.sql");
    writeFileSync(script, latin("-- x\nINSERT INTO t VALUES (3, 'café');"));
    const before = readFileSync(file);
    for (const run of [
      await cli(["exec", file, "-f", script]),
      await cli(["exec", file, "-"], { input: latin("-- x\nINSERT INTO t VALUES (3, 'café');") }),
    ]) {
      expect(run.code).toBe(3);
      expect(run.stderr).toMatch(
        /:2:30: The text is not UTF-8: byte 35 is 0xE9, .*Windows-1252.* Add --encoding windows-1252 .*--encoding bytes/,
      );
    }
    expect(readFileSync(file)).toEqual(before);
    expect((await cli(["exec", file, "-f", script, "--encoding", "windows-1252"])).code).toBe(0);
    expect(stored(file, "SELECT hex(b) FROM t WHERE a = 3")).toEqual(["636166C3A9"]);
  });

  test("--encoding bytes stores what the sqlite3 shell stores, and compares as it does", async () => {
    const { file } = filmed();
    const script = latin(
      "CREATE TABLE u(a INTEGER, b); -- é\nINSERT INTO u VALUES ('é', 'it''s é'), (5, 'é' || 'à');\nINSERT INTO u(a, b) SELECT '4é' > 5, 5 < '4é';\nDELETE FROM u WHERE b = 'éà';",
    );
    const ran = await cli(["exec", file, "-", "--encoding", "bytes"], { input: script });
    expect([ran.code, ran.stderr]).toEqual([0, ""]);
    expect(stored(file, "SELECT typeof(a) || hex(a) || ' ' || hex(b) FROM u")).toEqual([
      "textE9 6974277320E9",
      "integer31 31",
    ]);
  });

  test("bytes that cannot be kept as they are are refused before anything runs", async () => {
    for (const sql of [
      "CREATE TABLE u(a DEFAULT 'é')",
      'SELECT 1 AS "é"',
      "SELECT 1 AS 'é'",
      "CREATE VIEW w AS SELECT 'é'",
      "INSERT INTO t('é') VALUES (1)",
      "SELECT é",
    ]) {
      const { file, read } = filmed();
      const run = await cli(["exec", file, "-", "--encoding", "bytes"], { input: latin(`DELETE FROM t;\n${sql}`) });
      expect(run.code).toBe(1);
      expect(run.stderr).toMatch(/<stdin>:2:\d+: The byte 0xE9 is no UTF-8/);
      expect(read("SELECT count(*) FROM t")).toEqual([2]);
    }
    const { folder } = filmed();
    const wide = join(folder, "wide.db");
    const run = await cli(["exec", wide, "--create", "-", "--encoding", "bytes"], {
      input: latin("PRAGMA encoding = 'UTF-16'; CREATE TABLE t(a); INSERT INTO t VALUES ('é')"),
    });
    expect([run.code, run.stderr]).toEqual([1, expect.stringContaining("stores its texts as UTF-16")]);
  });

  test("byte order marks are read; UTF-16 without one is named", async () => {
    const { file } = filmed();
    const sql = "INSERT INTO t VALUES (7, 'é')";
    for (const input of [
      Buffer.from(`\uFEFF${sql}`),
      Buffer.from(`\uFEFF${sql}`, "utf16le"),
      Buffer.from(`\uFEFF${sql}`, "utf16le").swap16(),
    ]) {
      expect(await cli(["exec", file, "-"], { input })).toEqual({ code: 0, stdout: "", stderr: "" });
      expect(stored(file, "DELETE FROM t WHERE a = 7 RETURNING hex(b)")).toEqual(["C3A9"]);
    }
    const bare = await cli(["exec", file, "-"], { input: Buffer.from(sql, "utf16le") });
    expect([bare.code, bare.stderr]).toEqual([3, expect.stringContaining("Add --encoding utf-16le")]);
    expect(
      (await cli(["exec", file, "-", "--encoding", "UTF-16LE"], { input: Buffer.from(sql, "utf16le") })).code,
    ).toBe(0);
    expect(stored(file, "SELECT hex(b) FROM t WHERE a = 7")).toEqual(["C3A9"]);
  });

  test("words of the command line that are no UTF-8 are refused; encodings nobody knows too", async () => {
    const { file } = filmed();
    for (const words of [
      ["-c", "SELECT '\uFFFD'"],
      ["-c", "SELECT :a", "--param", "a=\uFFFD"],
    ]) {
      const run = await cli(["exec", file, ...words]);
      expect([run.code, run.stderr]).toEqual([2, expect.stringContaining("U+FFFD")]);
    }
    expect((await cli(["exec", file, "-", "--encoding", "klingon"], { input: "SELECT 1" })).code).toBe(2);
    expect((await cli(["exec", file, "-c", "SELECT 1", "--encoding", "latin1"])).code).toBe(2);
  });
});
