import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import { type ConsoleFixture, errorOf, openConsole, states } from "./console-fixture.ts";

let c: ConsoleFixture;
beforeEach(() => {
  c = openConsole();
});
afterEach(() => c.close());

describe("results", () => {
  test("each statement has its own columns, rows and changes", async () => {
    const report = await c.run(
      "CREATE TABLE t(a INTEGER, b TEXT);\nINSERT INTO t VALUES (1, 'x'), (2, 'y');\nSELECT *, a + 1 AS next FROM t;",
    );
    expect(states(report)).toEqual(["done", "done", "done"]);
    expect(report.statements.map(({ changes }) => changes)).toEqual([null, 2, null]);
    expect(report.statements[2]?.columns).toEqual([
      { name: "a", type: "INTEGER" },
      { name: "b", type: "TEXT" },
      { name: "next", type: null },
    ]);
    expect(await c.rows(2)).toEqual([
      [1n, "x", 2n],
      [2n, "y", 3n],
    ]);
    expect(await c.rows(0)).toEqual([]);
    expect(report.transactionOpen).toBe(false);
  });

  test("values keep their storage class: 64-bit integers, reals, blobs, NUL in text, infinity", async () => {
    await c.run(
      "SELECT 9223372036854775807, -9223372036854775808, 1, 1.0, 1e999, 'a' || char(0) || 'b', x'00ff', NULL, ''",
    );
    const [row = []] = await c.rows();
    expect(row.slice(0, 6)).toEqual([9223372036854775807n, -9223372036854775808n, 1n, 1, Infinity, "a\0b"]);
    expect(row[6]).toBeInstanceOf(Uint8Array);
    expect([...(row[6] as Uint8Array)]).toEqual([0, 255]);
    expect(row.slice(7)).toEqual([null, ""]);
  });

  test("names repeat and may be __proto__", async () => {
    const report = await c.run('SELECT 1 AS a, 2 AS a, 3 AS "__proto__", 4 AS "constructor", 5 AS ""');
    expect(report.statements[0]?.columns.map(({ name }) => name)).toEqual(["a", "a", "__proto__", "constructor", ""]);
    expect(await c.rows()).toEqual([[1n, 2n, 3n, 4n, 5n]]);
  });

  test("INSERT … RETURNING gives rows and counts changes", async () => {
    const report = await c.run("CREATE TABLE t(a); INSERT INTO t VALUES (7), (8) RETURNING a, a * 2 AS twice");
    expect(report.statements[1]).toMatchObject({ changes: 2, rows: 2, state: "done" });
    expect(await c.rows(1)).toEqual([
      [7n, 14n],
      [8n, 16n],
    ]);
    expect(c.ask("SELECT count(*) FROM t")).toEqual([[2n]]);
  });

  test("EXPLAIN of a write only reads, PRAGMA gives rows", async () => {
    const report = await c.run(
      "CREATE TABLE t(a); EXPLAIN DELETE FROM t; PRAGMA table_info(t); EXPLAIN QUERY PLAN SELECT * FROM t",
    );
    expect(states(report)).toEqual(["done", "done", "done", "done"]);
    expect(report.statements.map(({ changes }) => changes)).toEqual([null, null, null, null]);
    expect((await c.rows(2))[0]).toEqual([0n, "a", "", 0n, null, 0n]);
  });

  test.each(["", "  \n ", "-- nothing", "/* nothing", ";;"])("%j runs nothing", async (sql) => {
    expect(await c.run(sql)).toMatchObject({ statements: [], transactionOpen: false });
  });

  test("progress tells the beginning and the end of each statement, then the run's end", async () => {
    const report = await c.run("SELECT 1; SELECT 2");
    const told = c.events.map((event) =>
      event.name === "console.progress" ? `${event.data.statement.index} ${event.data.statement.state}` : event.name,
    );
    // On a machine that is busy a statement may also tell how far it is.
    const changes = told.filter((one, i) => one !== told[i - 1]);
    expect(changes).toEqual(["0 running", "0 done", "1 running", "1 done", "console.done"]);
    expect(c.events.at(-1)?.data).toEqual(report);
  });
});

