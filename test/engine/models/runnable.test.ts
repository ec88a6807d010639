/** An expression that SQLite cannot run is refused where it is typed; what other programs left in the file is in nobody's way. */
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";
import { openModels } from "./open-models.ts";

const TABLE = "CREATE TABLE t(body TEXT, n INT); CREATE VIEW v AS SELECT body FROM t; INSERT INTO t VALUES ('a', 1);";
const change = (part: object) => ({ op: "changeColumn", table: "t", column: "n", ...part }) as SchemaOperation;

function refusal(...operations: SchemaOperation[]) {
  const models = openModels(makeDatabase(TABLE));
  const { refusals, schema } = models.draft(...operations);
  expect(schema.tables.find(({ name }) => name === "t")?.sql).toBe("CREATE TABLE t(body TEXT, n INT)");
  expect(models.plan(...operations).refusals.map(({ message }) => message)).toEqual(refusals.map((r) => r.message));
  expect(refusals.length).toBe(1);
  return refusals[0] as (typeof refusals)[number];
}

describe("functions that do not exist", () => {
  test.each([
    [{ op: "addColumn", table: "t", sql: "g INT AS (lenght(body))" }, "lenght", "Did you mean length()?"],
    [{ op: "addColumn", table: "t", sql: "g INT AS (lenght(body)) STORED" }, "lenght", "Did you mean length()?"],
    [
      { op: "addColumn", table: "t", sql: "g TEXT DEFAULT (uuid())" },
      "uuid",
      "In SQLite it is lower(hex(randomblob(16))).",
    ],
    [{ op: "addColumn", table: "t", sql: "g CHECK (uper(g) = g)" }, "uper", "Did you mean upper()?"],
    [change({ default: "now()" }), "now", "In SQLite it is CURRENT_TIMESTAMP or datetime('now')."],
    [
      change({ default: "(nosuch(1))" }),
      "nosuch",
      "Put a text in single quotes, or write an expression without columns.",
    ],
    [change({ check: "abz(n) > 0" }), "abz", "Did you mean abs()?"],
    [change({ check: "n REGEXP 'a'" }), "REGEXP", "GLOB or LIKE"],
    [change({ generated: { expression: "subst(body, 1)", kind: "virtual" } }), "subst", "Did you mean substr()?"],
    [{ op: "addCheck", table: "t", expression: "roud(n) = n" }, "roud", "Did you mean round()?"],
    [{ op: "createTable", sql: "CREATE TABLE u(a CHECK (lenght(a)))" }, "lenght", "Did you mean length()?"],
    [{ op: "createIndex", sql: "CREATE INDEX i ON t(lowr(body))" }, "lowr", "Did you mean lower()?"],
    [
      { op: "createIndex", sql: "CREATE INDEX i ON t(body) WHERE lenght(body) > 1" },
      "lenght",
      "Did you mean length()?",
    ],
    [
      { op: "createView", sql: "CREATE VIEW w AS SELECT lenght(body) FROM t", mustRun: true },
      "lenght",
      "Did you mean length()?",
    ],
    [{ op: "redefineView", name: "v", sql: "CREATE VIEW v AS SELECT lenght(body) FROM t" }, "lenght", ""],
    [
      {
        op: "createTrigger",
        sql: "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT lenght(new.body); END",
        mustRun: true,
      },
      "lenght",
      "Did you mean length()?",
    ],
    [
      {
        op: "createTrigger",
        sql: "CREATE TRIGGER r AFTER DELETE ON t WHEN lenght(old.body) BEGIN SELECT 1; END",
        mustRun: true,
      },
      "lenght",
      "Did you mean",
    ],
    [
      { op: "redefineTable", table: "t", sql: "CREATE TABLE t(body TEXT DEFAULT (now()), n INT)" },
      "now",
      "CURRENT_TIMESTAMP",
    ],
  ] as [SchemaOperation, string, string][])("%j", (operation, name, next) => {
    const { message, next: said, operation: at } = refusal(operation);
    expect(message).toMatch(new RegExp(`(no such|unknown) function: ${name}`));
    expect(said).toContain(next);
    expect(at).toBe(0);
  });

  test("a view with one can be left out of a list", () => {
    const { choices } = refusal({
      op: "createView",
      sql: "CREATE VIEW w AS SELECT nosuchthing(body) FROM t",
      mustRun: true,
    });
    expect(choices).toEqual([{ label: "Leave the view out", operations: [] }]);
  });
});

