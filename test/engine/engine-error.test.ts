/** What SQLite and the system throw becomes words that a user understands. */
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { asAppError, isLocked } from "../../electron/engine/engine-error.ts";
import { AppError, type AppErrorData, toAppErrorData } from "../../src-shared/errors/app-error.ts";

const db = new Database(":memory:");
db.exec(`CREATE TABLE p(id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, age CHECK (age > 0));
  CREATE TABLE c(p REFERENCES p); INSERT INTO p VALUES (1, 'a', 1)`);

function dataOf(sql: string, object?: string): AppErrorData {
  try {
    db.exec(sql);
  } catch (thrown) {
    return toAppErrorData(asAppError(thrown, object === undefined ? {} : { object }));
  }
  throw new Error("Nothing was thrown");
}

describe("statements", () => {
  it.each([
    ["SELEC 1", "sql.syntax", "SELEC"],
    ["SELECT", "sql.syntax", "incomplete"],
    ["SELECT * FROM gone", "sql.failed", "gone"],
    ["INSERT INTO p VALUES (2, 'a', 1)", "sql.constraint", "p.name"],
    ["INSERT INTO p VALUES (2, NULL, 1)", "sql.constraint", "NOT NULL"],
    ["INSERT INTO p VALUES (2, 'b', 0)", "sql.constraint", "age > 0"],
    ["INSERT INTO c VALUES (7)", "sql.constraint", "FOREIGN KEY"],
    ["INSERT INTO p VALUES ('x', 'b', 1)", "value.refused", "type"],
    ["SELECT zeroblob(2000000000)", "value.tooLarge", "512 MB"],
    ["SELECT load_extension('x')", "sql.failed", "not authorized"],
  ])("%s: %s", (sql, code, word) => {
    const data = dataOf(sql);
    expect(data).toMatchObject({ code, cause: expect.stringMatching(/^SQLITE_/), detail: expect.any(String) });
    expect(data.message).toContain(word);
    expect(data.next).not.toBe("");
  });

  it("a function or a collation that is not here is said to be the other program's, each by itself", () => {
    expect(dataOf("SELECT slug(1)").next).toBe("It needs a function of the program that made it.");
    const collation =
      "It needs a collation that only the program which made the file has; COLLATE BINARY compares without one.";
    expect(dataOf("SELECT name FROM p ORDER BY name COLLATE german").next).toBe(collation);
    // What SQLite says of a table whose key is sorted by it.
    const { SqliteError } = Database;
    const words = asAppError(new SqliteError("no query solution", "SQLITE_ERROR"));
    expect((words as AppError).data.next).toBe(collation);
  });

  it("of a table that is read tell of the table", () => {
    expect(dataOf("SELECT * FROM gone", "my view")).toMatchObject({
      code: "object.unreadable",
      message: "“my view” cannot be read: no such table: gone.",
    });
  });
});

describe("the system", () => {
  it.each([
    ["ENOENT", "file.missing"],
    ["EISDIR", "file.directory"],
    ["EACCES", "file.noPermission"],
    ["EROFS", "file.readOnly"],
    ["ENOSPC", "disk.full"],
    ["EIO", "disk.error"],
    ["ENAMETOOLONG", "file.badName"],
  ])("%s: %s", (cause, code) => {
    const thrown = Object.assign(new Error("words of the system"), { code: cause });
    expect(toAppErrorData(asAppError(thrown, { path: "/x.db" }))).toMatchObject({
      code,
      cause,
      detail: "words of the system",
    });
  });
});

it("what is known already, and what is no error of these, goes through", () => {
  const known = new AppError({ code: "row.gone", message: "Gone.", next: "Look." });
  const strange = new RangeError("a mistake of ours");
  expect([asAppError(known), asAppError(strange), asAppError("text")]).toEqual([known, strange, "text"]);
  expect([isLocked(known), isLocked(new Database.SqliteError("x", "SQLITE_BUSY_SNAPSHOT"))]).toEqual([false, true]);
});
