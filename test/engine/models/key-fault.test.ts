/** The faults of foreign keys are the ones that SQLite finds when it comes to rows, each with its reason and a way out. */
import { describe, expect, test } from "vitest";
import { openConnection } from "../../../electron/engine/connection/open-connection.ts";
import { readSchema } from "../../../electron/engine/schema/read-schema.ts";
import { keyFault } from "../../../src-shared/model/key-fault.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";
import { openModels } from "./open-models.ts";

const PARENTS = [
  "p(id INTEGER PRIMARY KEY, a TEXT UNIQUE, b, c INT)",
  "p(id INT PRIMARY KEY, a TEXT COLLATE NOCASE, b UNIQUE, UNIQUE (a))",
  "p(id INTEGER, a TEXT, b, UNIQUE (a COLLATE NOCASE), PRIMARY KEY (id, a)) WITHOUT ROWID",
  "p(id, a, b UNIQUE COLLATE RTRIM, UNIQUE (b COLLATE BINARY), UNIQUE (a, b))",
  "p(id, a, b); CREATE UNIQUE INDEX i ON p(a DESC); CREATE UNIQUE INDEX j ON p(b) WHERE b > 0; CREATE INDEX k ON p(id)",
  "p(id, a, b); CREATE UNIQUE INDEX i ON p(a COLLATE nocase); CREATE UNIQUE INDEX j ON p(lower(b)); CREATE UNIQUE INDEX k ON p(b, id)",
  "p(x)",
];
const KEYS = [
  "x REFERENCES p",
  "x REFERENCES p(id)",
  "x REFERENCES p(A)",
  "x REFERENCES p(b)",
  "x REFERENCES p(rowid)",
  "x REFERENCES p(gone)",
  "x REFERENCES nowhere",
  "x REFERENCES v(a)",
  "x, y, FOREIGN KEY (x, y) REFERENCES p(a, b)",
  "x, y, FOREIGN KEY (x, y) REFERENCES p(b, a)",
  "x, y, FOREIGN KEY (x, y) REFERENCES p(id, a)",
  "x, y, FOREIGN KEY (x, y) REFERENCES p",
];

test("SQLite refuses a row exactly where a fault is found", () => {
  let faults = 0;
  for (const parent of PARENTS) {
    for (const key of KEYS) {
      const sql = `CREATE TABLE ${parent}; CREATE VIEW v AS SELECT 1 AS a; CREATE TABLE t(${key})`;
      const connection = openConnection(null, "write");
      connection.db.exec(sql);
      const schema = readSchema(connection);
      const table = schema.tables.find(({ name }) => name === "t");
      const [foreign] = table?.foreignKeys ?? [];
      const fault = table && foreign ? keyFault(schema, table, foreign) : null;
      let refused: string | null = null;
      try {
        connection.db.prepare("INSERT INTO t(x) VALUES (NULL)");
      } catch (thrown) {
        refused = (thrown as Error).message;
      }
      connection.close();
      expect([sql, fault?.message ?? null]).toEqual([sql, refused === null ? null : expect.any(String)]);
      if (fault) faults++;
    }
  }
  expect(faults).toBeGreaterThan(40);
});

describe("a fault", () => {
  const faultOf = (sql: string) => {
    const { schema } = openModels(makeDatabase(sql)).draft();
    const table = schema.tables.find(({ name }) => name === "t");
    const [foreign] = table?.foreignKeys ?? [];
    return table && foreign ? keyFault(schema, table, foreign) : null;
  };

  test.each([
    ["CREATE TABLE t(x REFERENCES nowhere)", "refers to “nowhere”, and there is no such table.", "Create “nowhere”"],
    [
      "CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE t(x REFERENCES p(rowid))",
      "cannot refer to the rowid itself",
      "Refer to “id”",
    ],
    ["CREATE TABLE p(id); CREATE TABLE t(x REFERENCES p)", "which has no primary key", "Name the columns"],
    [
      "CREATE TABLE p(a, b, PRIMARY KEY (a, b)); CREATE TABLE t(x REFERENCES p)",
      "has one column and refers to 2 columns of “p”",
      "as many",
    ],
    [
      "CREATE TABLE p(a, b); CREATE INDEX i ON p(a); CREATE TABLE t(x REFERENCES p(a))",
      "“a” of “p”, which is not unique: the index “i” is not UNIQUE.",
      "Make “a”",
    ],
    [
      "CREATE TABLE p(a, b, UNIQUE (a, b)); CREATE TABLE t(x REFERENCES p(a))",
      "its rule makes them unique only together with “b”",
      "Make",
    ],
    [
      "CREATE TABLE p(a, b); CREATE UNIQUE INDEX i ON p(a) WHERE b; CREATE TABLE t(x REFERENCES p(a))",
      "the index “i” is only for some rows",
      "Make",
    ],
    [
      "CREATE TABLE p(a, UNIQUE (a COLLATE NOCASE)); CREATE TABLE t(x REFERENCES p(a))",
      "compares “a” with another collation",
      "Make",
    ],
    ["CREATE VIEW p AS SELECT 1 AS a; CREATE TABLE t(x REFERENCES p(a))", "which is a view", "Let it refer to a table"],
  ])("%s", (sql, message, next) => {
    expect(faultOf(sql)).toMatchObject({
      message: expect.stringContaining(message),
      next: expect.stringContaining(next),
    });
  });

  test("refuses a key that is added, and is mended in the same plan", () => {
    const models = openModels(makeDatabase("CREATE TABLE p(a TEXT, b); CREATE TABLE t(x); CREATE TABLE u(y)"));
    const add = { op: "addForeignKey" as const, table: "t", columns: ["x"], parentTable: "p", parentColumns: ["a"] };
    const earlier = { op: "renameTable" as const, table: "u", to: "w" };
    const [refusal] = models.plan(earlier, add).refusals;
    expect(refusal).toMatchObject({
      message: "The foreign key of “t” on “x” refers to “a” of “p”, which is not unique.",
      operation: 1,
      choices: [{ label: "Make a of “p” UNIQUE first" }],
    });
    expect(models.plan(earlier, ...(refusal?.choices[0]?.operations ?? [])).refusals).toEqual([]);
  });

  test("of a table that is new is a warning with its reason", () => {
    const { refusals, warnings } = openModels(makeDatabase("CREATE TABLE p(a)")).plan({
      op: "createTable",
      sql: "CREATE TABLE t(x REFERENCES p(a))",
    });
    expect(refusals).toEqual([]);
    expect(warnings).toEqual(["The foreign key of “t” on “x” refers to “a” of “p”, which is not unique."]);
  });
});
