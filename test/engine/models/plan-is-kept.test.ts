/** A plan that is clean applies, and an apply that would be refused was refused by the plan: with the rows, and ways out that lead out. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Refusal, SchemaOperation, SchemaPlan } from "../../../src-shared/model/schema-change.ts";
import { makeDatabase, tempFolder } from "../../fixtures/temp-database.ts";
import { openModels } from "./open-models.ts";

const add = (sql: string, more: object = {}): SchemaOperation => ({ op: "addColumn", table: "t", sql, ...more });
const change = (what: object): SchemaOperation => ({ op: "changeColumn", table: "t", column: "a", ...what });

/** Plans, then applies what the plan says can be applied. */
function planned(sql: string, ...operations: SchemaOperation[]): SchemaPlan {
  const models = openModels(makeDatabase(sql));
  const plan = models.plan(...operations);
  if (plan.refusals.length === 0) models.apply(...operations);
  models.close();
  return plan;
}

/** The refusal of a plan; every choice of it is followed, to a plan that is clean and can be applied. */
function refused(sql: string, ...operations: SchemaOperation[]): Refusal {
  const path = makeDatabase(sql);
  const models = openModels(path);
  const { refusals } = models.plan(...operations);
  models.close();
  const [refusal] = refusals;
  if (!refusal) throw new Error("It was not refused");
  expect(refusal.choices.length, "choices").toBeGreaterThan(0);
  for (const choice of refusal.choices) {
    const copy = join(tempFolder(), "copy.db");
    copyFileSync(path, copy);
    const other = openModels(copy);
    const chosen = operations.toSpliced(refusal.operation ?? operations.length, 1, ...choice.operations);
    expect(other.plan(...chosen).refusals, "where the choice leads").toEqual([]);
    other.apply(...chosen);
    other.close();
  }
  return refusal;
}

const T = "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b INT); INSERT INTO t VALUES (1, 'x', NULL), (2, 'y', 7);";

describe("what a new column brings with it is asked of the rows", () => {
  const cases: [string, string, RegExp, number][] = [
    ["a CHECK that its default breaks", "c INT DEFAULT 3 CHECK (c > 5)", /2 rows break CHECK \(c > 5\)/, 2],
    ["a CHECK over another column", "c INT DEFAULT 3 CHECK (c <> id + 2)", /1 row breaks CHECK/, 1],
    ["a foreign key that its default does not find", "k INT DEFAULT 9 REFERENCES p(id)", /2 rows refer to rows/, 2],
    ["NOT NULL over an expression that is NULL", "g INT NOT NULL AS (b)", /1 row breaks a rule/, 1],
    ["a stored expression that is NULL", "g INT NOT NULL AS (b) STORED", /1 row breaks a rule/, 1],
    ["a CHECK of an expression", "g INT AS (b) CHECK (g > 8)", /1 row breaks a rule/, 1],
    ["UNIQUE with a default", "z INT UNIQUE DEFAULT 3", /1 value of z is there more than once/, 1],
    ["UNIQUE with an expression", "z INT AS (1) STORED UNIQUE", /1 row breaks a rule/, 1],
    ["NOT NULL with DEFAULT NULL", "n INT NOT NULL DEFAULT NULL", /must have a value/, 0],
    ["an expression that fails", "j AS (json(a)) STORED", /2 rows break a rule/, 2],
  ];
  test.each(cases)("%s", (_name, sql, words, rows) => {
    const refusal = refused(`CREATE TABLE p(id INTEGER PRIMARY KEY); ${T}`, add(sql));
    expect(refusal.message).toMatch(words);
    expect(refusal.operation).toBe(0);
    expect(refusal.detail?.split("\n") ?? []).toHaveLength(rows);
  });

  test("with a place of its own, and in a STRICT table, too", () => {
    expect(refused(T, add("c INT DEFAULT 3 CHECK (c > 5)", { position: "first" })).message).toContain("2 rows break");
    const strict = "CREATE TABLE t(a ANY) STRICT; INSERT INTO t VALUES(1)";
    expect(refused(strict, add("s INT DEFAULT 'x'")).detail).toContain("INT column t.s");
  });

  test("rules that fit are no refusal, and without rows none is", () => {
    expect(planned(T, add("c INT DEFAULT 6 CHECK (c > 5)")).refusals).toEqual([]);
    expect(planned(T, add("c INT CHECK (c > 5)")).refusals).toEqual([]);
    expect(planned("CREATE TABLE t(a)", add("c INT DEFAULT 3 CHECK (c > 5)")).refusals).toEqual([]);
  });
});

