/** What SQLite would take without an error, though a view or trigger does something else afterwards, is named; each way out is one. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { makeDatabase, tempFolder } from "../../fixtures/temp-database.ts";
import { ask } from "../session/open-session.ts";
import { openModels } from "./open-models.ts";

const TABLES = `CREATE TABLE t(a TEXT, b TEXT); CREATE TABLE u(a TEXT, b TEXT); CREATE TABLE log(x, y);
  INSERT INTO t VALUES ('1', '2'); INSERT INTO u VALUES ('1', '3');`;
const move: SchemaOperation = { op: "moveColumn", table: "t", column: "b", position: "first" };
const rename = (column: string, to: string, table = "t"): SchemaOperation => ({
  op: "renameColumn",
  table,
  column,
  to,
});
const add = (sql: string, table = "t"): SchemaOperation => ({ op: "addColumn", table, sql });

/** Object, operation, what is said; is there a way to keep what it does? */
const changed: [name: string, object: string, operation: SchemaOperation, words: RegExp, keeps: boolean][] = [
  [
    "INSERT without columns",
    "CREATE TRIGGER o AFTER INSERT ON log BEGIN INSERT INTO t VALUES (new.x, new.y); END",
    move,
    /the trigger “o” would do something else: “b” of “t” gets “log\.x”/i,
    true,
  ],
  [
    "INSERT of a whole table",
    "CREATE TRIGGER o AFTER INSERT ON log BEGIN INSERT INTO u SELECT * FROM t; END",
    move,
    /“a” of “u” gets “t\.b”/,
    true,
  ],
  [
    "REPLACE of a sub-query's star",
    "CREATE TRIGGER o AFTER INSERT ON log BEGIN REPLACE INTO u SELECT s.* FROM (SELECT * FROM t) AS s; END",
    move,
    /“a” of “u” gets “t\.b”/,
    true,
  ],
  ["a view with a list of columns", "CREATE VIEW o(p, q) AS SELECT * FROM t", move, /its column “p” is “t\.b”/, true],
  ["a view of t.*", "CREATE VIEW o(p, q, r) AS SELECT t.*, 1 FROM t", move, /its column “p” is “t\.b”/, true],
  ["UNION", "CREATE VIEW o AS SELECT * FROM u UNION SELECT * FROM t", move, /would do something else/, true],
  [
    "EXCEPT in a sub-query",
    "CREATE VIEW o AS SELECT count(*) FROM (SELECT a, b FROM u EXCEPT SELECT * FROM t)",
    move,
    /would do something else/,
    true,
  ],
  ["UNION ALL", "CREATE VIEW o AS SELECT a, b FROM u UNION ALL SELECT * FROM t", move, /would do something else/, true],
  [
    "IN a row of a star",
    "CREATE VIEW o AS SELECT a FROM u WHERE (a, b) IN (SELECT * FROM t)",
    move,
    /would do something else/,
    true,
  ],
  [
    "a row value against a star",
    "CREATE VIEW o AS SELECT a FROM u WHERE (a, b) = (SELECT * FROM t LIMIT 1)",
    move,
    /would do something else/,
    true,
  ],
  ["IN a table", "CREATE VIEW o AS SELECT a FROM u WHERE (a, b) IN t", move, /would do something else/, false],
  [
    "a WITH that names columns",
    "CREATE VIEW o AS WITH c(p, q) AS (SELECT * FROM t) SELECT p FROM c",
    move,
    /would do something else/,
    true,
  ],
  [
    "a recursive WITH",
    "CREATE VIEW o AS WITH RECURSIVE c(p, q) AS (SELECT * FROM t UNION ALL SELECT p, q FROM c WHERE 0) SELECT q FROM c",
    move,
    /would do something else/,
    true,
  ],
  ["ORDER BY a place", "CREATE VIEW o AS SELECT * FROM t ORDER BY 2", move, /ORDER BY 2 is by “t\.a”/, true],
  ["GROUP BY a place", "CREATE VIEW o AS SELECT *, count(*) FROM t GROUP BY 1", move, /GROUP BY 1 is by “t\.b”/, true],
  [
    "ORDER BY a place, a column less before it",
    "CREATE VIEW o AS SELECT * FROM u3 ORDER BY 2",
    { op: "dropColumn", table: "u3", column: "a" },
    /ORDER BY 2 is by “u3\.c”/,
    false,
  ],
  [
    "a view over a view",
    "CREATE VIEW w AS SELECT * FROM t; CREATE VIEW o(p, q) AS SELECT * FROM w",
    move,
    /its column “p” is “w\.b”/,
    true,
  ],
  [
    "the common column of a NATURAL JOIN renamed",
    "CREATE VIEW o AS SELECT t.b FROM t NATURAL JOIN u2",
    rename("a", "z"),
    /NATURAL JOIN of “u2” is by no column/,
    false,
  ],
  [
    "a column that makes a NATURAL JOIN by more",
    "CREATE VIEW o AS SELECT t.b FROM t NATURAL JOIN u2",
    add("n INT"),
    /NATURAL JOIN of “u2” is by “a”, “n”/,
    true,
  ],
  [
    "one renamed into a NATURAL JOIN",
    "CREATE VIEW o AS SELECT t.a FROM t NATURAL JOIN u2",
    rename("b", "n"),
    /NATURAL JOIN of “u2” is by “a”, “n”/,
    false,
  ],
  [
    "a new column that takes a name of the query around",
    "CREATE VIEW o AS SELECT a FROM u2 WHERE EXISTS (SELECT 1 FROM t WHERE n = 1)",
    add("n INT"),
    /“n” is “t\.n”/,
    true,
  ],
  [
    "a renamed one that does",
    "CREATE VIEW o AS SELECT a FROM u2 WHERE EXISTS (SELECT 1 FROM t WHERE n = 1)",
    rename("b", "n"),
    /“n” is “t\.n”/,
    true,
  ],
  [
    "a new column in a trigger's sub-query",
    "CREATE TRIGGER o AFTER INSERT ON log BEGIN UPDATE u2 SET a = (SELECT n FROM t); END",
    add("n INT"),
    /“n” is “t\.n”/,
    true,
  ],
  [
    "a table that takes the name of a WITH",
    "CREATE VIEW o AS WITH c AS (SELECT 1 AS a) SELECT t.a FROM t",
    { op: "renameTable", table: "t", to: "c" },
    /would do something else/,
    false,
  ],
  [
    "a new text of a view below",
    "CREATE VIEW w AS SELECT a, b FROM t; CREATE TRIGGER o AFTER INSERT ON log BEGIN INSERT INTO u SELECT * FROM w; END",
    { op: "redefineView", name: "w", sql: "CREATE VIEW w AS SELECT b, a FROM t" },
    /“a” of “u” gets “w\.b”/,
    true,
  ],
  [
    "a table given a text in another order",
    "CREATE VIEW o(p, q) AS SELECT * FROM t",
    { op: "redefineTable", table: "t", sql: "CREATE TABLE t(b TEXT, a TEXT)" },
    /its column “p” is “t\.b”/,
    true,
  ],
];
const MORE = "CREATE TABLE u2(a TEXT, n INT); CREATE TABLE u3(a, b, c); INSERT INTO u2 VALUES ('1', 1);";

