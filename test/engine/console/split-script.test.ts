import Database from "better-sqlite3";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitScript } from "../../../src-shared/sql/split-script.ts";

const texts = (script: string) => splitScript(script).map(({ sql }) => sql);

const TRIGGER =
  "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT CASE WHEN new.a THEN 1 ELSE 2 END; UPDATE t SET a = 'x;y' WHERE a = ';'; END;";

/** Statements SQLite accepts on a database with table t(a, b), each ended by its semicolon. */
const VALID = [
  "SELECT 1;",
  "select ';' , \"a\" from t;",
  "SELECT [a], `b` FROM t -- ; not here\n;",
  "SELECT /* ; */ x'3b', 'it''s; ok';",
  "SELECT CASE a WHEN 1 THEN 2 END FROM t;",
  TRIGGER,
  "CREATE TEMP TRIGGER tr2 BEFORE DELETE ON t BEGIN DELETE FROM t WHERE a = 1; END;",
  "CREATE TEMPORARY TRIGGER IF NOT EXISTS tr3 AFTER UPDATE ON t BEGIN SELECT 1; END ;",
  "EXPLAIN CREATE TRIGGER tr4 AFTER UPDATE ON t BEGIN SELECT 1; SELECT 2; END;",
  "EXPLAIN QUERY PLAN SELECT * FROM t;",
  'CREATE TABLE "trigger"(a, "end");',
  "WITH c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 3) SELECT i FROM c;",
  "INSERT INTO t VALUES (1, '😀;é') RETURNING a;",
  "BEGIN;",
  "END;",
  "PRAGMA user_version;",
  'SELECT 1 AS "weird"";name";',
  "VALUES (1), (';');",
];

describe("splitScript", () => {
  test.each([
    ["", []],
    [";;;", []],
    ["-- only a comment;", []],
    ["/* never ended; select 1", []],
    ["select 1", ["select 1"]],
    ["  select 1 ;; select 2 -- end;", ["select 1 ;", "select 2"]],
    ["select 1; trailing nonsense (", ["select 1;", "trailing nonsense ("]],
    ["select 'never ended; select 2", ["select 'never ended; select 2"]],
    ["select [a; select 2", ["select [a; select 2"]],
    ["\uFEFFselect 1;\r\nselect 2", ["select 1;", "select 2"]],
    ["create view v as select 1 end; select 2", ["create view v as select 1 end;", "select 2"]],
    [`${TRIGGER} SELECT 2`, [TRIGGER, "SELECT 2"]],
    // As sqlite3_complete: what begins like a trigger goes on until `; END ;`.
    ["create trigger x; select 1; end; select 2", ["create trigger x; select 1; end;", "select 2"]],
  ])("%j", (script, expected) => {
    expect(texts(script)).toEqual(expected);
  });

  test("spans are UTF-16 offsets of the script", () => {
    const script = "-- 😀\nselect '😀';\n  select 2";
    for (const { span, sql } of splitScript(script)) expect(script.slice(span.start, span.end)).toBe(sql);
    expect(splitScript(script)[1]?.span).toEqual({ start: 21, end: 29 });
  });

  test("refuses a NUL character, at which SQLite would stop reading", () => {
    expect(() => splitScript("select 1; \0 drop table t")).toThrow(RangeError);
  });

  test("joined statements come back, whatever stands between them", () => {
    const between = fc.constantFrom("", " ", "\n", ";", " ; ;\n", "-- c ; d\n", "/* ; */", "\r\n\t");
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...VALID), between)), (parts) => {
        const script = parts.map(([sql, gap]) => gap + sql).join("");
        expect(texts(script)).toEqual(parts.map(([sql]) => sql));
      }),
    );
  });

  test("SQLite takes each piece as exactly one statement", () => {
    const db = new Database(":memory:");
    db.exec("CREATE TABLE t(a, b)");
    // prepare() throws when there is more than one statement, or when one is cut short.
    for (const sql of texts(VALID.join("\n"))) expect(() => db.prepare(sql)).not.toThrow();
    db.close();
  });

  test("no character is lost or invented in any text", () => {
    const piece = fc.constantFrom(
      "'",
      '"',
      "[",
      "]",
      "`",
      ";",
      "--",
      "/*",
      "*/",
      "\n",
      "x'",
      "create",
      "trigger",
      "end",
      "a",
      " ",
      "$v(",
      "1_0",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const script = pieces.join("");
        let at = 0;
        for (const { span, sql } of splitScript(script)) {
          expect(span.start).toBeGreaterThanOrEqual(at);
          expect(script.slice(span.start, span.end)).toBe(sql);
          // Only blanks, comments and semicolons are left out.
          expect(script.slice(at, span.start).replace(/--[^\n]*|\/\*[^]*?\*\/|[\s;]/g, "")).toBe("");
          at = span.end;
        }
      }),
    );
  });
});