test.each([
  [{ check: "count(n) > 1" }, "misuse of aggregate"],
  [{ check: "n > (SELECT 1)" }, "subqueries prohibited"],
  [{ check: "length(body, 1) > 0" }, "wrong number of arguments"],
  [{ check: "body COLLATE nosuch > 'a'" }, "no such collation sequence"],
  [{ default: "(n + 1)" }, "not constant"],
  [{ generated: { expression: "random()", kind: "virtual" } }, "non-deterministic"],
] as [object, string][])("what SQLite would only say later: %j", (part, words) => {
  expect(refusal(change(part)).message).toContain(words);
});

test.each([
  ["hello", "'hello'"],
  ["it's", "'it''s'"],
  ['"dq"', "'dq'"],
  ["new value", "'new value'"],
  ["two, words", "'two, words'"],
  ["a (b", "'a (b'"],
])("a default %s can be put in quotes", (typed, literal) => {
  const { choices } = refusal(change({ default: typed }));
  expect(choices.map(({ label }) => label)).toEqual([`Put it in quotes: ${literal}`]);
  const { refusals, schema } = openModels(makeDatabase(TABLE)).draft(...(choices[0]?.operations ?? []));
  expect(refusals).toEqual([]);
  expect(schema.tables.find(({ name }) => name === "t")?.columns[1]?.defaultSql).toBe(literal);
});

test("a view of another program's schema is kept with a warning, and comes back when its drop is undone", () => {
  const models = openModels(makeDatabase(`${TABLE} CREATE VIEW w AS SELECT theirs(body) FROM t`));
  const { reverse } = models.apply({ op: "dropView", name: "w" }).plan;
  const back = models.apply(...reverse).plan;
  expect(back.warnings).toEqual([expect.stringContaining("no such function: theirs")]);
});

test("a whole table is kept with a warning, as SQLite takes it", () => {
  const { refusals, warnings } = openModels(makeDatabase(TABLE)).plan({
    op: "createTable",
    sql: "CREATE TABLE u(a DEFAULT (theirs()), b)",
  });
  expect(refusals).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining("SQLite cannot run DEFAULT (theirs()) of “a”")]);
});

test("functions of the program that made the file are in the way of nothing else", () => {
  const path = makeDatabase((db: Database.Database) => {
    db.function("theirs", { deterministic: true }, (value) => value);
    db.exec(`CREATE TABLE t(a INT CHECK (theirs(a) > 0), b INT AS (theirs(a)) VIRTUAL, c DEFAULT (theirs(1)), d TEXT);
      CREATE TABLE u(x)`);
  });
  const models = openModels(path);
  for (const operation of [
    { op: "addColumn", table: "t", sql: "e TEXT DEFAULT 'x'" },
    { op: "addColumn", table: "t", sql: "e INT AS (length(d))" },
    { op: "addColumn", table: "u", sql: "y INT CHECK (y > 0)" },
    { op: "renameColumn", table: "t", column: "d", to: "dd" },
    { op: "createView", sql: "CREATE VIEW w AS SELECT d FROM t" },
  ] as SchemaOperation[]) {
    expect([operation, models.draft(operation).refusals.map(({ message }) => message)]).toEqual([operation, []]);
  }
  expect(models.draft({ op: "addColumn", table: "t", sql: "e DEFAULT (theyrs(2))" }).refusals.length).toBe(1);
});