/** What the view gives, or what is in the tables once the trigger was fired. */
function effect(path: string, object: string): unknown {
  if (!object.includes("TRIGGER")) return ask(path, "SELECT * FROM o");
  const copy = join(tempFolder(), "fired.db");
  copyFileSync(path, copy);
  ask(copy, "INSERT INTO log VALUES ('p', 'q')");
  return ["t", "u", "u2"].map((table) => ask(copy, `SELECT a, ${table === "u2" ? "n" : "b"} FROM ${table}`));
}

describe("named, with what it would do, and ways out that plan and apply", () => {
  test.each(changed)("%s", (_name, object, operation, words, keeps) => {
    const path = makeDatabase(`${TABLES} ${MORE} ${object}`);
    const models = openModels(path);
    const { refusals } = models.plan(operation);
    expect(refusals).toHaveLength(1);
    expect(refusals[0]?.message).toMatch(words);
    expect(models.draft(operation).refusals[0]?.message).toBe(refusals[0]?.message);
    expect(models.refused(operation).message).toBe(refusals[0]?.message);
    models.close();
    const labels = refusals[0]?.choices.map(({ label }) => label) ?? [];
    expect(labels.some((label) => label.startsWith("Keep what"))).toBe(keeps);
    for (const { label, operations } of refusals[0]?.choices ?? []) {
      const copy = join(tempFolder(), "copy.db");
      copyFileSync(path, copy);
      const before = effect(copy, object);
      const other = openModels(copy);
      const plan = other.plan(...operations);
      expect(plan.refusals, "of a way out").toEqual([]);
      other.apply(...operations);
      if (label.startsWith("Keep what") && operation.op !== "renameColumn") {
        expect(effect(copy, object)).toEqual(before);
      }
      if (plan.reversible === "exact") {
        expect(other.plan(...plan.reverse).refusals, "of the way back").toEqual([]);
        other.apply(...plan.reverse);
        expect(effect(copy, object)).toEqual(before);
      }
      other.close();
    }
  });
});