describe("large values", () => {
  test("cross as previews and are read in pieces", async () => {
    await c.run("SELECT printf('%.*c', 100000, 'é') || '😀', zeroblob(70000), 'small'");
    const [[text, blob, small] = []] = await c.rows();
    expect(text).toMatchObject({ storage: "text", bytes: 200_004 });
    expect(blob).toMatchObject({ storage: "blob", bytes: 70_000 });
    expect(small).toBe("small");
    // The head must not drag the whole value through the port.
    const head = (blob as { head: Uint8Array }).head;
    expect(head.buffer.byteLength).toBe(head.length);
    const place = { runId: "run-1", statement: 0, row: 0, column: 0 };
    const end = await c.handlers["console.readCell"]({ ...place, offset: 200_000, length: 100 });
    expect(end).toMatchObject({ storage: "text", bytes: 200_004, offset: 200_000 });
    expect(Buffer.from(end.data).toString()).toBe("😀");
  });

  test("a cell that is not there is an error in words", async () => {
    await c.run("SELECT 1");
    const ask = async () =>
      c.handlers["console.readCell"]({ runId: "run-1", statement: 0, row: 5, column: 0, offset: 0, length: 1 });
    await expect(ask().catch((thrown) => toAppErrorData(thrown).code)).resolves.toBe("row.gone");
  });
});

describe("errors at their place", () => {
  const PLACES: [string, string, number, number, string][] = [
    ["SELECT 1;\nSELECT 2;\n  SELECT a FORM t;", "sql.syntax", 3, 17, "t"],
    ["SELECT 1;\r\nSELECT nope FROM sqlite_schema", "sql.failed", 2, 8, "nope"],
    ['SELECT "literal"', "sql.failed", 1, 8, '"literal"'],
    ["SELECT\n  count(*)\nFROM\n  gone", "sql.failed", 4, 3, "gone"],
    ["SELECT '😀', missing()", "sql.failed", 1, 14, "missing()"],
    ["SELECT 1;\nSELECT 'open", "sql.syntax", 2, 8, "'open"],
    ["SELECT (1", "sql.syntax", 1, 10, ""],
    ["SELECT 1 1 FROM t", "sql.syntax", 1, 10, "1 FROM"],
    ["SELECT 1;\nSELECT load_extension('x')", "sql.failed", 2, 1, "SELECT load"],
    ["SELECT ?", "sql.failed", 1, 1, "SELECT ?"],
    ["CREATE TRIGGER x;\nSELECT 1", "sql.syntax", 1, 17, ";"],
  ];
  test.each(PLACES)("%j", async (sql, code, line, column, at) => {
    const error = errorOf(await c.run(sql));
    expect(error).toMatchObject({ code, place: { line, column } });
    expect(sql.slice(error.place?.offset ?? 0)).toMatch(new RegExp(`^${at.replace(/[()*.]/g, "\\$&")}`));
    // SQLite's own question ends as one.
    expect(error.message).toMatch(/[.?]$/);
    expect(error.next).toMatch(/\.$/);
  });

  test("statements after the failed one are skipped", async () => {
    const report = await c.run("SELECT 1; SELECT nope; SELECT 3");
    expect(states(report)).toEqual(["done", "failed", "skipped"]);
    expect(await c.rows(0)).toEqual([[1n]]);
  });

  test("a constraint is named, with SQLite's words kept", async () => {
    const error = errorOf(
      await c.run("CREATE TABLE t(a UNIQUE);\nINSERT INTO t VALUES (1);\nINSERT INTO t VALUES (1)"),
    );
    expect(error).toMatchObject({
      code: "sql.constraint",
      detail: "UNIQUE constraint failed: t.a",
      cause: "SQLITE_CONSTRAINT_UNIQUE",
      place: { statement: 2, line: 3, column: 1 },
    });
  });

  test("a NUL character is refused at its place instead of cutting the script there", async () => {
    const refused = await c.run("SELECT 1;\nSELECT '\0'; SELECT 3").catch((thrown) => toAppErrorData(thrown));
    expect(refused).toMatchObject({ code: "sql.syntax", place: { line: 2, column: 9 } });
  });

  test("the schema table cannot be written, whatever is asked", async () => {
    await c.run("CREATE TABLE t(a)");
    const report = await c.run("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'broken'");
    expect(errorOf(report).detail).toContain("may not be modified");
    expect(c.ask("SELECT sql FROM sqlite_schema")).toEqual([["CREATE TABLE t(a)"]]);
  });
});