describe("what steps do to each other is known before", () => {
  test("a CHECK on a column that the same plan adds", () => {
    const check: SchemaOperation = { op: "addCheck", table: "t", expression: "z > 1" };
    const refusal = refused(T, add("z INT DEFAULT 1"), check);
    expect(refusal).toMatchObject({ operation: 1, message: expect.stringContaining("2 rows break CHECK (z > 1)") });
  });

  test("a UNIQUE index on a column that the same plan adds", () => {
    const index: SchemaOperation = { op: "createIndex", sql: "CREATE UNIQUE INDEX iz ON t (z)" };
    expect(refused(T, add("z INT DEFAULT 1"), index).message).toContain("1 value of z is there more than once");
  });

  test("an added column and another type of one in a named UNIQUE", () => {
    const sql =
      "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, CONSTRAINT u UNIQUE (id, a)); INSERT INTO t VALUES (1, '5')";
    const plan = planned(sql, add("rating REAL"), change({ type: "INTEGER" }));
    expect(plan.refusals).toEqual([]);
    expect(plan.reversible).toBe("exact");
  });

  test("SQL of one's own before a rule: the rows are those that it leaves", () => {
    const update: SchemaOperation = { op: "sql", sql: "UPDATE t SET b = 1" };
    const unique: SchemaOperation = { op: "addUnique", table: "t", columns: ["b"] };
    expect(refused(T, update, unique)).toMatchObject({
      operation: 1,
      message: expect.stringContaining("more than once"),
    });
    const missing: SchemaOperation = { op: "sql", sql: "UPDATE t SET b = NULL WHERE id = 2" };
    expect(refused(T, missing, { ...change({ notNull: true }), column: "b" } as SchemaOperation)).toMatchObject({
      operation: 1,
      detail: expect.stringContaining("'x'"),
    });
  });
});

describe("values that a change computes", () => {
  test("NOT NULL filled with NULL", () => {
    const notNull = { op: "changeColumn", table: "t", column: "b", notNull: true } as const;
    expect(refused(T, { ...notNull, fill: "NULL" }).message).toContain("1 row would have no value in “b”");
    expect(refused(T, { ...notNull, fill: "nullif(id, 1)" }).message).toContain("1 row would have no value in “b”");
    expect(refused(T, add("n INT NOT NULL", { fill: "b" })).message).toContain("1 row would have no value in “n”");
    expect(planned(T, { ...notNull, fill: "0" }).refusals).toEqual([]);
  });

  test("another type under UNIQUE indexes: partial, of an expression, with a collation", () => {
    const rows = "INSERT INTO t VALUES (1, '1', 1), (2, '01', 1)";
    for (const index of ["t (a COLLATE NOCASE) WHERE b > 0", "t (lower(a), b)"]) {
      const sql = `CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b); CREATE UNIQUE INDEX i ON ${index}; ${rows}`;
      expect(refused(sql, change({ type: "INTEGER", acceptLossy: true })).message).toContain("1 row breaks a rule");
    }
  });

  test("another collation under UNIQUE", () => {
    const sql = "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT UNIQUE); INSERT INTO t VALUES (1, 'x'), (2, 'X')";
    expect(refused(sql, change({ collation: "NOCASE" })).message).toContain("more than once");
  });

  test("a column that becomes computed", () => {
    const sql = `${T} CREATE UNIQUE INDEX u ON t (a);`;
    expect(refused(sql, change({ generated: { expression: "1", kind: "stored" } })).message).toContain("1 row breaks");
  });
});

test("what a plan over rows promises to undo can be undone", () => {
  for (const operations of [
    [change({ default: "'z'" })],
    [{ op: "addCheck", table: "t", expression: "a <> ''" }],
    [change({ notNull: true })],
    [change({ type: "INTEGER" })],
    [add("c TEXT DEFAULT 'x' UNIQUE")],
  ] as SchemaOperation[][]) {
    const models = openModels(makeDatabase("CREATE TABLE t(id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (5, 'x')"));
    const plan = models.plan(...operations);
    expect(plan.refusals).toEqual([]);
    models.apply(...operations);
    if (plan.reversible !== "no") expect(models.plan(...plan.reverse).refusals).toEqual([]);
    models.apply(...plan.reverse);
    models.close();
  }
});