describe("what means the same is left alone", () => {
  const same: [name: string, object: string, operation: SchemaOperation][] = [
    [
      "a rename through names",
      "CREATE VIEW o AS SELECT a, b FROM t WHERE a IN (SELECT a FROM u) ORDER BY 2",
      rename("a", "z"),
    ],
    [
      "a rename through a star and a view",
      "CREATE VIEW w(p, q) AS SELECT * FROM t; CREATE VIEW o AS SELECT p FROM w",
      rename("a", "z"),
    ],
    [
      "a rename in a trigger that inserts",
      "CREATE TRIGGER o AFTER INSERT ON log BEGIN INSERT INTO t VALUES (new.x, new.y); END",
      rename("a", "z"),
    ],
    [
      "a rename under ON CONFLICT",
      "CREATE UNIQUE INDEX ua ON t(a); CREATE TRIGGER o AFTER INSERT ON log BEGIN INSERT INTO t(a, b) VALUES (new.x, new.y) ON CONFLICT (a) DO UPDATE SET b = excluded.b, a = excluded.a WHERE b <> excluded.b; END",
      rename("a", "z"),
    ],
    [
      "a column at the end under names",
      "CREATE TRIGGER o AFTER INSERT ON log BEGIN INSERT INTO t(a) SELECT a FROM u; UPDATE t SET a = b WHERE a = new.x; END",
      add("n INT"),
    ],
    ["a column under a star", "CREATE VIEW o AS SELECT * FROM t", add("n INT")],
    [
      "a move under a star whose columns have names",
      "CREATE VIEW o AS SELECT * FROM t; CREATE VIEW w AS SELECT a FROM o",
      move,
    ],
    [
      "a move under EXISTS and count",
      "CREATE VIEW o AS SELECT count(*) AS n FROM u WHERE EXISTS (SELECT * FROM t WHERE t.a = u.a)",
      move,
    ],
    ["a move under a sub-query's star", "CREATE VIEW o AS SELECT a FROM (SELECT * FROM t)", move],
    [
      "a renamed table",
      "CREATE VIEW o(p, q) AS SELECT t.* FROM t NATURAL JOIN u; CREATE TRIGGER r AFTER INSERT ON log BEGIN INSERT INTO t VALUES (1, 2); END",
      { op: "renameTable", table: "t", to: "tt" },
    ],
    [
      "a column of another name beside a NATURAL JOIN",
      "CREATE VIEW o AS SELECT t.b FROM t NATURAL JOIN u",
      add("other INT"),
    ],
    [
      "names that lead to no column",
      "CREATE TRIGGER o AFTER INSERT ON log WHEN new.x > 0 BEGIN INSERT INTO t(a) VALUES ('n'); END",
      add("n INT"),
    ],
  ];
  test.each(same)("%s", (_name, object, operation) => {
    const models = openModels(makeDatabase(`${TABLES} ${object}`));
    const plan = models.plan(operation);
    expect(plan.refusals).toEqual([]);
    models.apply(operation);
    models.apply(...plan.reverse);
  });
});

test("a trigger kept as it is writes the same columns", () => {
  const path = makeDatabase(
    `${TABLES} CREATE TRIGGER o AFTER INSERT ON log BEGIN INSERT INTO t VALUES (new.x, new.y); END`,
  );
  const models = openModels(path);
  const [keep, change] = models.plan(move).refusals[0]?.choices ?? [];
  models.apply(...(keep?.operations ?? []));
  expect(ask(path, "SELECT sql FROM sqlite_schema WHERE name = 'o'")[0]?.[0]).toContain(
    'INSERT INTO t ("a", "b") VALUES',
  );
  expect(change?.operations).toHaveLength(2);
});

test("what would not compile any more can be kept by writing it out", () => {
  const insert = "CREATE TRIGGER o AFTER INSERT ON log BEGIN INSERT INTO t VALUES (new.x, new.y); END";
  const ambiguous = "CREATE VIEW o AS SELECT n FROM u2, t";
  const star = "CREATE VIEW o(p, q) AS SELECT * FROM t";
  for (const object of [insert, ambiguous, star]) {
    const path = makeDatabase(`${TABLES} ${MORE} ${object}`);
    const models = openModels(path);
    const before = effect(path, object);
    const { refusals } = models.plan(add("n INT"));
    expect(refusals[0]?.message).toContain("The plan would break");
    const keep = refusals[0]?.choices.find(({ label }) => label.startsWith("Keep what"));
    models.apply(...(keep?.operations ?? []));
    expect(effect(path, object)).toEqual(before);
    models.close();
  }
});