test("a read-only database refuses writes in one sentence and still reads", async () => {
  await c.run("CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  const readOnly = openConsole({ readOnly: true, file: c.file });
  const report = await readOnly.run("SELECT a FROM t; INSERT INTO t VALUES (2)");
  expect(states(report)).toEqual(["done", "failed"]);
  expect(errorOf(report)).toMatchObject({
    code: "file.readOnly",
    message: expect.stringContaining("cannot be written."),
  });
  expect(await readOnly.rows(0)).toEqual([[1n]]);
  readOnly.close();
});

test.each([
  ["SELECT #a", 7],
  ["SELECT 1; UPDATE t SET a = #fff", 27],
  ["SELECT #1", 7],
])("%s is SQLite's error at its place, not a mistake of ours", async (sql, offset) => {
  await c.run("CREATE TABLE t(a)");
  const error = errorOf(await c.run(sql));
  expect(error).toMatchObject({ code: "sql.syntax", place: { offset } });
  expect(error.message).toContain("#");
});

test("characters that cannot be seen are named, with their place", async () => {
  const error = errorOf(await c.run("SELECT 1;\nSELECT\u00a01 AS\u200b x, '\u00a0'"));
  expect(error.message).toBe("Syntax error near “SELECT‹U+00A0›1”.");
  expect(error.next).toMatch(
    /^The statement holds invisible characters, a no-break space \(U\+00A0\) and 1 more: remove them and run it again\b/,
  );
  expect(error.place).toMatchObject({ line: 2, column: 7 });
  const unknown = errorOf(await c.run("SELECT 1 FROM no\u202ewhere"));
  expect(unknown.next).toContain("a mark of text direction (U+202E)");
});

describe("REGEXP", () => {
  test("works in what is typed, in runs, tries, checks and plans", async () => {
    await c.run("CREATE TABLE t(a); INSERT INTO t VALUES ('Äbc'), ('x'), (2.0), (20), (NULL), (x'4142')");
    await c.run("SELECT quote(a) FROM t WHERE a REGEXP '^(\\p{Lu}|2\\.)' ");
    expect(await c.rows()).toEqual([["'Äbc'"], ["2.0"], ["X'4142'"]]);
    const sql = "DELETE FROM t WHERE a NOT REGEXP 'b'";
    expect((await c.handlers["console.check"]({ sql })).marks).toEqual([]);
    await c.handlers["console.plan"]({ sql });
    const tried = await c.run(sql, [], { onCopy: true, outside: false });
    expect(tried.tried?.tables).toMatchObject([{ deleted: 4 }]);
    expect(errorOf(await c.run("SELECT a REGEXP '(' FROM t")).message).toBe("This is not a regular expression.");
  });

  test("is not called by what is stored, which says so", async () => {
    await c.run("CREATE TABLE t(a); INSERT INTO t VALUES ('a')");
    const made = await c.run(
      "CREATE VIEW v AS SELECT * FROM t WHERE a REGEXP 'x'; CREATE TEMP VIEW w AS SELECT 1 FROM t WHERE a REGEXP 'a'; SELECT * FROM w",
    );
    expect(made.statements.map(({ notice }) => notice?.slice(0, 14))).toEqual(["It uses REGEXP", undefined, undefined]);
    expect(await c.rows(2)).toEqual([[1n]]);
    for (const sql of [
      "SELECT * FROM v",
      "CREATE TABLE u(a CHECK (a REGEXP 'x'))",
      "CREATE INDEX i ON t(a REGEXP 'x')",
    ]) {
      expect(errorOf(await c.run(sql)).next).toContain("SQLite itself has no REGEXP");
    }
  });
});
