/** A name that is taken is told as that, in whichever way SQLite says it. */
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { syntaxSentence } from "../../../electron/engine/engine-error.ts";
import { nameTaken } from "../../../electron/engine/models/refusal.ts";

function refusedBy(sql: string): string {
  const db = new Database(":memory:");
  db.exec("CREATE TABLE t(a, b); CREATE TABLE u(a); CREATE INDEX i ON t(a); CREATE VIEW v AS SELECT a, b FROM t");
  try {
    db.exec(sql);
    throw new Error("SQLite took it");
  } catch (thrown) {
    return (thrown as Error).message;
  } finally {
    db.close();
  }
}

test.each([
  ["ALTER TABLE t RENAME a TO b", "There is already a column “b”."],
  ["ALTER TABLE t ADD COLUMN a", "There is already a column “a”."],
  ["CREATE TABLE w(x, x)", "There is already a column “x”."],
  ["ALTER TABLE t RENAME TO u", "There is already a table or index “u”."],
  ["CREATE TABLE t(a)", "There is already a table “t”."],
  ["CREATE VIEW v AS SELECT 1", "There is already a view “v”."],
  ["CREATE VIEW t AS SELECT 1", "There is already a table “t”."],
  ["CREATE INDEX i ON t(b)", "There is already an index “i”."],
  ["CREATE INDEX t ON t(b)", "There is already a table “t”."],
  ["CREATE TABLE i(b)", "There is already an index “i”."],
])("%s", (sql, sentence) => expect(nameTaken(refusedBy(sql))).toBe(sentence));

test("another fault is not one of names", () => {
  expect(nameTaken(refusedBy("ALTER TABLE t ADD COLUMN c NOT NULL"))).toBeNull();
  expect(nameTaken("error in view v after rename: duplicate column name: a")).toBeNull();
});

test("what the parser says is a sentence", () => {
  expect(syntaxSentence(refusedBy("selec 1"))).toBe("Syntax error near “selec”.");
  expect(syntaxSentence(refusedBy("select (1"))).toBe("The statement is incomplete.");
  expect(syntaxSentence(refusedBy("select 'x"))).toBe("Unrecognized token “'x”.");
});
